"""Feedback for students: for each submission a page, Markdown and text, made of what its author may know.

Text and Markdown are read by no program as anything but text. What strangers chose is printed behind a bar and made
harmless for those who paste it elsewhere: into a web page, a spreadsheet, a notebook, the log of a CI job.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from autograder.core.evidence_text import INVITATION, number_lines
from autograder.core.model import Status
from autograder.core.text import markdown_text, neutral_line
from autograder.gradebook.entries import Entry
from autograder.records.store import write_atomically
from autograder.reports.feedback_view import (
    MORE_CHECKS,
    CheckView,
    ExerciseView,
    FeedbackView,
    said_once,
    section_link,
    still_to_come,
    view_of,
)
from autograder.reports.feedback_view import shown_now as shown_now
from autograder.settings import Course, Shown

WIDTH = 100
BAR = "│ "
MARKS = {"right": "✓", "wrong": "✗", "open": "·", "answered": "→", "waiting": "…", "graded": "✎"}
STATES = {"open": "not attempted", "answered": "answered"}
LATER = "whether it is right comes with the grade"
Sections = Mapping[str, Mapping[str, str]]  # assignment -> exercise -> the lesson's heading above it


def write_feedback(
    out: Path, entries: Iterable[Entry], course: Course, now: datetime, sections: Sections | None = None
) -> int:
    """Write out/feedback/<student>/<assignment>.html, .md and .txt for each entry with a record, as it may be read now.

    Returns how many submissions got theirs.
    """
    from autograder.reports.feedback_page import feedback_page  # not above: text takes no jinja2

    assignments, written = {assignment.name: assignment for assignment in course.assignments}, 0
    for entry in entries:
        if entry.record is not None:
            shown = shown_now(course, assignments[entry.assignment], now)
            lesson = course.lesson_url.replace("{assignment}", entry.assignment)
            view = view_of(entry, shown, (sections or {}).get(entry.assignment), lesson)
            path = out / "feedback" / entry.student / f"{entry.assignment}.txt"
            write_atomically(path, text_of(view))
            write_atomically(path.with_suffix(".md"), markdown_of(view))
            write_atomically(path.with_suffix(".html"), feedback_page(view, course.title))
            written += 1
    return written


def feedback_text(entry: Entry, shown: Shown) -> str:
    """Return what a student may read of an entry and its record, as the text of a file."""
    return text_of(view_of(entry, shown))


def headline(view: FeedbackView) -> str:
    """Return the score in one sentence, or why there is none."""
    if view.ungraded:
        return view.ungraded
    points = (
        f"{view.score:g} of {view.max_score:g} points" if view.max_score else f"{view.score:g} points, all extra credit"
    )
    what = "Public checks" if view.public_only else "Score"
    said = f"{what} so far: {points}; {still_to_come(view)}." if view.waiting else f"{what}: {points}."
    return f"{said} {MORE_CHECKS}" if view.public_only else said


def best_fix(view: FeedbackView) -> str:
    """Return what fixing one exercise would give, as a sentence, or ""."""
    best = view.best_fix
    return f"Fix `{best.name}` and you would have {best.if_fixed:g} points." if best else ""


# --- text --------------------------------------------------------------------------------------------------------


def text_of(view: FeedbackView) -> str:
    """Return feedback as plain text."""
    head = [f"{view.assignment}: feedback for {neutral_line(view.student, 80)}"]
    if view.submitted:
        head.append(f"handed in {view.submitted:%Y-%m-%d %H:%M %Z}")
    return "\n".join([*head, "", *_text_lines(view)]) + "\n"


def _text_lines(view: FeedbackView) -> Iterator[str]:
    yield headline(view)
    if view.ungraded:
        yield from _quoted(view.notes, "")
        yield from _decided(view)
        return
    yield from _decided(view)
    yield from filter(None, [best_fix(view)])
    for exercise in view.exercises:
        yield from ("", *_exercise_lines(exercise))
    if view.notes:
        yield from ("", "Notes:", *_quoted(view.notes, "  "))


def _decided(view: FeedbackView) -> Iterator[str]:
    """Yield what counts and why, where that is not what the record says by itself."""
    if view.reasons:
        yield from ("", f"{view.counts}:", *(f"· {neutral_line(reason)}" for reason in view.reasons))


def _points(exercise: ExerciseView) -> str:
    """Return how an exercise stands and what it gave; what gives no points by what is shown has none to tell."""
    points = f"{exercise.score:g} of {exercise.max_score:g} {'extra ' if exercise.extra else ''}points"
    later = LATER if exercise.state == "answered" else ""
    state = STATES.get(exercise.state, "" if exercise.max_score else exercise.state)
    return ", ".join(filter(None, (state, points if exercise.max_score else later)))


def _exercise_lines(exercise: ExerciseView) -> Iterator[str]:
    yield f"{MARKS[exercise.state]} {exercise.name}: {_points(exercise)}"
    for check, words in said_once(exercise.checks):
        yield f"    {_mark(check)} {check.name}: {check.points:g} of {check.max_points:g}"
        yield from _quoted(words, "      ")
    yield from (f"    {line}" for line in _shown_by(exercise))
    yield from _quoted([exercise.note] if exercise.note else [], "    ")
    if exercise.section and exercise.state == "wrong":
        yield f"    In the lesson: {neutral_line(exercise.section)}"


def _shown_by(exercise: ExerciseView) -> Iterator[str]:
    """Yield the call that shows a fault, and the numbers; both are ours, down to the last sign."""
    if exercise.evidence:
        yield INVITATION
        yield from (f"    {line}" for line in exercise.evidence.call.splitlines())
        yield from (f"  {line.rstrip()}" for line in number_lines(exercise.evidence))


def _mark(check: CheckView) -> str:
    return {Status.PASSED: "✓", Status.NOT_ATTEMPTED: "·", Status.NEEDS_GRADING: "…"}.get(check.status, "✗")


def _quoted(texts: Sequence[str], indent: str) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(neutral_line(text), WIDTH, initial_indent=indent + BAR, subsequent_indent=indent + BAR)


# --- Markdown ----------------------------------------------------------------------------------------------------


def markdown_of(view: FeedbackView) -> str:
    """Return feedback as Markdown, in which all that a stranger chose is escaped."""
    head = [f"# {markdown_text(view.assignment)}: feedback for {markdown_text(neutral_line(view.student, 80))}"]
    if view.submitted:
        head.append(f"Handed in {view.submitted:%Y-%m-%d %H:%M %Z}.")
    return "\n\n".join([*head, *_markdown_blocks(view)]) + "\n"


def _markdown_blocks(view: FeedbackView) -> Iterator[str]:
    yield f"**{headline(view)}**"  # these words are ours
    if view.reasons:
        yield "\n".join(
            [f"{view.counts}:", "", *(f"- {markdown_text(neutral_line(reason))}" for reason in view.reasons)]
        )
    yield from filter(None, [best_fix(view)])
    for exercise in view.exercises:
        yield f"## {MARKS[exercise.state]} {markdown_text(exercise.name)}: {_points(exercise)}"
        if exercise.diagnosis:
            yield f"**{markdown_text(neutral_line(exercise.diagnosis))}**"
        if rows := [_markdown_row(check, words, exercise) for check, words in said_once(exercise.checks)]:
            yield "\n".join(rows)
        if exercise.evidence:
            numbers = [line.rstrip() for line in number_lines(exercise.evidence)]
            yield f"{INVITATION}\n\n```python\n{exercise.evidence.call}\n```"
            yield from ("\n".join(["```text", *lines, "```"]) for lines in [numbers] if lines)
        if exercise.section and exercise.state == "wrong":
            target = section_link(view, exercise)
            yield f"In the lesson: [{markdown_text(neutral_line(exercise.section))}](<{target}>)"
        if exercise.note:
            yield markdown_text(neutral_line(exercise.note))
    if view.notes:
        yield "\n".join(f"- {markdown_text(neutral_line(note))}" for note in view.notes)


def _markdown_row(check: CheckView, words: Sequence[str], exercise: ExerciseView) -> str:
    rest = [markdown_text(neutral_line(word)) for word in words if word != exercise.diagnosis]
    return f"- {_mark(check)} {markdown_text(check.name)}: {check.points:g} of {check.max_points:g}" + "".join(
        f"  \n  {word}" for word in rest
    )
