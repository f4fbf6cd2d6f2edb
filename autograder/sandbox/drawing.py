"""Which jobs may draw: a warm process with matplotlib in it is twice as big, which each of its forks pays for."""

from __future__ import annotations

import re

from autograder.model import Job

# Or some other way to come by it.
_DRAWS = re.compile(r"matplotlib|pylab|mpl_toolkits|IPython|__import__|import_module|\b(?:exec|eval)\b")
_DEF = re.compile(r"def[ \t]+(\w+)")
_WORD = re.compile(r"\w+")


def may_draw(job: Job) -> bool:
    """Say whether the text of a job names matplotlib, or a given function that does."""
    helpers: set[str] = set()
    for source in job.given:
        naming = [line for line in source.splitlines() if _names(line, helpers)]
        if not all(line.startswith((" ", "\t", "def ")) for line in naming):
            return True
        if naming:
            helpers |= set(_DEF.findall(source))
    return any(_names(cell.source, helpers) for cell in job.cells)


def _names(text: str, helpers: set[str]) -> bool:
    return _DRAWS.search(text) is not None or not helpers.isdisjoint(_WORD.findall(text))
