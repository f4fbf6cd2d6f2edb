"""The misconception map: which named mistakes a class makes, in which exercises, how many students, and who."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import filterfalse

from autograder.core.model import Status
from autograder.records.schema import ExerciseRecord, Record
from autograder.reports.cluster_names import ClusterName, name_of
from autograder.reports.clusters import wrong_result
from autograder.reports.hand_view import is_by_hand

Place = tuple[str, str]  # assignment and exercise
DIFFERS = "…"
_WORD = re.compile(r"[-−]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?|\w+|\W")


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named mistake in one exercise: sentence is what its author wrote to it; students made it, of those attempted.

    before: the share of last year's attempts, None where last year's records do not hold the exercise. is_new: the
    staff named it in a report, and answers.py does not know it yet. varies: students were told it in words of their
    own, such as drawn numbers; sentence then has … for what differs.
    """

    assignment: str
    exercise: str
    name: str
    sentence: str
    students: tuple[str, ...]
    attempted: int
    before: float | None = None
    is_new: bool = False
    varies: bool = False

    @property
    def share(self) -> float:
        return len(self.students) / self.attempted


@dataclass(frozen=True, slots=True)
class ExerciseOverview:
    """One exercise on the map: how many attempted it and ended how; commonest: of its named mistakes, or None."""

    assignment: str
    exercise: str
    attempted: int
    right: int
    named: int
    unnamed: int
    commonest: Misconception | None


@dataclass(slots=True)
class _Made:
    sentence: str
    is_new: bool
    varies: bool = False
    students: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Count:
    made: dict[tuple[Place, str], _Made] = field(default_factory=dict)
    attempted: Counter[Place] = field(default_factory=Counter)
    right: Counter[Place] = field(default_factory=Counter)
    unnamed: Counter[Place] = field(default_factory=Counter)


def misconceptions(
    records: Iterable[Record], last_year: Iterable[Record] = (), names: Sequence[ClusterName] = ()
) -> tuple[Misconception, ...]:
    """Return the named mistakes of a class, the commonest first. names: what the staff call others."""
    now, before = _counted(records, names), _counted(last_year, names)
    found = [
        Misconception(
            *place, name, made.sentence, tuple(sorted(made.students)), now.attempted[place],
            _share(before, place, name), made.is_new, made.varies,
        )
        for (place, name), made in now.made.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-len(each.students), each.assignment, each.exercise, each.name)))


def exercises_on_the_map(
    records: Sequence[Record], found: Sequence[Misconception], names: Sequence[ClusterName] = ()
) -> tuple[ExerciseOverview, ...]:
    """Return each exercise that anyone attempted, in the records' order; found: the named mistakes, commonest first."""
    count = _counted(records, names)
    named = Counter((each.assignment, each.exercise) for each in found for _ in each.students)
    commonest: dict[Place, Misconception] = {}
    for each in found:
        commonest.setdefault((each.assignment, each.exercise), each)
    return tuple(
        ExerciseOverview(
            *place, attempted, count.right[place], named[place], count.unnamed[place], commonest.get(place)
        )
        for place, attempted in count.attempted.items()
        if attempted
    )


def _share(before: _Count, place: Place, name: str) -> float | None:
    made = before.made.get((place, name))
    return (len(made.students) if made else 0) / n if (n := before.attempted[place]) else None


def _counted(records: Iterable[Record], names: Sequence[ClusterName]) -> _Count:
    count = _Count()
    for record in records:
        for exercise in filterfalse(is_by_hand, record["exercises"]):
            place = (record["assignment"], exercise["name"])
            count.attempted[place] += exercise["status"] not in (Status.NOT_ATTEMPTED, Status.BROKEN)
            count.right[place] += exercise["status"] == Status.PASSED
            mine = _mistakes_of(record["assignment"], exercise, names)
            for name, made in mine.items():
                known = count.made.setdefault((place, name), made)
                known.students.append(record["student"])
                known.varies |= known.sentence != made.sentence
                known.sentence = common(known.sentence, made.sentence)
            count.unnamed[place] += not mine and bool(wrong_result(exercise))
    return count


def common(first: str, other: str) -> str:
    """Return what two students were told of one mistake: … for the words and numbers that differ.

    Sentences of another build are no variants of one another: of them it is the first.
    """
    words, others = _WORD.findall(first), _WORD.findall(other)
    if first == other or len(words) != len(others):
        return first
    shared = [word if word == there else DIFFERS for word, there in zip(words, others, strict=True)]
    return "".join(shared) if shared.count(DIFFERS) <= len(shared) / 4 else first


def _mistakes_of(assignment: str, exercise: ExerciseRecord, names: Sequence[ClusterName]) -> dict[str, _Made]:
    """Return the mistakes of an answer by name, each once."""
    known = {check["mistake"]: _Made(check["advice"], False) for check in exercise["checks"] if check["mistake"]}
    if not known and (given := name_of(assignment, exercise, names)):
        return {given.name: _Made(given.sentence, True)}
    return {str(name): made for name, made in known.items()}
