"""A class compared: from what was written to the matches worth a look, and what could not be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from autograder.similarity.answers import ClassWork, Written
from autograder.similarity.evidence import Pair, Sheet, Weights, pairs, weigh
from autograder.similarity.fingerprints import Fingerprints, fingerprints

LEAST_SIMILARITY = 0.5  # less is said about nobody

SameGroup = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Match:
    """Students whose answers are similar, and two of them to show.

    first: those who wrote the one work; second: those who wrote the other, nobody where all wrote the same one.
    """

    pair: Pair
    first: tuple[str, ...]
    second: tuple[str, ...] = ()

    @property
    def students(self) -> tuple[str, ...]:
        """All of them."""
        return self.first + self.second


@dataclass(frozen=True, slots=True)
class Comparison:
    """The matches, the most similar first; what was compared, and (student, exercise) of answers that could not be."""

    matches: Sequence[Match]
    students: int
    not_compared: Sequence[tuple[str, str]]
    unread: Sequence[Written]


def compare(work: ClassWork, same_group: SameGroup = lambda first, second: False) -> Comparison:
    """Compare every student with every other one, except within a group that hands in together.

    All who wrote the same, in whatever words, are one match, however many they are.
    """
    found = {each.student: dict(_fingerprints(each.sources)) for each in work.students}
    sheets: dict[str, Sheet] = {
        name: {exercise: marks for exercise, marks in answers.items() if marks} for name, answers in found.items()
    }
    known = {name: [fingerprints(each) or {} for each in sources] for name, sources in work.known.items()}
    provided = {name: fingerprints(source) or {} for name, source in work.provided.items()}
    weights = weigh(list(sheets.values()), known, provided)
    similar = [each for each in _matches(sheets, weights, same_group) if each.pair.similarity >= LEAST_SIMILARITY]
    return Comparison(
        sorted(similar, key=lambda match: (-match.pair.similarity, match.students)),
        sum(map(bool, sheets.values())),
        [(name, exercise) for name, answers in found.items() for exercise, marks in answers.items() if marks is None],
        [each for each in work.students if each.problem],
    )


def _fingerprints(sources: Mapping[str, str]) -> Iterator[tuple[str, Fingerprints | None]]:
    for exercise, source in sources.items():
        yield exercise, fingerprints(source)


def _matches(sheets: Mapping[str, Sheet], weights: Weights, same_group: SameGroup) -> Iterator[Match]:
    works = _same_works(sheets)
    for students in works.values():
        if any(not same_group(*two) for two in combinations(students, 2)):
            two_of_them = {name: sheets[name] for name in students[:2]}
            yield from (Match(pair, students) for pair in pairs(two_of_them, weights))
    for pair in pairs({name: sheets[name] for name in works}, weights):
        first, second = works[pair.first], works[pair.second]
        if any(not same_group(*two) for two in product(first, second)):
            yield Match(pair, first, second)


def _same_works(sheets: Mapping[str, Sheet]) -> dict[str, tuple[str, ...]]:
    """Return who wrote the same, by the name of the first of them."""
    authors: dict[frozenset[tuple[str, frozenset[int]]], list[str]] = {}
    for name in sorted(sheets):
        work = frozenset((exercise, frozenset(marks)) for exercise, marks in sheets[name].items())
        authors.setdefault(work, []).append(name)
    return {names[0]: tuple(names) for names in authors.values()}
