"""What arithmetic, tables and lists need of a record: all of it but the checks, the messages and the advice."""

from __future__ import annotations

from typing import Any, TypedDict, TypeGuard, cast

from autograder.core.model import Status
from autograder.records.schema import ExerciseRecord, FileRecord, NotedRecord, Record, VariantRecord


class _Answered(TypedDict, total=False):
    answer: str


class ExerciseBrief(_Answered):
    """One exercise without its checks; the members are those of the record's, answer the name of what was written."""

    name: str
    score: float
    max_score: float
    extra: bool
    status: str


class _Noted(TypedDict, total=False):
    noted: list[NotedRecord]


class _Work(TypedDict, total=False):
    work_fingerprint: str


class _Variant(TypedDict, total=False):
    variant: VariantRecord


class Brief(_Noted, _Work, _Variant):
    """A record in brief; the members are the record's, except for crashed: what was said of the first crash, or ""."""

    student: str
    assignment: str
    score: float | None
    max_score: float
    status: str
    exercises: list[ExerciseBrief]
    submission: FileRecord
    submitted: str | None
    late_penalty: float
    notes: list[str]
    assignment_fingerprint: str
    sandbox: str
    versions: dict[str, str]
    crashed: str


_KEPT = Brief.__required_keys__ | Brief.__optional_keys__


def is_whole(record: Record | Brief) -> TypeGuard[Record]:
    """Say whether it is a record, which holds its checks, and not one in brief."""
    return "public" in record


def brief_of(record: Record | Brief) -> Brief:
    """Return a record in brief; one that is brief is returned itself."""
    if not is_whole(record):
        return record  # type: ignore[return-value]  # a TypeGuard says nothing of the other case
    brief: Brief = cast("Any", {name: value for name, value in record.items() if name in _KEPT})
    brief["exercises"] = [_exercise(each) for each in record["exercises"]]
    brief["crashed"] = _crash(record)
    return brief


def _exercise(record: ExerciseRecord) -> ExerciseBrief:
    brief: ExerciseBrief = {
        "name": record["name"],
        "score": record["score"],
        "max_score": record["max_score"],
        "extra": record["extra"],
        "status": record["status"],
    }
    if "answer" in record:
        brief["answer"] = record["answer"]["identity"]
    return brief


def _crash(record: Record) -> str:
    exercises = (each for each in record["exercises"] if each["status"] == Status.CRASHED)
    checks = (check for each in exercises for check in each["checks"])
    return next((check["message"] for check in checks if check["status"] == Status.CRASHED), "")
