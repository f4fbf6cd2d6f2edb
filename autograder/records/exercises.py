"""One exercise's report as a record holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.core.model import Status
from autograder.records.schema import CheckRecord, EvidenceRecord, ExerciseRecord

if TYPE_CHECKING:
    from autograder.core.verdicts import Evidence, ExerciseReport, Verdict

SEVERITY = (
    Status.BROKEN,
    Status.CRASHED,
    Status.TIMEOUT,
    Status.ERROR,
    Status.FAILED,
    Status.NEEDS_GRADING,
    Status.NOT_ATTEMPTED,
)


def exercise_record(report: ExerciseReport) -> ExerciseRecord:
    """Return the outcome of one exercise as a record holds it."""
    statuses = {verdict.status for verdict in report.verdicts}
    made: ExerciseRecord = {
        "name": report.name,
        "score": rounded(report.score),
        "max_score": rounded(report.max_score),
        "extra": report.extra,
        "status": str(next((status for status in SEVERITY if status in statuses), Status.PASSED)),
        "note": report.note,
        "checks": [_check(verdict) for verdict in report.verdicts],
    }
    if report.signature:
        made["returned"] = report.signature
    if report.blamed:
        made["blamed"] = list(report.blamed)
    if report.answer:
        made["answer"] = {
            "text": report.answer.text,
            "pictures": report.answer.pictures,
            "identity": report.answer.identity,
        }
    if report.evidence:
        made["evidence"] = _evidence(report.evidence)
    return made


def _check(verdict: Verdict) -> CheckRecord:
    return {
        "name": verdict.check.name,
        "kind": verdict.check.kind,
        "hidden": verdict.check.hidden,
        "status": str(verdict.status),
        "points": rounded(verdict.points),
        "max_points": rounded(verdict.check.points),
        "message": verdict.message,
        "advice": verdict.advice,
        "mistake": verdict.mistake,
    }


def _evidence(found: Evidence) -> EvidenceRecord:
    want, got = ([f"{number:.9g}" for number in numbers] for numbers in (found.want, found.got))
    shape, worst = list(found.shape), found.worst
    return {
        "kind": found.kind,
        "call": found.call,
        "place": found.place,
        "shape": shape,
        "want": want,
        "got": got,
        "worst": worst,
    }


def rounded(points: float) -> float:
    """Return points as they are written down."""
    return round(float(points), 6)
