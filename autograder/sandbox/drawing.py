"""Which jobs may draw: a warm process with matplotlib in it is twice as big, which each of its forks pays for."""

from __future__ import annotations

import re
from functools import lru_cache

from autograder.calls import Job

# Or some other way to come by it.
_WAYS = r"matplotlib|pylab|mpl_toolkits|IPython|__import__|import_module|\b(?:exec|eval)\b"
_DEF = re.compile(r"def[ \t]+(\w+)")


def may_draw(job: Job) -> bool:
    """Say whether the text of a job names matplotlib, or a given function that does."""
    drawing = _drawing(job.given)
    return drawing is None or any(drawing.search(cell.source) for cell in job.cells)


@lru_cache
def _drawing(given: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what a text is searched for, or None if the given cells draw themselves."""
    pattern = re.compile(_WAYS)
    for source in given:
        naming = [line for line in source.splitlines() if pattern.search(line)]
        if not all(line.startswith((" ", "\t", "def ")) for line in naming):
            return None
        if naming:
            pattern = re.compile("|".join([pattern.pattern, *(rf"\b{name}\b" for name in _DEF.findall(source))]))
    return pattern
