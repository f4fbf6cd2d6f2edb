"""One text file a student and assignment: what the policy of course_config.py lets its author read of a record.

What a student's code says is taken from `public` alone: from what it said while its process was told the published
inputs and no others (examination.Paper.first), so that nothing else can be hidden in it. Of all the rest at most this
is told: which checks pass, and what the course's author wrote about those that do not.

It is plain text, which no reader executes. Whatever strangers chose stands behind a bar and is made harmless for those
who paste it elsewhere: into a web page, a spreadsheet, a notebook, the log of a CI job.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from autograder.core.model import RecordStatus, Status
from autograder.core.text import escape_ci_commands, single_line
from autograder.gradebook.entries import Entry
from autograder.records.schema import CheckRecord, ExerciseRecord, Record
from autograder.records.store import write_atomically
from autograder.settings import Assignment, Course, Shown

WIDTH = 100
BAR = "│ "
NOTES_AT_MOST = 20
SIGNS = str.maketrans("<>", "‹›")
UNGRADED = {
    RecordStatus.MISSING: "Nothing was handed in.",
    RecordStatus.UNREADABLE: "The file could not be read:",
    RecordStatus.BROKEN: "This could not be graded yet, through our fault and not yours. It will be graded again.",
}
ELSEWHERE = {
    Status.FAILED: "not right at inputs that are not published",
    Status.ERROR: "raises an error at inputs that are not published",
    Status.TIMEOUT: "takes too long at inputs that are not published",
    Status.CRASHED: "ends the program at inputs that are not published",
    Status.NOT_ATTEMPTED: "not written yet",
    Status.BROKEN: "could not be judged, through our fault",
}
ONLY_THERE = "right at the published inputs, but not at others"
CREDIT = "partly credited: it passes with right results of earlier exercises"
MORE_CHECKS = "The grade also counts checks that are not shown here."


def write_feedback(out: Path, entries: Iterable[Entry], course: Course, now: datetime) -> int:
    """Write out/feedback/<student>/<assignment>.txt for each entry with a record, as it may be read now.

    Return how many.
    """
    assignments, written = {assignment.name: assignment for assignment in course.assignments}, 0
    for entry in entries:
        if entry.record is not None:
            path = out / "feedback" / entry.student / f"{entry.assignment}.txt"
            write_atomically(path, feedback_text(entry, shown_now(course, assignments[entry.assignment], now)))
            written += 1
    return written


def shown_now(course: Course, assignment: Assignment, now: datetime) -> Shown:
    """Return what students may read of an assignment's hidden checks at some instant (with a time zone)."""
    over = assignment.due is not None and now > assignment.due + course.late.grace
    return Shown(course.feedback.hidden_after_due if over else course.feedback.hidden)


def feedback_text(entry: Entry, shown: Shown) -> str:
    """Return what a student may read of an entry and its record, as the text of a file."""
    record = entry.record
    assert record is not None
    head = [f"{record['assignment']}: feedback for {inert(record['student'], 80)}"]
    if record["submitted"]:
        head.append(f"handed in {datetime.fromisoformat(record['submitted']):%Y-%m-%d %H:%M %Z}")
    body = _graded(entry, record, shown) if record["public"] else _ungraded(entry, record)
    return "\n".join([*head, "", *body]) + "\n"


def inert(text: str, cap: int = 1000) -> str:
    """Return text on one line that is nothing but text wherever it is pasted: no markup, no link, no command."""
    text = single_line(text, cap).translate(SIGNS)
    return escape_ci_commands(text.replace("](", "] (").replace("://", ": //"))


def _ungraded(entry: Entry, record: Record) -> Iterator[str]:
    status = RecordStatus(record["status"])
    yield UNGRADED.get(status, "This was graded by an older version, which kept nothing to show.")
    if status is RecordStatus.UNREADABLE:  # then all notes are about the reading of the file
        yield from _quoted(record["notes"], "")
    yield from _decided(entry)


def _decided(entry: Entry) -> Iterator[str]:
    """Yield what counts and why, where that is not what the record says by itself."""
    if entry.reasons:
        counts = "does not count" if entry.score is None else f"counts {entry.score:g} points"
        yield from ("", f"This {counts}:", *(f"· {inert(reason)}" for reason in entry.reasons))


def _graded(entry: Entry, record: Record, shown: Shown) -> Iterator[str]:
    public = record["public"]
    assert public is not None
    told = {exercise["name"]: exercise for exercise in public["exercises"]}
    if shown is Shown.NOTHING:
        yield f"Public checks: {public['score']:g} of {public['max_score']:g} points. {MORE_CHECKS}"
    else:
        yield f"Score: {entry.raw or 0.0:g} of {record['max_score']:g} points."
        yield from _decided(entry)
    for exercise in public["exercises"] if shown is Shown.NOTHING else record["exercises"]:
        yield from ("", *_exercise(exercise, told[exercise["name"]], shown))
    yield from _notes(public["notes"])


def _notes(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        more = [f"… and {len(notes) - NOTES_AT_MOST} more"] if len(notes) > NOTES_AT_MOST else []
        yield from ("", "Notes:", *_quoted([*notes[:NOTES_AT_MOST], *more], "  "))


def _exercise(exercise: ExerciseRecord, public: ExerciseRecord, shown: Shown) -> Iterator[str]:
    points = f"{exercise['score']:g} of {exercise['max_score']:g} {'extra ' if exercise['extra'] else ''}points"
    if all(check["status"] == Status.NOT_ATTEMPTED for check in exercise["checks"]):
        yield f"· {exercise['name']}: not attempted, {points}"
    elif exercise["status"] == Status.PASSED:
        yield f"✓ {exercise['name']}: {points}"
    else:
        yield f"✗ {exercise['name']}: {points}"
        yield from _checks(exercise["checks"], {check["name"]: check for check in public["checks"]}, shown)
    yield from _quoted([public["note"]] if public["note"] else [], "    ")


def _checks(checks: Sequence[CheckRecord], public: dict[str, CheckRecord], shown: Shown) -> Iterator[str]:
    """Yield a line for each check, and what is to be said about it; what several have to say is said once."""
    said: set[str] = set()
    for check in checks:
        yield f"    {_mark(check['status'])} {check['name']}: {check['points']:g} of {check['max_points']:g}"
        words = list(_words(check, public.get(check["name"]), shown))
        yield from _quoted([word for word in words if word not in said], "      ")
        said.update(words)


def _mark(status: str) -> str:
    return {Status.PASSED: "✓", Status.NOT_ATTEMPTED: "·"}.get(Status(status), "✗")


def _words(check: CheckRecord, public: CheckRecord | None, shown: Shown) -> Iterator[str]:
    if check["status"] == Status.PASSED:
        return
    advice = check["advice"] if shown is Shown.MESSAGE else ""
    if public is not None and public["status"] != Status.PASSED:
        advice = public["advice"]
        yield public["message"].removesuffix(advice).rstrip(". :") if advice else public["message"]
    elif public is not None:
        yield ONLY_THERE
    elif shown is Shown.MESSAGE:
        yield ELSEWHERE[Status(check["status"])]
    if advice:
        yield advice
    if check["points"]:
        yield CREDIT


def _quoted(texts: Sequence[str], indent: str) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(inert(text), WIDTH, initial_indent=indent + BAR, subsequent_indent=indent + BAR)
