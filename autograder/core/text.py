"""Text that strangers chose, made safe to print: one line, no control characters, no commands to a CI system."""

from __future__ import annotations

import re


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


def describe(error: BaseException) -> str:
    """Return "NameError: name 'y' is not defined" for any exception, however hostile its own text is."""
    name = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except BaseException:
        text = ""
    if not text and name == "MemoryError":
        text = "ran out of memory"
    return single_line(f"{name}: {text}" if text else name)
