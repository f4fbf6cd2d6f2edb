"""Bold and colour for a terminal that has them: never in a pipe, a file or a notebook, nor where NO_COLOR is set."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

Paint = Callable[[str, str], str]  # a role ("bold", "good", "bad", "faint") and a text
CODES = {"bold": "1", "good": "32", "bad": "31", "faint": "2"}


def plain(_: str, text: str) -> str:
    """Return the text as it is."""
    return text


def coloured(role: str, text: str) -> str:
    """Return the text between the codes of its role."""
    return f"\x1b[{CODES[role]}m{text}\x1b[0m" if text else ""


def paint_here() -> Paint:
    """Return how to paint on standard output. See https://no-color.org: any value of NO_COLOR but "" counts."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return coloured if terminal and not os.environ.get("NO_COLOR") else plain
