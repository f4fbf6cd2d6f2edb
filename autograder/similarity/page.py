"""The page of pairs, two answers side by side; what strangers wrote is shown as text, cut where it is endless."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from autograder.core.text import plain_text
from autograder.reports.pages import render
from autograder.similarity.compare import LEAST_SIMILARITY, Comparison
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
    """A pair as the page shows it."""

    pair: Pair
    same_file: bool
    parts: Sequence[SideBySide]


def similarity_page(
    title: str,
    assignment: str,
    comparison: Comparison,
    shown: Sequence[Pair],
    sources: Mapping[str, Mapping[str, str]],
    *,
    same_file: Callable[[Pair], bool] = lambda pair: False,
    anonymous: bool = False,
) -> str:
    """Return the page. sources: by student and exercise, as they were compared."""
    return render(
        "similarity.html",
        course=title,
        assignment=assignment,
        comparison=comparison,
        shown=[Shown(pair, same_file(pair), _parts(pair, sources)) for pair in shown],
        anonymous=anonymous,
        possible=comb(comparison.students, 2),
        least=round(100 * LEAST_SIMILARITY),
    )


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
