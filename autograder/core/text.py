"""Text that strangers chose, made safe for where it is read: a terminal, a log, CSV, Markdown, HTML, XML, UTF-8."""

from __future__ import annotations

import errno
import re

# Excel reads the wide signs too; where it expects `;` between cells it also looks for a formula after each of those.
_FORMULA = re.compile(r"""(\A|;)(?=[\s"']*[=+\-@\t\r\n＝＋－＠])""")
_ESCAPED_FORMULA = re.compile(r"""(\A|;)'(?=[\s"']*[=+\-@\t\r\n＝＋－＠])""")
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # in XML 1.0; it takes 4 ms to compile
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = frozenset("\ufffe\uffff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
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
    import html  # not above: a terminal does without

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


def is_printable(char: str) -> bool:
    """Say whether a character shows itself, and does not turn the direction of those beside it."""
    return char.isprintable() and char not in _UNPRINTABLE


def plain_name(name: str) -> str:
    """Return a file's or a folder's name as part of a sentence: printable, and not endless."""
    name = "".join(char if is_printable(char) else "?" for char in name)
    return name if len(name) <= 80 else name[:79] + "…"


def folder_name(name: str) -> str:
    """Return a person's name as a folder's on any system, without underscores, and hidden nowhere."""
    return re.sub(r'[_/\\:*?"<>|\x00-\x1f]+', " ", name).strip().lstrip(".~") or "student"


def xml_text(text: str) -> str:
    """Return text without the characters that no XML document may have, not even escaped."""
    return re.sub(_NOT_XML, "", text)


def source_text(text: str) -> str:
    """Return a file's text with bare newlines, no byte order mark, and nothing that UTF-8 cannot encode."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text)


def utf8(text: str) -> bytes:
    """Return text in UTF-8; what that cannot encode, of a name that is no Unicode, as it is escaped in Python."""
    return text.encode("utf-8", "backslashreplace")


_REFUSED = "Operation not permitted"  # in the words of the system's C library


def describe_error(error: BaseException) -> str:
    """Return "NameError: name 'y' is not defined" for any exception, however hostile its own text is."""
    name = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    try:
        text = _own_text(error)
    except BaseException:
        text = ""
    if not text and name == "MemoryError":
        text = "ran out of memory"
    return single_line(f"{name}: {text}" if text else name)


def _own_text(error: BaseException) -> str:
    # What `2.0**2000` raises has the number and the words of the system's C library: 34 on Linux, 68 in a browser.
    if type(error) is OverflowError and len(error.args) == 2:
        return "the result is too large for a float"
    # The name of what is refused is not always a student's own: a temporary file has another one in each run.
    if type(error) is PermissionError and error.args[:1] == (errno.EPERM,) and error.strerror == _REFUSED:
        return f"[Errno {errno.EPERM}] {_REFUSED}"
    return str(error.msg if isinstance(error, SyntaxError) else error)


def number_of(count: int, noun: str) -> str:
    """Return a count with its noun: "1 file", "2 files"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
