"""What a student reads about an exercise, in the order in which it helps: what is wrong, the numbers, what to do next.

The terminal, the notebook and its text alternative show the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.core.exercise import ANSWERED, is_question
from autograder.core.meaning import diagnosis_of, last_resort
from autograder.core.model import Status
from autograder.core.verdicts import Evidence, ExerciseReport, Verdict
from autograder.judging.check_names import in_words
from autograder.student.hint_levels import MORE, RULE, WHERE, at_level, is_cut

PASS, FAIL, OPEN, GIVEN = "✓", "✗", "·", "→"  # GIVEN: an answer that only the grade judges
NOT_ANSWERED = "not answered yet: put your answer in place of the dots in its cell, and run that"
ANSWERED_BUT = "answered; whether it is right comes with the grade"


@dataclass(frozen=True, slots=True)
class Row:
    """One check: its mark, its name, and what was seen ("" where it passed, or where `diagnosis` says it already)."""

    mark: str
    name: str
    seen: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One exercise; mark is FAIL if any check is wrong. diagnosis comes first and bold, hints and note last.

    seen: what was seen at all checks, where it was no result. more: that there is more to be told, and when.
    """

    mark: str
    head: str
    diagnosis: tuple[str, ...] = ()
    seen: str = ""
    rows: tuple[Row, ...] = ()
    evidence: Evidence | None = None
    hints: tuple[str, ...] = ()
    more: str = ""
    note: str = ""


def view_of(report: ExerciseReport, level: int = RULE) -> ReportView:
    """Return what a student reads about an exercise: a line when all is well or nothing was tried.

    level: how much is told of a known mistake, see student.hint_levels.
    """
    if is_question(verdict.check for verdict in report.verdicts):
        return _view_of_question(report)
    verdicts, total = report.verdicts, len(report.verdicts)
    passed = sum(mark(verdict) == PASS for verdict in verdicts)
    if all(mark(verdict) == OPEN for verdict in verdicts):
        return ReportView(OPEN, f"{report.name}: not attempted yet", note=report.note)
    if passed == total:
        checks = f"all {total} public checks" if total > 1 else "its public check"
        return ReportView(PASS, f"{report.name}: passes {checks}", note=report.note)
    if all(verdict.status is Status.NEEDS_GRADING for verdict in verdicts):
        return ReportView(OPEN, f"{report.name}: answered; people will grade it", note=report.note)
    head = f"{report.name}: passes {passed or 'none'} of {total} public check{'s' if total > 1 else ''}"
    told = at_level(report, level).verdicts
    hints = _unique(_hints(told, level))
    diagnosis = tuple(_diagnoses(told, bool(hints)))
    hints = hints or (() if diagnosis else tuple(_last(told)))
    more = MORE if is_cut(report, level) else ""
    gists = {_gist(verdict.message) for verdict in verdicts}
    nothing_came = len(gists) == 1 and verdicts[0].status != Status.FAILED  # one thing to say, not one per check
    seen, rows = (verdicts[0].message, ()) if nothing_came else ("", tuple(_rows(verdicts)))
    return ReportView(FAIL, head, diagnosis, seen, rows, report.evidence, hints, more, report.note)


def _view_of_question(report: ExerciseReport) -> ReportView:
    """Return what a student reads about a question; of one that is graded only that it was answered."""
    name, note = report.name, report.note
    wrong = next((each for each in report.verdicts if mark(each) != PASS), None)
    if wrong is None and len(report.verdicts) == 1:
        return ReportView(GIVEN, f"{name}: {ANSWERED_BUT}", note=note)
    if wrong is None:
        return ReportView(PASS, f"{name}: right", note=note)
    if mark(wrong) == OPEN:
        return ReportView(OPEN, f"{name}: {NOT_ANSWERED}", note=note)
    head = f"{name}: {'not an answer yet' if wrong.check.kind == ANSWERED else 'not right'}"
    hints = _unique([wrong.advice] if wrong.mistake is None else [])
    return ReportView(
        FAIL, head, _unique([wrong.advice] if wrong.mistake else []), wrong.message, hints=hints, note=note
    )


def mark(verdict: Verdict) -> str:
    return {Status.PASSED: PASS, Status.NOT_ATTEMPTED: OPEN, Status.NEEDS_GRADING: OPEN}.get(verdict.status, FAIL)


def _diagnoses(verdicts: Sequence[Verdict], hinted: bool) -> Iterator[str]:
    """Yield what is wrong: a known mistake, what exceptions mean, and only without these what the results' kinds do."""
    known = _unique(verdict.advice for verdict in verdicts if verdict.mistake is not None)
    yield from known
    raised = {_gist(each.message): each for each in reversed(verdicts) if each.status is Status.ERROR}
    meant = _unique(each.advice or diagnosis_of(each.status, each.message) for each in reversed(raised.values()))
    yield from meant
    if not known and not meant and not hinted:
        yield from _unique(diagnosis_of(each.status, each.message) for each in verdicts)[:1]


def _gist(message: str) -> str:
    """Return a message without the numbers and shapes in which the same fault shows at other inputs."""
    return re.sub(r"\d+|, where .*", "", message)


def _rows(verdicts: Sequence[Verdict]) -> Iterator[Row]:
    """Yield a row for each check; what several say in the same words is said once."""
    said: set[str] = set()
    for verdict in verdicts:
        gist = _gist(verdict.message) if verdict.status is not Status.FAILED else ""
        seen = "the same" if gist and gist in said else verdict.message
        yield Row(mark(verdict), in_words(verdict.check.kind, verdict.check.name), seen)
        said.add(gist)


def _hints(verdicts: Sequence[Verdict], level: int) -> Iterator[str]:
    """Yield the author's hints. With a known mistake the first says where to look, until its rule says more than that.

    Of an array of the wrong shape, a hint about its values leads astray.
    """
    shapeless = {each.check.output for each in verdicts if not each.check.compares_values and mark(each) == FAIL}
    apt = [each for each in verdicts if not (each.check.compares_values and each.check.output in shapeless)]
    yield from (each.advice for each in apt if each.mistake is None and each.status is not Status.ERROR)
    if level == WHERE:
        yield from _unique(each.hint for each in apt if each.mistake is not None)[:1]


def _last(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield where to look, where neither an author nor a catalogue knows more."""
    yield from _unique(last_resort(verdict.status, verdict.message) for verdict in verdicts)[:1]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def advice_of(verdict: Verdict) -> str:
    """Return what may help with one check by itself: the author's words, else what its message means."""
    status, message = verdict.status, verdict.message
    return verdict.advice or diagnosis_of(status, message) or last_resort(status, message)
