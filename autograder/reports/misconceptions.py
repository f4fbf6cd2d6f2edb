"""The misconception map: which named mistakes a class makes, in which exercises, how many students, and who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.records.schema import CheckRecord, Record


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named mistake in one exercise: sentence is what its author wrote to it; students made it, of those attempted.

    before: the share of last year's attempts, None where last year's records do not hold the exercise.
    """

    assignment: str
    exercise: str
    name: str
    sentence: str
    students: tuple[str, ...]
    attempted: int
    before: float | None = None

    @property
    def share(self) -> float:
        return len(self.students) / self.attempted


def misconceptions(records: Iterable[Record], last_year: Iterable[Record] = ()) -> tuple[Misconception, ...]:
    """Return the named mistakes of a class, the commonest first."""
    made, attempted = _found(records)
    before, attempts_before = _found(last_year)
    result = []
    for (assignment, exercise, name), (sentence, students) in made.items():
        place = (assignment, exercise)
        earlier = len(before.get((*place, name), ("", []))[1]) / n if (n := attempts_before.get(place, 0)) else None
        result.append(
            Misconception(assignment, exercise, name, sentence, tuple(sorted(students)), attempted[place], earlier)
        )
    return tuple(sorted(result, key=lambda each: (-len(each.students), each.assignment, each.exercise, each.name)))


_Found = dict[tuple[str, str, str], tuple[str, list[str]]]


def _found(records: Iterable[Record]) -> tuple[_Found, dict[tuple[str, str], int]]:
    """Return (sentence, students) by assignment, exercise and mistake, and how many attempted each exercise."""
    made: _Found = {}
    attempted: dict[tuple[str, str], int] = {}
    for record in records:
        for exercise in record["exercises"]:
            place = (record["assignment"], exercise["name"])
            attempted[place] = attempted.get(place, 0) + (exercise["status"] != "not_attempted")
            for check in _one_per_mistake(exercise["checks"]):
                _, students = made.setdefault((*place, str(check["mistake"])), (check["advice"], []))
                students.append(record["student"])
    return made, attempted


def _one_per_mistake(checks: Iterable[CheckRecord]) -> Iterable[CheckRecord]:
    return {check["mistake"]: check for check in checks if check["mistake"]}.values()
