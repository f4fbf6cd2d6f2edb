"""Which jobs may draw, or are written for IPython: a fork server with matplotlib and IPython in it is twice as big.

To start it takes a second, and each of its forks pays for its size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autograder.core.calls import Job

WAYS = ("matplotlib", "pylab", "mpl_toolkits", "IPython", "__import__", "import_module")  # or to come by it otherwise
WORDS = ("exec", "eval")
CELLS = 2000  # whose texts are looked at once: a class has many of them in common
_DEF = re.compile(r"def[ \t]+(\w+)")
# What IPython reads and Python does not: magics, shell lines, `name?`, prompts, automatic calls, cells that are
# indented as a whole. And `await` at the top of a cell, for which there is an event loop beside it.
_IPYTHON = re.compile(
    r"^[ \t]*[%!?/,;]|=[ \t]*[%!]|^[^#\n]*\?[ \t]*$|\A(?:[ \t]*\n)*[ \t]+\S|\b(?:await|async)\b"
    r"|\A\s*(?:[^\n]*\n)?[ \t]*(?:>>>|In \[)",  # of prompts, the first two lines count; a docstring may hold others
    re.MULTILINE,
)


def needs_ipython(job: Job) -> bool:
    """Say whether a cell of a job may be read otherwise by IPython than by Python."""
    return any(map(_is_ipythons, (*job.given, *(cell.source for cell in job.cells))))


@lru_cache(maxsize=CELLS)
def _is_ipythons(source: str) -> bool:
    return _IPYTHON.search(source) is not None


def needs_matplotlib(job: Job) -> bool:
    """Say whether the text of a job names matplotlib, or a given function that does."""
    words = _drawing(job.given)
    return words is None or any(_mentions(cell.source, words) for cell in job.cells)


@lru_cache
def _drawing(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the words that a text is searched for, or None if the given cells draw themselves."""
    words = WORDS
    for source in given:
        naming = [line for line in source.splitlines() if _mentions(line, words)]
        if not all(line.startswith((" ", "\t", "def ")) for line in naming):
            return None
        if naming:
            words = (*words, *_DEF.findall(source))
    return words


def _mentions(text: str, words: Sequence[str]) -> bool:
    if any(way in text for way in WAYS):
        return True
    # To look for a word as part of another takes a tenth of the time, and mostly settles it.
    return any(word in text for word in words) and re.search(rf"\b(?:{'|'.join(words)})\b", text) is not None
