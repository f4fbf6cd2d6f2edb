"""A notebook as a page to read: text, formulas, code and figures, without a kernel and without a script of ours.

Formulas become MathML, which browsers and screen readers know themselves, so that nothing is fetched to show them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from nbformat import NotebookNode

TAG = re.compile(r"<[^>]+>")
LONG = 35  # characters of TeX: a formula in a line that may be wider than a narrow window, which cannot break it
LONGEST_LINE, KEPT = 500, 80  # characters of a line of code or output


@dataclass(frozen=True, slots=True)
class Block:
    """One cell of the page. kind: text, code or folded code; body and outputs are HTML."""

    kind: str
    body: Markup
    outputs: Sequence[Markup] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the lesson: its words, and the anchor that leads to it."""

    title: str
    anchor: str


def blocks(notebook: NotebookNode) -> Iterator[Block]:
    """Yield the cells of a notebook. Raises KeyError where it is not one of nbformat 4."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield Block("text", markdown(cell.source))
        elif cell.cell_type == "code" and cell.source.strip():
            folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            yield Block("folded" if folded else "code", _code(cell.source), [*map(_output, cell.get("outputs", []))])


def sections(page: Sequence[Block]) -> list[Section]:
    """Return the headings of the second level."""
    found = (
        re.findall(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', block.body, re.S) for block in page if block.kind == "text"
    )
    return [Section(text_of(title).strip(), anchor) for each in found for anchor, title in each]


def text_of(page: str) -> str:
    """Return what a reader sees of a page, without its markup."""
    return html.unescape(TAG.sub("", page))


def markdown(source: str) -> Markup:
    """Return Markdown as HTML, $…$ and $$…$$ as MathML. The author's own HTML (`<details>`) stays."""
    return Markup(_reachable(_reader().render(source)))


def _reachable(page: str) -> str:
    """Return a page on which the keyboard reaches what a narrow window scrolls sideways: code, tables, formulas."""
    table = '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>'
    page = page.replace("<pre>", '<pre tabindex="0">').replace("<table>", table).replace("</table>", "</table></div>")
    return page.replace(' display="block">', ' display="block" tabindex="0">')


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.anchors import anchors_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(anchors_plugin, max_level=3)
    return reader.use(dollarmath_plugin, renderer=_mathml, double_inline=True)


def _mathml(formula: str, options: Mapping[str, Any]) -> str:
    """Return a formula as MathML that keeps its TeX as an annotation."""
    from latex2mathml.converter import convert

    if options.get("display_mode"):
        return str(convert(formula, display="block"))
    made = str(convert(formula, display="inline"))
    return f'<span class="long" tabindex="0">{made}</span>' if len(formula) > LONG else made


def _without_endless_lines(text: str) -> str:
    """Return a text whose longest lines, of data that was packed into one, are cut: here they are only read."""
    lines = text.split("\n")
    return "\n".join(f"{line[:KEPT]}… (cut here)" if len(line) > LONGEST_LINE else line for line in lines)


def _code(source: str) -> Markup:
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return Markup(highlight(_without_endless_lines(source), PythonLexer(), HtmlFormatter(nowrap=True)))


def _output(output: Mapping[str, Any]) -> Markup:
    """Return what a cell displayed: our own HTML, else its text."""
    data = output.get("data", {})
    if page := data.get("text/html"):
        return Markup(page)
    text = data.get("text/plain") or output.get("text") or ""
    return Markup("<pre>{}</pre>").format(escape(_without_endless_lines(text.rstrip()))) if text.strip() else Markup("")
