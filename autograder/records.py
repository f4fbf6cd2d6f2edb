"""One record per submission, as JSON: the source from which every table and report is derived.

A record is written to a temporary file in the same folder and renamed into place, so that at any moment there is
either the old record or the new one.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from autograder.grading import Report
from autograder.model import AnswerKey, Assignment, ExerciseReport, LatePolicy, RecordStatus, Status, Submission

SCHEMA = 1
Record = dict[str, Any]
SEVERITY = (Status.BROKEN, Status.CRASHED, Status.TIMEOUT, Status.ERROR, Status.FAILED, Status.NOT_ATTEMPTED)


def versions() -> dict[str, str]:
    """Return the versions that a grade depends on."""
    try:
        own = version("autograder")
    except PackageNotFoundError:
        own = "unknown"
    return {"autograder": own, "python": platform.python_version(), "numpy": np.__version__}


def make_record(
    submission: Submission, status: RecordStatus, report: Report | None, key: AnswerKey, sandbox: str, seconds: float
) -> Record:
    """Return the record of a submission before lateness; score is None where we broke (grade again, never a zero)."""
    exercises = report.exercises if report else ()
    most = sum(exercise.points for exercise in key.exercises)
    score = None if status is RecordStatus.BROKEN else _round(sum(exercise.score for exercise in exercises))
    return {
        "schema": SCHEMA,
        "student": submission.student,
        "assignment": submission.assignment,
        "score": score,
        "max_score": _round(most),
        "status": str(status),
        "exercises": [_exercise(exercise) for exercise in exercises],
        "submission": {"file": submission.file.name if submission.file else None, "sha256": submission.sha256},
        "submitted": submission.submitted.isoformat() if submission.submitted else None,
        "late_penalty": 0.0,
        "notes": [*filter(None, [submission.problem]), *submission.notes, *(report.notes if report else ())],
        "assignment_fingerprint": key.fingerprint,
        "seed": key.seed,
        "sandbox": sandbox,
        "versions": versions(),
        "seconds": round(seconds, 4),
    }


def _exercise(report: ExerciseReport) -> dict[str, Any]:
    statuses = {verdict.status for verdict in report.verdicts}
    return {
        "name": report.name,
        "score": _round(report.score),
        "max_score": _round(report.max_score),
        "status": str(next((status for status in SEVERITY if status in statuses), Status.PASSED)),
        "note": report.note,
        "checks": [
            {
                "name": verdict.check.name,
                "kind": verdict.check.kind,
                "hidden": verdict.check.hidden,
                "status": str(verdict.status),
                "points": _round(verdict.points),
                "max_points": _round(verdict.check.points),
                "message": verdict.message,
                "mistake": verdict.mistake,
            }
            for verdict in report.verdicts
        ],
    }


def _round(points: float) -> float:
    return round(float(points), 6)


def with_lateness(record: Record, assignment: Assignment, policy: LatePolicy) -> Record:
    """Return the record with the late policy applied to its score."""
    if not record["submitted"] or assignment.due is None or not record["score"]:
        return record
    late = datetime.fromisoformat(record["submitted"]) - assignment.due - policy.grace
    if late <= timedelta(0):
        return record
    days = ceil(late / timedelta(days=1))
    penalty = min(policy.per_day * days, policy.at_most) * record["max_score"]
    penalty = _round(min(penalty, record["score"]))
    note = f"{days} day{'s' if days > 1 else ''} late: {penalty:g} points off"
    return {
        **record,
        "score": _round(record["score"] - penalty),
        "late_penalty": penalty,
        "notes": [*record["notes"], note],
    }


def is_current(record: Mapping[str, Any] | None, submission: Submission, key: AnswerKey, sandbox: str) -> bool:
    """Say whether a record was made from these very bytes, this assignment, these settings and versions."""
    if record is None or record.get("status") == RecordStatus.BROKEN:
        return False
    submitted = submission.submitted.isoformat() if submission.submitted else None
    made = (record.get("submission"), record.get("assignment_fingerprint"), record.get("versions"))
    now = (
        {"file": submission.file.name if submission.file else None, "sha256": submission.sha256},
        key.fingerprint,
        versions(),
    )
    return made == now and record.get("submitted") == submitted and record.get("sandbox") == sandbox


def record_path(out: Path, assignment: str, student: str) -> Path:
    return out / "records" / assignment / f"{student}.json"


def write_record(out: Path, record: Record) -> None:
    """Put a record in its place, whole or not at all."""
    write_atomically(record_path(out, record["assignment"], record["student"]), _text(record))


def write_atomically(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _text(record: Record) -> str:
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def read_record(path: Path) -> Record | None:
    """Return a record, or None where there is none or it is not one of ours (it will be made again)."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.get("schema") == SCHEMA else None


def read_records(out: Path) -> Iterator[Record]:
    """Yield all records below out, by assignment and student."""
    for path in sorted((out / "records").glob("*/*.json")):
        record = None if path.name.startswith(".") else read_record(path)
        if record is not None:
            yield record
