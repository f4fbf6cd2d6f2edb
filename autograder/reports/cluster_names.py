"""decisions/mistakes.csv: names that the staff gave to wrong answers in the class report, each with its sentence.

A name holds for all answers that return the same over all trials, in next year's class too, until an entry in
answers.py takes its place: grading then gives the name itself.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.core.text import single_line
from autograder.errors import UsageError
from autograder.gradebook.add_rows import add_rows
from autograder.gradebook.sheet import Row, did_you_mean, read_sheet
from autograder.records.schema import ExerciseRecord
from autograder.reports.clusters import Cluster, same_wrong, wrong_result

NAMES = Path("decisions") / "mistakes.csv"
COLUMNS = ("assignment", "exercise", "name", "sentence", "returned")


@dataclass(frozen=True, slots=True)
class ClusterName:
    """What the staff call wrong answers to an exercise that return this (Cluster.returned)."""

    assignment: str
    exercise: str
    name: str
    sentence: str
    returned: str


def read_names(root: Path) -> tuple[ClusterName, ...]:
    """Return the names of a course, in their order. Raises SourceError with file and line."""
    return tuple(map(_name, read_sheet(root / NAMES, COLUMNS)))


def _name(row: Row) -> ClusterName:
    empty = next((column for column in COLUMNS if not row[column]), None)
    if empty:
        raise row.fault(f"the cell of '{empty}' is blank")
    if problem := name_problem(row["name"]):
        raise row.fault(problem)
    return ClusterName(*(row[column] for column in COLUMNS))


def name_problem(name: str) -> str:
    """Say why this cannot be the name of a mistake, as it will be a function's; "" if it can."""
    if name.isidentifier() and not keyword.iskeyword(name):
        return ""
    return f"'{single_line(name, 40)}' cannot be a name: letters, digits and _, as of a function"


def name_cluster(root: Path, found: Iterable[Cluster], given: Sequence[str]) -> ClusterName:
    """Name one of the clusters and keep it; given: the cluster's id, a name, a sentence. Raises UsageError."""
    wanted, name, sentence = (each.strip() for each in given)
    by_id = {cluster.id: cluster for cluster in found}
    if wanted not in by_id:
        known = did_you_mean(wanted, list(by_id)) or ": take it from a report that was made just now"
        raise UsageError(f"no cluster '{wanted}' has no name yet{known}")
    if problem := name_problem(name) or ("" if sentence else "a mistake needs a sentence: what its author should do"):
        raise UsageError(problem)
    cluster = by_id[wanted]
    made = ClusterName(cluster.assignment, cluster.exercise, name, single_line(sentence), cluster.returned)
    if any((each.assignment, each.name) == (made.assignment, name) for each in read_names(root)):
        raise UsageError(f"'{name}' is the name of another mistake in {NAMES}: give this one a name of its own")
    add_rows(root / NAMES, COLUMNS, [{column: getattr(made, column) for column in COLUMNS}])
    return made


def name_of(assignment: str, exercise: ExerciseRecord, names: Iterable[ClusterName]) -> ClusterName | None:
    """Return what the staff call a wrong answer, if they gave it a name."""
    if not (returned := wrong_result(exercise)):
        return None
    here = (each for each in names if (each.assignment, each.exercise) == (assignment, exercise["name"]))
    return next((each for each in here if same_wrong(each.returned, returned)), None)
