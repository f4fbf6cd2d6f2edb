"""A student's report as text for a terminal or a notebook."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from autograder.core.text import escape_ci_commands
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.student.view import FAIL, OPEN, PASS, ReportView, is_diagnosis, view_of, words_of
from autograder.student.view import mark as mark

PLAIN_MARKS = str.maketrans({PASS: "+", FAIL: "x", OPEN: "-", "…": "...", "′": "'", "−": "-", "×": "x"})
WIDTH = 100


def report_text(report: ExerciseReport, call: str = "") -> str:
    """Return what a student reads about an exercise, as text."""
    view = view_of(report, call)
    return encodable("\n".join([f"{view.mark} {view.head}", *_details(view)]))


def _details(view: ReportView) -> Iterator[str]:
    for text in view.diagnosis:
        yield _wrapped(text, "    ")
    for row in view.rows:
        yield _wrapped(f"{row.mark} {row.name}{f': {row.seen}' if row.seen else ''}", "    ", "      ")
    for hint in view.hints:
        yield _wrapped(f"Hint: {hint}", "    ")
    if view.call:
        yield "    To see it, run in a cell:"
        yield from (escape_ci_commands(f"        {line}") for line in view.call.splitlines())
    if view.note:
        yield _wrapped(view.note, "    ")


def sentence(exercise: str, verdict: Verdict) -> str:
    """Return a verdict in one line that names the exercise."""
    seen, advice = words_of(verdict)
    joint = ". " if is_diagnosis(verdict) else ": "
    message = joint.join(filter(None, (seen, advice)))
    return message if message.startswith(f"`{exercise}`") else f"`{exercise}`: {message}"


def _wrapped(text: str, indent: str, rest: str | None = None) -> str:
    filled = textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return escape_ci_commands(filled)


def encodable(text: str) -> str:
    """Return text as standard output can show it: a terminal that knows no ✓ gets a +."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN_MARKS).encode(encoding, "replace").decode(encoding)
    return text
