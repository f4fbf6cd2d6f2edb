"""A wrong answer is told by name that its objects, or calls, share what each should have for itself."""

from __future__ import annotations

from dataclasses import replace

from autograder.core.model import Status
from autograder.core.shared_state import shared_by_all
from autograder.core.verdicts import ExerciseReport, Verdict

MISTAKE = "made_once_for_all"
WRONG = (Status.FAILED, Status.ERROR)


def naming_shared_state(report: ExerciseReport, source: str) -> ExerciseReport:
    """Return the report of an exercise with this mistake named, where no other is; source: the answer's cell."""
    unnamed = any(verdict.status in WRONG for verdict in report.verdicts)
    if not unnamed or any(verdict.mistake for verdict in report.verdicts):
        return report
    told = shared_by_all(source, report.name)
    return replace(report, verdicts=tuple(_named(each, told) for each in report.verdicts)) if told else report


def _named(verdict: Verdict, told: str) -> Verdict:
    return replace(verdict, advice=told, mistake=MISTAKE) if verdict.status in WRONG else verdict
