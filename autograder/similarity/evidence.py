"""What two answers share, weighed by how few others have it.

A fingerprint that many have is no evidence: the exercise asks for it, or the lesson taught it. So each weighs
log2(authors / authors who have it), and nothing once a quarter of them do; the released stub's weigh nothing at all.
The known answers of answers.py are authors like any other. Source: inverse document frequency, K. Spärck Jones, 1972.

Fingerprints of one answer overlap, so that one coincidence shows in several of them: the evidence of an answer is the
square root of their weight, and answers to several exercises add up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2, sqrt

from autograder.similarity.fingerprints import Fingerprints

COMMON = 0.25  # the share of authors from which on a fingerprint says nothing
BENEFIT = 5.0  # evidence that is missing in every pair, so that one short answer makes none similar

Sheet = Mapping[str, Fingerprints]  # exercise -> fingerprints of one author's answer


@dataclass(frozen=True, slots=True)
class Shared:
    """What two answers to one exercise share: its weight, and the lines that it lies on in each."""

    exercise: str
    weight: float
    lines: frozenset[int]
    other_lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two authors. similarity, 0 to 1: the evidence of what they share, of that which there could be."""

    first: str
    second: str
    similarity: float
    parts: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each fingerprint of each exercise says."""

    by_exercise: Mapping[str, Mapping[int, float]]

    def total(self, exercise: str, marks: Iterable[int]) -> float:
        weights = self.by_exercise[exercise]
        return sum(weights[mark] for mark in marks)


def weigh(sheets: Sequence[Sheet], known: Mapping[str, Sequence[Fingerprints]], provided: Sheet) -> Weights:
    """Weigh the fingerprints of a class. known: the answers that the course knows, by exercise; provided: the stubs."""
    weights = {}
    for exercise in sorted({name for sheet in sheets for name in sheet}):
        authors = [*(sheet[exercise] for sheet in sheets if exercise in sheet), *known.get(exercise, ())]
        counts = Counter(mark for each in authors for mark in each)
        free = provided.get(exercise, {})
        weights[exercise] = {
            mark: 0.0 if mark in free else _weight(count, len(authors)) for mark, count in counts.items()
        }
    return Weights(weights)


def _weight(count: int, authors: int) -> float:
    return log2(authors / count) if count <= max(2, COMMON * authors) else 0.0


def pairs(sheets: Mapping[str, Sheet], weights: Weights) -> Iterator[Pair]:
    """Yield each pair of authors that share anything of weight, in the order of their names."""
    totals = {
        author: {exercise: weights.total(exercise, marks) for exercise, marks in sheet.items()}
        for author, sheet in sheets.items()
    }
    for first, second in sorted(_neighbours(sheets, weights)):
        parts = tuple(_parts(sheets[first], sheets[second], weights))
        both = totals[first].keys() & totals[second].keys()
        possible = sum(sqrt(min(totals[first][each], totals[second][each])) for each in both)
        yield Pair(first, second, sum(sqrt(part.weight) for part in parts) / (BENEFIT + possible), parts)


def _neighbours(sheets: Mapping[str, Sheet], weights: Weights) -> set[tuple[str, str]]:
    """Return the pairs that have any fingerprint of weight in common."""
    holders: dict[tuple[str, int], list[str]] = defaultdict(list)
    for author in sorted(sheets):
        for exercise, marks in sheets[author].items():
            for mark in marks:
                if weights.by_exercise[exercise][mark]:
                    holders[exercise, mark].append(author)
    return {pair for authors in holders.values() for pair in combinations(authors, 2)}


def _parts(sheet: Sheet, other: Sheet, weights: Weights) -> Iterator[Shared]:
    for exercise in sheet:
        weigh = weights.by_exercise[exercise]
        marks = [mark for mark in sheet[exercise].keys() & other.get(exercise, {}).keys() if weigh[mark]]
        if marks:
            lines = frozenset().union(*(sheet[exercise][mark] for mark in marks))
            others = frozenset().union(*(other[exercise][mark] for mark in marks))
            yield Shared(exercise, weights.total(exercise, marks), lines, others)
