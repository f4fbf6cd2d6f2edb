"""The Gradebook of a class: records, roster, late policy and decisions put together each time.

Points change in this order: marks given by hand, overrides of exercises, lateness, overrides of the whole. Records are
only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.core.model import RecordStatus
from autograder.gradebook.decisions import Decisions, read_decisions
from autograder.gradebook.extensions import due_for
from autograder.gradebook.lateness import days_late, penalty, zone_for
from autograder.gradebook.overrides import EXCUSED
from autograder.gradebook.roster import ROSTER, read_roster
from autograder.gradebook.roster import Student as Student
from autograder.gradebook.standing import Entry as Entry
from autograder.gradebook.standing import (
    answered,
    excused,
    extended,
    hand_graded,
    late,
    marked,
    of_record,
    on_exercise,
    on_whole,
)
from autograder.records.brief import Brief
from autograder.records.index import read_briefs, students_of
from autograder.records.schema import Record
from autograder.records.store import read_records
from autograder.settings import Assignment, Course


@dataclass(frozen=True)
class Gradebook:
    """The whole class: students in order of name, and an entry for each of them and each assignment of the course.

    Those who dropped are in `students`, and have entries, but are in no table and no mean.
    """

    course: Course
    students: tuple[Student, ...]
    entries: Mapping[tuple[str, str], Entry]

    @property
    def counted(self) -> tuple[Student, ...]:
        """The students of tables and means: all but those who dropped."""
        return tuple(student for student in self.students if student.status != "dropped")

    def of(self, student: str) -> tuple[Entry, ...]:
        """Return a student's entries in the course's order."""
        return tuple(self.entries[student, assignment.name] for assignment in self.course.assignments)

    def total(self, student: str) -> float:
        """Return the sum of what counts; a blank cell adds nothing."""
        return round(sum(entry.score or 0.0 for entry in self.of(student)), 6)

    def max_total(self, student: str) -> float:
        """Return the most that a student can have without extra credit; what is excused is left out."""
        return round(sum(entry.max_score for entry in self.of(student) if entry.status != EXCUSED), 6)

    def mean(self, assignment: str) -> float | None:
        """Return the mean of the scores that there are."""
        scores = [self.entries[student.name, assignment].score for student in self.counted]
        known = [score for score in scores if score is not None]
        return fsum(known) / len(known) if known else None


def open_gradebook(folder: CourseFolder, out: Path, brief: bool = False) -> Gradebook:
    """Return the gradebook of the records below out. Raises SourceError for a fault in the roster or decisions.

    brief: entries need not hold their whole records, which then are not read where the index knows them.
    """
    rules = read_rules(folder, out)
    return rules.gradebook(map(rules.entry, read_briefs(out) if brief else read_records(out)))


def read_rules(folder: CourseFolder, out: Path, handed_in: Iterable[str] = ()) -> Rules:
    """Read roster and decisions; students are the roster's, those of records below out, and those who handed in.

    Raises SourceError with file and line.
    """
    listed = {student.name: student for student in read_roster(folder.root / ROSTER)}
    # Someone who hands in and is on no list is shown all the same.
    others = students_of(out).union(handed_in) - listed.keys()
    students = dict(sorted({**listed, **{name: Student(name) for name in others}}.items()))
    return Rules(folder.course, students, read_decisions(folder, students))


@dataclass(frozen=True)
class Rules:
    """How records become entries: the students, the course's late policy, and the staff's decisions."""

    course: Course
    students: Mapping[str, Student]
    decisions: Decisions

    def entry(self, record: Record | Brief) -> Entry | None:
        """Return the entry of a record; None if its assignment is no longer in the course."""
        for assignment in self.course.assignments:
            if assignment.name == record["assignment"]:
                return self._settled(of_record(record), assignment)
        return None

    def gradebook(self, entries: Iterable[Entry | None]) -> Gradebook:
        """Return the gradebook of these entries, with a "missing" one wherever there is none."""
        found = {(entry.student, entry.assignment): entry for entry in entries if entry is not None}
        students = {name: Student(name) for name, _ in found} | dict(self.students)
        for name in students:
            for assignment in self.course.assignments:
                if (name, assignment.name) not in found:
                    found[name, assignment.name] = self._missing(name, assignment)
        return Gradebook(self.course, tuple(student for _, student in sorted(students.items())), found)

    def _missing(self, student: str, assignment: Assignment) -> Entry:
        blank = Entry(student, assignment.name, None, None, assignment.points, RecordStatus.MISSING)
        return self._settled(blank, assignment)

    def _settled(self, entry: Entry, assignment: Assignment) -> Entry:
        overrides = self.decisions.overrides_of(entry.student, assignment.name)
        parts = [override for override in overrides if override.exercise]
        marks = self.decisions.marks_of(entry.student, assignment.name)
        decided = {override.exercise for override in parts} | {mark.exercise for mark in marks}
        entry = hand_graded(entry, frozenset(decided))
        for mark in marks:
            entry = marked(entry, mark)
        for override in parts:
            entry = on_exercise(entry, override)
        entry = self._late(entry, assignment)
        for override in overrides:
            entry = entry if override.exercise else on_whole(entry, override)
        for asked in self.decisions.answers_to(entry.student, assignment.name):
            entry = answered(entry, asked)
        student = self.students.get(entry.student)
        is_excused = student is not None and student.status == EXCUSED
        return excused(entry, f"excused from the course by {ROSTER}") if is_excused else entry

    def _late(self, entry: Entry, assignment: Assignment) -> Entry:
        """Take off what lateness costs, by the due date that holds for this student."""
        extensions = self.decisions.extensions_of(entry.student, assignment.name)
        handed_in = entry.brief["submitted"] if entry.brief else None
        if not extensions and handed_in is None:
            return entry
        due, decisive = due_for(extensions, self.course, assignment)
        zone = zone_for(self.course, assignment.due)
        if decisive is not None and due is not None:
            entry = extended(entry, decisive, due, zone)
        if handed_in is None or due is None or entry.score is None:
            return entry
        days = days_late(datetime.fromisoformat(handed_in), due, self.course.late.grace, zone)
        return late(entry, days, penalty(days, self.course.late, entry.max_score, entry.score)) if days else entry
