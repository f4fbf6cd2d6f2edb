"""Exercises that people grade: what a student wrote is found and kept; nothing of it runs for the sake of a grade.

An answer counts wherever it was written: in its cell, in copies of it, or in cells of the student's own right below.
What was left as released is not attempted, and nobody needs to look at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.core.answer_key import AnswerKey
from autograder.core.by_hand import HandKey, WrittenAnswer
from autograder.core.model import WAITS, Cell, Status
from autograder.core.verdicts import ExerciseReport, Report, Verdict
from autograder.notebooks.marks import tidied

CHARACTERS_AT_MOST = 20_000
BELOW = "its own cell is as released; what is written below it is graded"
CUT = f"its answer was cut after {CHARACTERS_AT_MOST:,} characters"


def without_hand_graded(key: AnswerKey, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells as those that run see them: an answer for people answers nothing that is checked."""
    names = {each.name for each in key.by_hand}
    return tuple(replace(cell, exercise=None) if cell.exercise in names else cell for cell in cells)


def hand_graded_sources(key: AnswerKey, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the sources of code cells that are graded by hand: mostly drawings, which grading goes without."""
    names = {each.name for each in key.by_hand}
    return tuple(cell.source for cell in cells if cell.kind == "code" and cell.exercise in names)


def with_hand_graded(key: AnswerKey, cells: Sequence[Cell], report: Report) -> Report:
    """Return the report with the exercises that people grade, in the order of the lesson."""
    if not key.by_hand:
        return report
    made = {each.name: hand_report(each, *_written(each, cells, key)) for each in key.by_hand}
    told = {name: replace(each, answer=None) for name, each in made.items()}  # what was written is kept once
    return replace(
        report,
        exercises=_ordered(key, report.exercises, made),
        public=_ordered(key, report.public, told) if report.public or not key.exercises else report.public,
    )


def hand_report(key: HandKey, answer: WrittenAnswer | None, note: str = "") -> ExerciseReport:
    """Return the report of an exercise with this answer: it waits, or where there is none is not attempted."""
    status, message = (Status.NOT_ATTEMPTED, "not attempted") if answer is None else (Status.NEEDS_GRADING, WAITS)
    verdicts = tuple(Verdict(row, status, 0.0, message) for row in key.exercise.checks)
    return ExerciseReport(key.name, key.exercise.points, verdicts, note, key.exercise.extra, answer=answer)


def waits(report: ExerciseReport) -> bool:
    """Say whether people are to grade it."""
    return any(verdict.status is Status.NEEDS_GRADING for verdict in report.verdicts)


def _ordered(
    key: AnswerKey, checked: Sequence[ExerciseReport], made: Mapping[str, ExerciseReport]
) -> tuple[ExerciseReport, ...]:
    every = {**{each.name: each for each in checked}, **made}
    return tuple(every[name] for name in dict.fromkeys((*key.order, *every)) if name in every)


def _written(key: HandKey, cells: Sequence[Cell], whole: AnswerKey) -> tuple[WrittenAnswer | None, str]:
    """Return what was written as the answer to an exercise, None where nothing was, and a note on where it lies."""
    own = [cell for cell in cells if cell.exercise == key.name and _is_filled_in(cell, key)]
    found, note = (own, "") if own else (_below(key, cells, whole), BELOW)
    if not found:
        return None, ""
    text = "\n\n".join(cell.source.strip() for cell in found)
    notes = [note] * bool(note) + [CUT] * (len(text) > CHARACTERS_AT_MOST)
    return WrittenAnswer(text[:CHARACTERS_AT_MOST], sum(cell.pictures for cell in found)), "; ".join(notes)


def _is_filled_in(cell: Cell, key: HandKey) -> bool:
    return bool(cell.pictures) or (bool(cell.source.strip()) and tidied(cell.source) != tidied(key.stub))


def _below(key: HandKey, cells: Sequence[Cell], whole: AnswerKey) -> list[Cell]:
    """Return the Markdown cells of a student's own right below an answer cell that was left as released."""
    released = {tidied(source) for source in whole.prose}
    places = [place for place, cell in enumerate(cells) if cell.exercise == key.name]
    if not released or not places:
        return []
    found: list[Cell] = []
    for cell in cells[places[-1] + 1 :]:
        if cell.kind != "markdown" or cell.exercise or tidied(cell.source) in released:
            break
        if cell.source.strip():
            found.append(cell)
    return found
