"""What a student reads about an exercise, in the order in which it helps: what is wrong, the numbers, what to do next.

The terminal, the notebook and its text alternative show the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.core.check_names import in_words
from autograder.core.exceptions import explain
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict

PASS, FAIL, OPEN = "✓", "✗", "·"


@dataclass(frozen=True, slots=True)
class Row:
    """One check: its mark, its name, and what was seen ("" where it passed, or where `diagnosis` says it already)."""

    mark: str
    name: str
    seen: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One exercise; mark is FAIL if any check is wrong. diagnosis comes first and bold, hints and note last."""

    mark: str
    head: str
    diagnosis: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    hints: tuple[str, ...] = ()
    note: str = ""
    call: str = ""


def view_of(report: ExerciseReport, call: str = "") -> ReportView:
    """Return what a student reads about an exercise: a line when all is well or nothing was tried.

    call: the call that shows the fault, as source code.
    """
    verdicts, total = report.verdicts, len(report.verdicts)
    passed = sum(mark(verdict) == PASS for verdict in verdicts)
    if all(mark(verdict) == OPEN for verdict in verdicts):
        return ReportView(OPEN, f"{report.name}: not attempted yet", note=report.note)
    if passed == total:
        checks = f"all {total} public checks" if total > 1 else "its public check"
        return ReportView(PASS, f"{report.name}: passes {checks}")
    head = f"{report.name}: passes {passed or 'none'} of {total} public check{'s' if total > 1 else ''}"
    words = [words_of(verdict) for verdict in verdicts]
    if len(set(words)) == 1 and verdicts[0].status != Status.FAILED:
        seen, advice = words[0]  # of what never came back there is one thing to say, not one per check
        return ReportView(FAIL, head, tuple(filter(None, (advice, seen))), note=report.note, call=call)
    diagnosis = _unique(advice for verdict, (_, advice) in zip(verdicts, words, strict=True) if is_diagnosis(verdict))
    return ReportView(
        FAIL, head, diagnosis, tuple(_rows(verdicts, words)), _unique(_hints(verdicts, words)), report.note, call
    )


def mark(verdict: Verdict) -> str:
    return {Status.PASSED: PASS, Status.NOT_ATTEMPTED: OPEN}.get(verdict.status, FAIL)


def is_diagnosis(verdict: Verdict) -> bool:
    """Say whether the advice says what is wrong: a known mistake's sentence, or what an exception means."""
    return verdict.mistake is not None or verdict.status is Status.ERROR


def _rows(verdicts: Sequence[Verdict], words: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Yield a row for each check; what several say in the same words is said once."""
    said: set[str] = set()
    for verdict, (seen, _) in zip(verdicts, words, strict=True):
        again = seen in said and verdict.status is not Status.FAILED
        yield Row(mark(verdict), in_words(verdict.check.kind, verdict.check.name), "the same" if again else seen)
        said.add(seen)


def _hints(verdicts: Sequence[Verdict], words: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the author's hints. Of an array of the wrong shape, a hint about its values leads astray."""
    shapeless = {each.check.output for each in verdicts if not each.check.compares_values and mark(each) == FAIL}
    for verdict, (_, advice) in zip(verdicts, words, strict=True):
        if not is_diagnosis(verdict) and (not verdict.check.compares_values or verdict.check.output not in shapeless):
            yield advice


def _unique(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def words_of(verdict: Verdict) -> tuple[str, str]:
    """Return what was seen, and what may help: the author's words, or what an exception means."""
    meant = explain(verdict.message) if verdict.status is Status.ERROR and not verdict.advice else ""
    return verdict.message, verdict.advice or meant
