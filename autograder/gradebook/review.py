"""One pass over the records of a class: entries for the gradebook, and everything that needs the staff's eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.gradebook.attention import Finding, of_class, of_entry, ordered
from autograder.gradebook.entries import Entry, Gradebook, Rules, read_rules
from autograder.gradebook.ground import ground_of, moved, outdated, write_grounds
from autograder.gradebook.moved_groups import moved_groups
from autograder.gradebook.requests import ANSWERS, Answer, Request, answer, answers_csv
from autograder.gradebook.roster import ROSTER, read_roster
from autograder.records.brief import Brief, brief_of, is_whole
from autograder.records.schema import Record
from autograder.records.store import read_record, record_path, write_atomically


@dataclass
class Review:
    """Takes records one by one and forgets them, so that a class of any size fits into memory."""

    rules: Rules
    out: Path
    listed: tuple[str, ...]
    requests: tuple[Request, ...]
    folder: CourseFolder
    _findings: list[Finding] = field(default_factory=list)
    _grounds: dict[str, dict[str, object]] = field(default_factory=dict)
    _answers: dict[int, Answer] = field(default_factory=dict)

    def enter(self, record: Record | Brief) -> Entry | None:
        """Return a record's entry without the record; note what is to be looked at."""
        entry = self.rules.entry(record)
        if entry is None:
            return None
        student = self.rules.students.get(entry.student)
        if student is None or student.status != "dropped":
            self._findings += of_entry(entry)
        overrides = self.rules.decisions.overrides_of(entry.student, entry.assignment)
        self._grounds.update(ground_of(brief_of(record), overrides))
        self._findings += outdated(brief_of(record), self.rules.decisions.marks_of(entry.student, entry.assignment))
        for request in self.requests:
            if (request.student, request.assignment) == (entry.student, entry.assignment):
                whole = record if is_whole(record) else read_record(self._place(brief_of(record)))
                self._answers[request.row.line] = answer(request, whole, overrides)
        return replace(entry, record=None) if entry.record else entry

    def _place(self, record: Brief) -> Path:
        return record_path(self.out, record["assignment"], record["student"])

    def findings(self, gradebook: Gradebook, submitted: Path | None = None) -> list[Finding]:
        """Return all that is to be looked at, in order; submitted is where misplaced work is looked for."""
        found = [*self._findings, *of_class(gradebook, self.listed, submitted)]
        found += moved_groups(self.folder, gradebook)
        found += moved(self.out, self._grounds, self.rules.decisions.overrides)
        for each in self.answers:
            if not each.decision:
                asked = each.request
                reason = f"{asked.exercise or 'all of it'}: {asked.reason}; the checks say: {each.checks}"
                found.append(Finding("request", asked.student, asked.assignment, reason))
        return ordered(found)

    @property
    def answers(self) -> list[Answer]:
        """Every request with its answer, in the order of the file."""
        return [self._answers.get(request.row.line) or self._unanswered(request) for request in self.requests]

    def _unanswered(self, request: Request) -> Answer:
        return answer(request, None, self.rules.decisions.overrides_of(request.student, request.assignment))

    def write(self) -> None:
        """Keep what the decisions rest on, and write the list of requests with their answers."""
        write_grounds(self.out, self._grounds)
        if self.requests:
            write_atomically(self.out / ANSWERS, answers_csv(self.answers))


def open_review(folder: CourseFolder, out: Path, handed_in: Iterable[str] = ()) -> Review:
    """Read roster, decisions and requests. Raises SourceError with file and line."""
    rules = read_rules(folder, out, handed_in)
    listed = tuple(student.name for student in read_roster(folder.root / ROSTER))
    return Review(rules, out, listed, rules.decisions.requests, folder)
