"""The page of matches, two answers side by side; what strangers wrote is shown as text, cut where it is endless."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from autograder.core.text import plain_text
from autograder.reports.pages import render
from autograder.similarity.compare import LEAST_SIMILARITY, Comparison, Match
from autograder.similarity.evidence import Pair

MOST_LINES = 200  # of one answer
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code; shared: the other answer has it too, in another shape perhaps."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One exercise of a pair."""

    exercise: str
    lines: Sequence[Line]
    other_lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """A match as the page shows it: who it is, what is said of those who handed in the same file, the exercises."""

    pair: Pair
    names: str
    same_file: Sequence[str]
    parts: Sequence[SideBySide]


def similarity_page(
    title: str,
    assignment: str,
    comparison: Comparison,
    shown: Sequence[Match],
    sources: Mapping[str, Mapping[str, str]],
    hashes: Mapping[str, str],
    *,
    anonymous: bool = False,
) -> str:
    """Return the page. sources: by student and exercise, as they were compared; hashes: of the students' files."""
    return render(
        "similarity.html",
        course=title,
        assignment=assignment,
        comparison=comparison,
        shown=[Shown(match.pair, who(match), same_file(match, hashes), _parts(match.pair, sources)) for match in shown],
        anonymous=anonymous,
        possible=comb(comparison.students, 2),
        least=round(100 * LEAST_SIMILARITY),
    )


def who(match: Match, show: Callable[[str], str] = str) -> str:
    """Return who it is: "a and b", "a, b and c", "a and b, with c" where what c wrote is another work."""
    first, second = _together(match.first, show), _together(match.second, show)
    if len(match.students) > 2 and second:
        return f"{first}, with {second}"
    return f"{first} and {second}" if second else first


def same_file(match: Match, hashes: Mapping[str, str], show: Callable[[str], str] = str) -> list[str]:
    """Return what to say of those who handed in the same file; hashes: by student."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for student in match.students:
        by_file[hashes[student]].append(student)
    several = [students for students in by_file.values() if len(students) > 1]
    if several == [list(match.students)]:
        return ["the same file, byte for byte"]
    return [f"{_together(students, show)}: the same file, byte for byte" for students in several]


def _together(students: Sequence[str], show: Callable[[str], str]) -> str:
    *others, last = map(show, students) if students else [""]
    return f"{', '.join(others)} and {last}" if others else last


def _parts(pair: Pair, sources: Mapping[str, Mapping[str, str]]) -> list[SideBySide]:
    heaviest = sorted(pair.parts, key=lambda each: -each.weight)
    first, second = sources[pair.first], sources[pair.second]
    return [
        SideBySide(
            each.exercise,
            _lines(first[each.exercise], each.lines),
            _lines(second[each.exercise], each.other_lines),
        )
        for each in heaviest
    ]


def _lines(source: str, shared: frozenset[int]) -> list[Line]:
    lines = [plain_text(line.expandtabs(4))[:MOST_COLUMNS] for line in source.split("\n")]
    cut = [Line(f"… {len(lines) - MOST_LINES} more lines", False)] if len(lines) > MOST_LINES else []
    return [Line(line, number in shared) for number, line in enumerate(lines[:MOST_LINES], 1)] + cut
