"""What a student may see: the public checks, at the published inputs, from a run that holds no others.

While a submission is graded its process holds all inputs of the run at once, so whatever it says there (what it
returns at a published input, an exception's text, whether a cell fails) can carry the others out. What students read is
therefore taken from another run, whose process gets the published calls and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from autograder.grading import Report, Runs, grade
from autograder.model import AnswerKey, Assignment, Cell, Course, ExerciseReport, Limits, Shown, Status
from autograder.public_key import publish


def public_key(key: AnswerKey) -> AnswerKey:
    """Return what students have of a key: public checks at the published inputs, nothing that was solved."""
    return replace(key, exercises=tuple(map(publish, key.exercises)), solution=(), seed="public")


def public_report(graded: Report, key: AnswerKey, cells: Sequence[Cell], sandbox: Runs, limits: Limits) -> Report:
    """Return what the published inputs alone show of a submission that was graded with the whole key.

    It is run again only where there is something to say: a public check that is not passed, or a cell that fails.
    """
    praise = Report(tuple(map(_public_part, graded.exercises)))
    verdicts = [verdict for exercise in praise.exercises for verdict in exercise.verdicts]
    if not graded.notes and all(verdict.status is Status.PASSED for verdict in verdicts):
        return praise
    return grade(public_key(key), cells, sandbox, limits, follow_through=0.0)


def _public_part(report: ExerciseReport) -> ExerciseReport:
    verdicts = tuple(verdict for verdict in report.verdicts if not verdict.check.hidden)
    most = sum(verdict.check.points for verdict in verdicts)
    return ExerciseReport(report.name, most, verdicts, extra=report.extra)


def shown_now(course: Course, assignment: Assignment, now: datetime) -> Shown:
    """Return what students may read of an assignment's hidden checks at some instant (with a time zone)."""
    over = assignment.due is not None and now > assignment.due + course.late.grace
    return Shown(course.feedback.hidden_after_due if over else course.feedback.hidden)
