"""A student's report as text for a terminal or a notebook."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from autograder.core.evidence_text import INVITATION, number_lines
from autograder.core.model import Status
from autograder.core.text import escape_ci_commands
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.student.hint_levels import RULE
from autograder.student.paint import Paint, plain
from autograder.student.view import FAIL, GIVEN, OPEN, PASS, ReportView, advice_of, view_of
from autograder.student.view import mark as mark

PLAIN_MARKS = str.maketrans({PASS: "+", FAIL: "x", OPEN: "-", GIVEN: ">", "…": "...", "′": "'", "−": "-", "×": "x"})
ROLES = {PASS: "good", FAIL: "bad", OPEN: "faint", GIVEN: "faint"}
WIDTH = 100


def report_text(report: ExerciseReport, level: int = RULE, paint: Paint = plain) -> str:
    """Return what a student reads about an exercise, as text. level: how much of a known mistake is told."""
    view = view_of(report, level)
    return encodable("\n".join([f"{paint(ROLES[view.mark], view.mark)} {view.head}", *_details(view, paint)]))


def _details(view: ReportView, paint: Paint) -> Iterator[str]:
    for text in view.diagnosis:
        yield from (f"    {paint('bold', line)}" for line in _lines(text))
    yield from _wrapped(view.seen)
    for row in view.rows:
        lines = _lines(f"{row.mark} {row.name}{f': {row.seen}' if row.seen else ''}", "  ")
        yield f"    {paint(ROLES[row.mark], row.mark)}{lines[0][1:]}"
        yield from (f"    {line}" for line in lines[1:])
    if view.evidence:
        yield f"    {INVITATION}"
        yield from (escape_ci_commands(f"        {line}") for line in view.evidence.call.splitlines())
        yield from (f"      {line.rstrip()}" for line in number_lines(view.evidence))
    for hint in view.hints:
        yield from _wrapped(f"Hint: {hint}")
    yield from _wrapped(view.more)
    yield from _wrapped(view.note)


def sentence(exercise: str, verdict: Verdict) -> str:
    """Return a verdict in one line that names the exercise."""
    is_hint = verdict.mistake is None and verdict.advice and verdict.status is Status.FAILED
    told = (": " if is_hint else ". ").join(filter(None, (verdict.message, advice_of(verdict))))
    return told if told.startswith(f"`{exercise}`") else f"`{exercise}`: {told}"


def _wrapped(text: str) -> Iterator[str]:
    return (f"    {line}" for line in (_lines(text) if text else ()))


def _lines(text: str, rest: str = "") -> list[str]:
    lines = textwrap.wrap(text, WIDTH - 4, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    return [escape_ci_commands(line) for line in lines]


def encodable(text: str) -> str:
    """Return text as standard output can show it: a terminal that knows no ✓ gets a +."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN_MARKS).encode(encoding, "replace").decode(encoding)
    return text
