"""Text that strangers chose, made safe for where it is read: a terminal, a log, a CSV file, Markdown, HTML."""

from __future__ import annotations

import html
import re

# Excel reads the wide signs too; where it expects `;` between cells it also looks for a formula after each of those.
_FORMULA = re.compile(r"""(\A|;)(?=[\s"']*[=+\-@\t\r\n＝＋－＠])""")
_ESCAPED_FORMULA = re.compile(r"""(\A|;)'(?=[\s"']*[=+\-@\t\r\n＝＋－＠])""")
_ANGLES = str.maketrans("<>", "‹›")


def escape_ci_commands(text: str) -> str:
    """Return text of which no line is a workflow command of GitHub (`::error …`) or Azure (`##vso[…]`, `##[…]`)."""
    return re.sub(r"(?m)^(\s*)::", r"\1: :", re.sub(r"##(?=(?:vso)?\[)", "# #", text))


MAX_SENTENCE = 300


def single_line(text: str, cap: int = MAX_SENTENCE) -> str:
    """Return text on one line of at most cap printable characters; doing it twice changes nothing."""
    # Cut first: an exception's text can be gigabytes long.
    encodable = "".join(char if char.isprintable() else " " for char in text[: 4 * cap])
    line = " ".join(encodable.split())
    return line if len(line) <= cap else line[: cap - 1].rstrip() + "…"


def plain_text(text: str) -> str:
    """Return text of many lines as a terminal or a log may show it: no control characters, no commands to CI."""
    return escape_ci_commands("".join(char if char.isprintable() or char == "\n" else " " for char in text))


def neutral_line(text: str, cap: int = 1000) -> str:
    """Return text on one line that is nothing but text wherever it is pasted: no markup, no link, no command."""
    text = single_line(text, cap).translate(_ANGLES)
    return escape_ci_commands(text.replace("](", "] (").replace("://", ": //"))


def markdown_text(text: str) -> str:
    """Return text that Markdown and HTML show as it is: no markup, no link, no mention."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~:@.-])", r"\\\1", text)


def html_with_code(text: str) -> str:
    """Return text as HTML, `code` in backticks set as code; an odd backtick is nothing but a backtick."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))


def csv_cell(text: str) -> str:
    """Return text as a cell in which no spreadsheet finds a formula, whether it splits lines at `,` or at `;`."""
    return _FORMULA.sub(r"\1'", text)


def from_csv_cell(cell: str) -> str:
    """Return the text that csv_cell made a cell of."""
    return _ESCAPED_FORMULA.sub(r"\1", cell)


def describe_error(error: BaseException) -> str:
    """Return "NameError: name 'y' is not defined" for any exception, however hostile its own text is."""
    name = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except BaseException:
        text = ""
    if not text and name == "MemoryError":
        text = "ran out of memory"
    return single_line(f"{name}: {text}" if text else name)
