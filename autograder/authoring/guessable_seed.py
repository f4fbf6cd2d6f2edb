"""Is the course's secret one that a student could guess? Who guesses it knows every hidden input."""

from __future__ import annotations

FEWEST, DISTINCT = 12, 6  # characters; what is drawn at random, and any sentence, has more
TOLD = (
    "the seed in course_config.py is short enough to be guessed, and hidden inputs are drawn from it: before the "
    "course starts, write a sentence in its place that only the staff know"
)


def guessable(seed: str) -> str:
    """Return a sentence about a seed that could be guessed, or ""."""
    bare = "".join(seed.split()).casefold()
    return TOLD if len(bare) < FEWEST or len(set(bare)) < DISTINCT else ""
