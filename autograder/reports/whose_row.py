"""Whose row it is, in a sheet of another system: looked up by one column after another, in tables made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from autograder.gradebook.roster import Student

Keys = Callable[[Student], Iterable[str]]


class StudentTable:
    """Students by what a sheet may call them. ways: the keys of a student in each way to look for one, best first."""

    def __init__(self, students: Sequence[Student], ways: Sequence[Keys]) -> None:
        self._tables = [_table(students, keys) for keys in ways]

    def find(self, wanted: Sequence[str]) -> Student | None:
        """Return whom the first way leads to that leads to one alone. wanted: what each way starts from, "" nowhere."""
        for table, key in zip(self._tables, wanted, strict=True):
            fitting = table.get(key, []) if key else []
            if len(fitting) == 1:
                return fitting[0]
        return None


def _table(students: Sequence[Student], keys: Keys) -> dict[str, list[Student]]:
    table = defaultdict(list)
    for student in students:
        for key in set(keys(student)):
            table[key].append(student)
    return dict(table)
