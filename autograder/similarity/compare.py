"""A class compared: from what was written to the pairs worth a look, and what could not be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.similarity.answers import ClassWork, Written
from autograder.similarity.evidence import Pair, Sheet, pairs, weigh
from autograder.similarity.fingerprints import Fingerprints, fingerprints

LEAST_SIMILARITY = 0.5  # less is said about nobody


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pairs, the most similar first; what was compared, and (student, exercise) of answers that could not be."""

    pairs: Sequence[Pair]
    students: int
    not_compared: Sequence[tuple[str, str]]
    unread: Sequence[Written]


def compare(work: ClassWork, same_group: Callable[[str, str], bool] = lambda first, second: False) -> Comparison:
    """Compare every student with every other one, except within a group that hands in together."""
    found = {each.student: dict(_fingerprints(each.sources)) for each in work.students}
    sheets: dict[str, Sheet] = {
        name: {exercise: marks for exercise, marks in answers.items() if marks} for name, answers in found.items()
    }
    known = {name: [fingerprints(each) or {} for each in sources] for name, sources in work.known.items()}
    provided = {name: fingerprints(source) or {} for name, source in work.provided.items()}
    weights = weigh(list(sheets.values()), known, provided)
    similar = [
        pair
        for pair in pairs(sheets, weights)
        if pair.similarity >= LEAST_SIMILARITY and not same_group(pair.first, pair.second)
    ]
    return Comparison(
        sorted(similar, key=lambda pair: (-pair.similarity, pair.first, pair.second)),
        sum(map(bool, sheets.values())),
        [(name, exercise) for name, answers in found.items() for exercise, marks in answers.items() if marks is None],
        [each for each in work.students if each.problem],
    )


def _fingerprints(sources: Mapping[str, str]) -> Iterator[tuple[str, Fingerprints | None]]:
    for exercise, source in sources.items():
        yield exercise, fingerprints(source)
