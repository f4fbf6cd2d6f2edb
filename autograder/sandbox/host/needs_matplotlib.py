"""Which jobs may draw: a fork server with matplotlib in it is twice as big, which each of its forks pays for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autograder.core.calls import Job

WAYS = ("matplotlib", "pylab", "mpl_toolkits", "IPython", "__import__", "import_module")  # or to come by it otherwise
WORDS = ("exec", "eval")
_DEF = re.compile(r"def[ \t]+(\w+)")


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
