"""A submission of two files: each runs by itself, and each exercise counts where it scores more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Limits, Submission
from autograder.core.text import single_line
from autograder.core.verdicts import ExerciseReport, Report
from autograder.grading.follow_through import unwritten
from autograder.grading.grade import grade
from autograder.grading.questions import Sandbox
from autograder.notebooks.marks import tidied
from autograder.sandbox.host.accounting import Allowance


@dataclass(frozen=True, slots=True)
class _Graded:
    """The report of one file, and the file's name."""

    name: str
    report: Report


def grade_submission(
    key: AnswerKey,
    submission: Submission,
    sandbox: Sandbox,
    limits: Limits,
    follow_through: float = 1.0,
    allowance: Allowance | None = None,
) -> Report:
    """Grade what was handed in, one file or two. Both together have the time of one.

    The second one runs in a namespace of its own, with its own helpers. Which file counts in what students read is told
    from the public checks alone. allowance: what the submission may use, over both files.
    """
    allowance = allowance or Allowance(limits)
    if submission.second is None or submission.file is None:
        return grade(key, submission.cells, sandbox, limits, follow_through, allowance)
    files = ((submission.file.name, submission.cells), (submission.second.file.name, submission.second.cells))
    first, second = _each(key, files, sandbox, limits, follow_through, allowance)
    return Report(
        _better(first, second, first.report.exercises, second.report.exercises),
        tuple(f"{each.name}: {note}" for each in (first, second) for note in each.report.notes),
        _better(first, second, first.report.public, second.report.public),
    )


def _each(
    key: AnswerKey,
    files: Sequence[tuple[str, tuple[Cell, ...]]],
    sandbox: Sandbox,
    limits: Limits,
    follow_through: float,
    allowance: Allowance,
) -> list[_Graded]:
    return [
        _Graded(single_line(name, 80), grade(key, cells, sandbox, limits, follow_through, allowance))
        for name, cells in files
    ]


def _better(
    first: _Graded, second: _Graded, ours: Sequence[ExerciseReport], theirs: Sequence[ExerciseReport]
) -> tuple[ExerciseReport, ...]:
    return tuple(_one(first.name, second.name, *pair) for pair in zip(ours, theirs, strict=True))


def _one(first: str, second: str, ours: ExerciseReport, theirs: ExerciseReport) -> ExerciseReport:
    """Return the report of the file that counts for an exercise: where it was worked on, and scores more."""
    if unwritten(ours) and unwritten(theirs):
        return ours
    takes_second = unwritten(ours) or (not unwritten(theirs) and theirs.score > ours.score)
    chosen, name = (theirs, second) if takes_second else (ours, first)
    notes = (f"graded from {name}", chosen.note, _other_answer(first, second, ours, theirs))
    return replace(chosen, note="; ".join(filter(None, notes)))


def _other_answer(first: str, second: str, ours: ExerciseReport, theirs: ExerciseReport) -> str:
    """Return that people have two answers to read, where they have."""
    if ours.answer is None or theirs.answer is None or tidied(ours.answer.text) == tidied(theirs.answer.text):
        return ""
    return f"{second} answers otherwise than {first}"
