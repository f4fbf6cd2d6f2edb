"""A student's report as text for a terminal or a notebook."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence

from autograder.core.model import Status
from autograder.core.text import escape_ci_commands
from autograder.core.verdicts import ExerciseReport, Verdict

PASS, FAIL, OPEN = "✓", "✗", "·"
PLAIN_MARKS = str.maketrans({PASS: "+", FAIL: "x", OPEN: "-", "…": "...", "′": "'", "−": "-", "×": "x"})
WIDTH = 100


def describe(report: ExerciseReport) -> str:
    """Return what a student reads about an exercise: a line when all is well or nothing was tried, else one a check."""
    verdicts, total = report.verdicts, len(report.verdicts)
    passed = sum(mark(verdict) == PASS for verdict in verdicts)
    note = [_wrapped(report.note, "    ")] if report.note else []
    if all(mark(verdict) == OPEN for verdict in verdicts):
        return encodable("\n".join([f"{OPEN} {report.name}: not attempted yet", *note]))
    if passed == total:
        checks = f"all {total} public checks" if total > 1 else "its public check"
        return encodable(f"{PASS} {report.name}: passes {checks}")
    head = f"{FAIL} {report.name}: passes {passed or 'none'} of {total} public check{'s' if total > 1 else ''}"
    return encodable("\n".join([head, *_details(verdicts), *note]))


def _details(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield a line for each check; what several have to say in the same words is said once."""
    words = [_words(verdict) for verdict in verdicts]
    shapeless = {each.check.output for each in verdicts if not each.check.compares_values and mark(each) == FAIL}
    if verdicts[0].status != Status.FAILED and len(set(words)) == 1:
        yield _wrapped(words[0][0], "    ")
        return
    for number, (verdict, (seen, advice)) in enumerate(zip(verdicts, words, strict=True)):
        yield _wrapped(f"{mark(verdict)} {verdict.check.name}{f': {seen}' if seen else ''}", "    ", "      ")
        # Of an array of the wrong shape, a hint about its values leads astray.
        fits = verdict.mistake is not None or not verdict.check.compares_values or verdict.check.output not in shapeless
        if advice and fits and advice not in [later for _, later in words[number + 1 :]]:
            yield _wrapped(advice, "      ")


def mark(verdict: Verdict) -> str:
    return {Status.PASSED: PASS, Status.NOT_ATTEMPTED: OPEN}.get(verdict.status, FAIL)


def _words(verdict: Verdict) -> tuple[str, str]:
    """Return what was seen, and what may help, which is marked as a hint unless it belongs to a known mistake."""
    hinted = verdict.advice and verdict.mistake is None
    return verdict.message, f"Hint: {verdict.advice}" if hinted else verdict.advice


def sentence(exercise: str, verdict: Verdict) -> str:
    """Return a verdict in one line that names the exercise."""
    joint = ": " if verdict.mistake is None else ". "
    message = joint.join(filter(None, (verdict.message, verdict.advice)))
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
