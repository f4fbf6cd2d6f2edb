"""Wrong answers that nobody has named, put together by what they return (or by what they raise)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.core.text import utf8
from autograder.judging.signature import SEPARATOR, same_results
from autograder.records.schema import CheckRecord, ExerciseRecord, Record
from autograder.reports.feedback_view import what_was_seen

FEWEST = 2  # students of a cluster
WRONG = ("failed", "error", "timeout", "crashed")
WORDS = "says: "
READ_AT_MOST = 5  # answers of a cluster: one is enough, the shortest of a few is better


@dataclass(frozen=True, slots=True)
class Cluster:
    """Students whose answers to one exercise are wrong in the same way.

    returned: what they return over all trials, as a signature, or what a check says where nothing came back.
    check: the first that fails, seen: what it says. lost: so many points of max_score. public: whether a check that
    students see rejects it, without which the audit would refuse such a mistake.
    """

    assignment: str
    exercise: str
    students: tuple[str, ...]
    returned: str
    check: str
    seen: str
    lost: float
    max_score: float
    public: bool

    @property
    def id(self) -> str:
        """By which it can be named: the same as long as nothing is graded again."""
        return hashlib.sha256(utf8(f"{self.assignment}/{self.exercise}/{self.returned}")).hexdigest()[:6]


@dataclass(slots=True)
class _Group:
    returned: str
    first: Record
    students: list[str]


def clusters(records: Iterable[Record], fewest: int = FEWEST) -> tuple[Cluster, ...]:
    """Return the clusters of unnamed wrong answers of at least so many students, the largest first."""
    groups: dict[tuple[str, str, str], list[_Group]] = {}
    for record in records:
        for exercise in record["exercises"]:
            if returned := wrong_result(exercise):
                kinds = returned.split(SEPARATOR)[0]
                _put(groups.setdefault((record["assignment"], exercise["name"], kinds), []), returned, record)
    found = [
        _cluster(group, exercise)
        for (_, exercise, _), made in groups.items()
        for group in made
        if len(group.students) >= fewest
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.students), each.assignment, each.exercise, each.id)))


def wrong_result(exercise: ExerciseRecord) -> str:
    """Return what a wrong answer without a name returned, or said; "" for an answer that is right or has a name.

    What is wrong with right results of earlier exercises has its fault there, and is none of its own.
    """
    wrong = _wrong(exercise)
    if not wrong or exercise.get("blamed") or any(check["mistake"] is not None for check in exercise["checks"]):
        return ""
    return exercise.get("returned") or WORDS + _plain(what_was_seen(wrong[0]))


def same_wrong(one: str, other: str) -> bool:
    """Say whether two wrong answers return the same, or say the same where nothing comes back."""
    return one == other or (not (one + other).startswith(WORDS) and same_results(one, other))


def _wrong(exercise: ExerciseRecord) -> list[CheckRecord]:
    return [check for check in exercise["checks"] if check["status"] in WRONG]


def _put(groups: list[_Group], returned: str, record: Record) -> None:
    for group in groups:
        if same_wrong(group.returned, returned):
            group.students.append(record["student"])
            return
    groups.append(_Group(returned, record, [record["student"]]))


def _cluster(group: _Group, name: str) -> Cluster:
    exercise = _of(group.first["exercises"], name)
    public = _of(group.first["public"]["exercises"], name) if group.first["public"] else exercise
    first = _wrong(exercise)[0]
    return Cluster(
        group.first["assignment"],
        name,
        tuple(sorted(group.students)),
        group.returned,
        first["name"],
        what_was_seen(first),
        round(exercise["max_score"] - exercise["score"], 6),
        exercise["max_score"],
        bool(_wrong(public)),
    )


def _of(exercises: Iterable[ExerciseRecord], name: str) -> ExerciseRecord:
    return next(each for each in exercises if each["name"] == name)


def _plain(message: str) -> str:
    """Return a message without the numbers that differ from one file to the next."""
    return re.sub(r"\d+", "#", message)


def answer_sources(submitted: Path, cluster: Cluster) -> list[str]:
    """Return what the students of a cluster wrote in the exercise's cell, where their files are still there."""
    from autograder.core.model import Limits
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.read import read_submission

    sources = []
    for student in cluster.students[:READ_AT_MOST]:
        folder = submitted / student / cluster.assignment
        if folder.is_dir():
            submission = read_submission(SubmissionRef(student, cluster.assignment, folder), {}, Limits())
            sources += [cell.source for cell in submission.cells if cell.exercise == cluster.exercise]
    return sources
