"""A lesson as a page: formulas that need no script, code, figures in words or pictures, anchors to its sections."""

from __future__ import annotations

import nbformat
import pytest

pytest.importorskip("latex2mathml")
pytest.importorskip("mdit_py_plugins")

from autograder.website.reading import blocks, markdown, sections, text_of


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def test_formulas_become_mathml_that_keeps_no_dollar() -> None:
    page = markdown(r"The slope of $x^2$ is $$2x$$")
    assert page.count("<math") == 2
    assert 'display="block"' in page
    assert "$" not in text_of(page)


def test_an_authors_own_html_stays() -> None:
    assert "<details>" in markdown("<details><summary>More</summary>\n\nwords\n\n</details>")


def test_code_is_escaped_and_coloured() -> None:
    [block] = blocks(notebook(nbformat.v4.new_code_cell("a = 1 < 2")))
    assert "&lt;" in block.body
    assert '<span class="' in block.body


def test_a_cell_that_only_draws_is_folded() -> None:
    cell = nbformat.v4.new_code_cell("figures.graph()", metadata={"jupyter": {"source_hidden": True}})
    assert [block.kind for block in blocks(notebook(cell))] == ["folded"]


def test_text_that_a_cell_printed_never_becomes_markup() -> None:
    cell = nbformat.v4.new_code_cell("print()", outputs=[nbformat.v4.new_output("stream", text="<script>1</script>")])
    [block] = blocks(notebook(cell))
    assert block.outputs == ["<pre>&lt;script&gt;1&lt;/script&gt;</pre>"]


def test_headings_of_the_second_level_are_the_sections() -> None:
    page = list(blocks(notebook(nbformat.v4.new_markdown_cell("# Title\n\n## 1. One *view*\n\n### Part"))))
    assert [(each.title, each.anchor) for each in sections(page)] == [("1. One view", "1-one-view")]


def test_what_a_narrow_window_scrolls_sideways_is_reached_by_the_keyboard() -> None:
    page = markdown("```\ncode\n```\n\n| a |\n|---|\n| 1 |\n\n$$x$$\n\n$x$ and $" + " + ".join("abcdefghijkl") + "$\n")
    assert '<pre tabindex="0">' in page
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>' in page
    assert 'display="block" tabindex="0"' in page
    assert page.count('<span class="long" tabindex="0">') == 1


def test_a_line_of_packed_data_is_cut_where_it_is_only_read() -> None:
    packed = f"PACKED = '{'x' * 70_000}'\nprint(PACKED)"
    printed = nbformat.v4.new_output("stream", text="y" * 70_000)
    (block,) = blocks(notebook(nbformat.v4.new_code_cell(packed, outputs=[printed])))
    told = [text_of(each) for each in (block.body, *block.outputs)]
    assert all(len(text) < 200 and "… (cut here)" in text for text in told)
    assert told[0].endswith("\nprint(PACKED)\n")
