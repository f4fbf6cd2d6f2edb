"""One printable line of bounded length: the only kind of text that leaves a worker as a message."""

from __future__ import annotations

MAX_SENTENCE = 300


def one_line(text: str, cap: int = MAX_SENTENCE) -> str:
    """Return text on one line of at most cap printable characters; doing it twice changes nothing."""
    # Cut first: an exception's text can be gigabytes long.
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * cap])
    line = " ".join(printable.split())
    return line if len(line) <= cap else line[: cap - 1].rstrip() + "…"


def describe(error: BaseException) -> str:
    """Return "NameError: name 'y' is not defined" for any exception, however hostile its own text is."""
    name = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except BaseException:
        text = ""
    if not text and name == "MemoryError":
        text = "ran out of memory"
    return one_line(f"{name}: {text}" if text else name)
