"""One student's standing in one assignment, and the steps that change it: an override, lateness, an excuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from autograder.core.model import WAITS, RecordStatus
from autograder.core.text import single_line
from autograder.gradebook.extensions import Extension
from autograder.gradebook.overrides import EXCUSED, Override
from autograder.gradebook.requests import Request
from autograder.gradebook.rubric import Mark
from autograder.records.brief import Brief, ExerciseBrief, brief_of, is_whole
from autograder.records.schema import Record

NO_SCORE = (RecordStatus.MISSING, RecordStatus.UNREADABLE, RecordStatus.BROKEN)
NEEDS_GRADING = RecordStatus.NEEDS_GRADING


@dataclass(frozen=True, slots=True)
class Entry:
    """One student's standing in one assignment.

    raw is the record's score, before lateness and decisions; score is what counts, None for a blank cell. status is
    the record's, "missing" without one, or "excused". reasons are sentences: lateness, extension, overrides.
    brief: the record in brief, None without one; record: the whole of it, where it was read. marks: what people gave
    for the exercises that they grade. decided: the staff said what all of it counts, a late one's cost too; points
    on top alone do not say that.
    """

    student: str
    assignment: str
    raw: float | None
    score: float | None
    max_score: float
    status: str
    late_days: int = 0
    late_penalty: float = 0.0
    reasons: tuple[str, ...] = ()
    brief: Brief | None = None
    record: Record | None = None
    marks: tuple[Mark, ...] = ()
    decided: bool = False

    @property
    def full(self) -> float:
        """What a share is a share of: the maximum, or where that is 0, the extra credit that there is."""
        exercises = self.record["exercises"] if self.record else []
        return self.max_score or float(sum(each["max_score"] for each in exercises if each.get("extra")))


def of_record(record: Record | Brief) -> Entry:
    """Return what a record says by itself."""
    # Early records of schema 1 had lateness taken off already.
    raw = None if record["score"] is None else round(record["score"] + record["late_penalty"], 6)
    status = record["status"]
    raw = None if status in NO_SCORE else raw
    # Part of a grade is none yet: it must not reach a gradebook that students see.
    score = None if status == NEEDS_GRADING else raw
    place, whole = (record["student"], record["assignment"]), record if is_whole(record) else None
    return Entry(*place, raw, score, record["max_score"], status, brief=brief_of(record), record=whole)


def hand_graded(entry: Entry, decided: frozenset[str]) -> Entry:
    """Return the entry as graded if all exercises that need grading by hand are decided."""
    exercises = entry.brief["exercises"] if entry.brief else []
    waiting = {exercise["name"] for exercise in exercises if exercise["status"] == NEEDS_GRADING} - decided
    if entry.status != NEEDS_GRADING:
        return entry
    if waiting:
        said = f"{WAITS}: {', '.join(sorted(waiting))}"
        return replace(entry, reasons=(*entry.reasons, said))
    return replace(entry, score=entry.raw, status=RecordStatus.GRADED)


def marked(entry: Entry, mark: Mark) -> Entry:
    """Return the entry with the points that people gave for an exercise, among its reasons too."""
    had = _had(entry, mark.exercise)
    entry = _with_mark(replace(entry, reasons=(*entry.reasons, single_line(str(mark)))), mark)
    return entry if entry.status in (RecordStatus.BROKEN, NEEDS_GRADING) else _scored(entry, mark.points - had)


def _with_mark(entry: Entry, mark: Mark) -> Entry:
    """Return the entry with a mark in the place of an earlier one for the same exercise."""
    others = tuple(each for each in entry.marks if each.exercise != mark.exercise)
    return replace(entry, marks=(*others, mark))


def _had(entry: Entry, exercise: str) -> float:
    """Return the points of an exercise before the next decision: a mark's, or else the record's."""
    found = _exercise(entry, exercise)
    recorded = found["score"] if found else 0.0
    return next((each.points for each in entry.marks if each.exercise == exercise), recorded)


def _exercise(entry: Entry, name: str) -> ExerciseBrief | None:
    exercises = entry.brief["exercises"] if entry.brief else []
    return next((exercise for exercise in exercises if exercise["name"] == name), None)


def _as_mark(override: Override) -> Mark:
    place = (override.student, override.assignment, override.exercise)
    return Mark(*place, override.points, (), override.reason, override.by, override.date, "", override.row)


def late(entry: Entry, days: int, points: float) -> Entry:
    """Return the entry with so many points taken off for so many days."""
    said = f"{days} day{'s' if days > 1 else ''} late: {points:g} points off"
    score = round((entry.score or 0.0) - points, 6)
    return replace(entry, score=score, late_days=days, late_penalty=points, reasons=(*entry.reasons, said))


def extended(entry: Entry, extension: Extension, due: datetime, zone: tzinfo) -> Entry:
    """Return the entry with the extension that holds for it among its reasons."""
    said = single_line(f"extended until {due.astimezone(zone):%Y-%m-%d %H:%M %Z}: {extension.reason}")
    return replace(entry, reasons=(*entry.reasons, said))


def answered(entry: Entry, asked: Request) -> Entry:
    """Return the entry with the answer to a request among its reasons; the score stays."""
    return replace(entry, reasons=(*entry.reasons, single_line(str(asked))))


def on_exercise(entry: Entry, override: Override) -> Entry:
    """Return the entry with one exercise decided; excused takes it out of the maximum too."""
    found, had = _exercise(entry, override.exercise), _had(entry, override.exercise)
    most = found["max_score"] if found and not found["extra"] else 0.0
    entry = replace(entry, reasons=(*entry.reasons, single_line(str(override))))
    if override.excused:
        entry = replace(entry, max_score=round(entry.max_score - most, 6))
        return entry if entry.score is None else _scored(entry, -had)
    if found and "answer" in found and not override.relative:
        entry = _with_mark(entry, _as_mark(override))
    if entry.status in (RecordStatus.BROKEN, NEEDS_GRADING):  # the other exercises have no score yet
        return entry
    return _scored(entry, override.points if override.relative else override.points - had)


def on_whole(entry: Entry, override: Override) -> Entry:
    """Return the entry with the whole assignment decided."""
    decided = entry.decided or not override.relative or override.points <= 0
    entry = replace(entry, reasons=(*entry.reasons, single_line(str(override))), decided=decided)
    if override.excused:
        return excused(entry)
    if override.relative and entry.status in (RecordStatus.BROKEN, NEEDS_GRADING):
        return entry
    return _scored(entry, override.points if override.relative else override.points - (entry.score or 0.0))


def excused(entry: Entry, reason: str = "") -> Entry:
    """Return the entry as one that does not count."""
    reasons = (*entry.reasons, reason) if reason else entry.reasons
    return replace(entry, score=None, status=EXCUSED, reasons=reasons)


def _scored(entry: Entry, more: float) -> Entry:
    """Return the entry with so many points more: a score that the staff gave is a grade, whatever came in."""
    score = round(max(0.0, (entry.score or 0.0) + more), 6)
    return replace(entry, score=score, status=RecordStatus.GRADED)
