"""What an author declares for people to grade: by_hand(…) in checks.py, and the lesson's cell that is its answer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from autograder.authoring.lesson import Lesson
from autograder.authoring.source import read_source
from autograder.core.by_hand import ByHand
from autograder.errors import SourceError

RESERVED = ("student", "assignment", "exercise", "answer", "pictures", "comment", "by", "date", "version")


def require_cells(path: Path, made: Sequence[ByHand], lesson: Lesson) -> None:
    """Raise SourceError, with the line of checks.py, where a declaration and the lesson do not fit together."""
    count = Counter(each.name for each in made)
    for each in made:
        if fault := _fault(each, count[each.name], lesson):
            raise SourceError(path, _line_of(path, each.name), fault)


def _fault(each: ByHand, times: int, lesson: Lesson) -> str:
    name = each.name
    if times > 1:
        return f"two exercises are named '{name}': rename one"
    if name in lesson.exercises:
        return f"'{name}' defines a function in lesson.py: declare Exercise({name}, …), or take the function out"
    if name not in lesson.written:
        return f"by_hand('{name}', …), but no cell of lesson.py is marked exercise=\"{name}\""
    if not name.isidentifier():
        return f"'{name}' is not a name: use letters, digits and _"
    return _fault_of_rubric(each)


def _fault_of_rubric(each: ByHand) -> str:
    name, texts = each.name, [text for text, _ in each.rubric]
    if not texts:
        return f"by_hand('{name}', …) has no rubric: write rubric={{\"what is looked for\": points}}"
    for text, points in each.rubric:
        if (
            not isinstance(points, int | float)
            or isinstance(points, bool)
            or not (math.isfinite(points) and points > 0)
        ):
            return f"'{text}' in the rubric of '{name}' gives {points!r}: write a number of points above 0"
        if not text or text.lower() in RESERVED:
            return f"'{text}' cannot be a row of the rubric of '{name}': it is a column of the grading sheet already"
    twice = [text for text, number in Counter(text.lower() for text in texts).items() if number > 1]
    return f"the rubric of '{name}' has '{twice[0]}' twice" if twice else ""


def _line_of(path: Path, name: str) -> int | None:
    """Return the line of checks.py that declares an exercise, as far as its text tells."""
    text = read_source(path)
    found = re.search(rf"by_hand\(\s*(?:name\s*=\s*)?[\"']{re.escape(name)}[\"']", text)
    return text.count("\n", 0, found.start()) + 1 if found else None
