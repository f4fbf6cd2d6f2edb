"""Who in a list of another system is who in roster.csv: by ids and e-mail, by name where nothing speaks against it.

Where it cannot be told for sure, nobody is added and nothing is filled in: it is said, for the staff to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.collecting.people import spellings
from autograder.core.text import single_line
from autograder.gradebook.roster import UNIQUE, Student

# A Moodle participant's number is another one for each assignment: it tells who somebody is, never who they are not.
TELLING = tuple(column for column in UNIQUE if column != "moodle_id")
FILLED = ("full_name", "email", "section", *(column for column in UNIQUE if column != "email"), "group")


@dataclass(frozen=True)
class Listed:
    """Somebody in a list, as they would be in the roster, and the line of the list."""

    line: int
    student: Student


@dataclass(frozen=True)
class Joined:
    """Who is new; what known students' blank cells get, by name and column; who is not listed; what is not clear."""

    added: tuple[Student, ...]
    filled: Mapping[str, Mapping[str, str]]
    absent: tuple[str, ...]
    unclear: tuple[str, ...]


def join(roster: Sequence[Student], listed: Sequence[Listed]) -> Joined:
    """Return what a list adds to a roster."""
    sure = {each.line: _by_ids(roster, each.student) for each in listed}
    taken = {student.name for found in sure.values() for student in found}
    free = [student for student in roster if student.name not in taken]
    by_name = {each.line: _by_name(free, each.student) for each in listed if not sure[each.line]}
    claims = Counter(student.name for found in (*sure.values(), *by_name.values()) for student in found)
    added, filled, unclear, met = list[Student](), dict[str, dict[str, str]](), list[str](), set[str]()
    for each in listed:
        found = sure[each.line] or by_name[each.line]
        met |= {student.name for student in found}
        is_one = len(found) == 1 and claims[found[0].name] == 1
        contradictions = [told for student in found for told in _contradictions(student, each.student)]
        if not found:
            added.append(each.student)
        elif not is_one or contradictions:
            unclear.append(_question(each, found, contradictions))
        elif cells := _cells(found[0], each.student):
            filled[found[0].name] = cells
    return Joined(tuple(added), filled, tuple(each.name for each in roster if each.name not in met), tuple(unclear))


def _by_ids(roster: Sequence[Student], listed: Student) -> list[Student]:
    ids = {*_ids(listed)}
    return [student for student in roster if not ids.isdisjoint(_ids(student))]


def _ids(student: Student) -> Iterator[tuple[str, str]]:
    for column in UNIQUE:
        if value := str(getattr(student, column)).casefold():
            yield column, value


def _by_name(roster: Sequence[Student], listed: Student) -> list[Student]:
    """Return who is called so, or has the folder that the list's login would give."""
    names = spellings(listed.full_name)
    return [
        student
        for student in roster
        if student.name.casefold() == listed.name.casefold() or names & spellings(student.full_name)
    ]


def _contradictions(known: Student, listed: Student) -> Iterator[str]:
    for column in TELLING:
        mine, theirs = str(getattr(known, column)), str(getattr(listed, column))
        if mine and theirs and mine.casefold() != theirs.casefold():
            yield f"{column} {theirs} here and {mine} there"


def _cells(known: Student, listed: Student) -> dict[str, str]:
    """Return what a student's blank cells get."""
    values = {column: str(getattr(listed, column)) for column in FILLED if not getattr(known, column)}
    return {column.removeprefix("full_"): value for column, value in values.items() if value}


def _question(each: Listed, found: Sequence[Student], contradictions: Sequence[str]) -> str:
    who = f"line {each.line}: '{each.student.full_name or each.student.name}'"
    names = " or ".join(student.name for student in found)
    why = f" ({'; '.join(contradictions)})" if contradictions else ""
    return single_line(f"{who} may be {names} of the roster{why}: correct that line, or add one")
