"""The evidence for a fault: of the published calls that show it the shortest, with what came and what should have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from autograder.core.answer_key import ExerciseKey, Output, Trial
from autograder.core.calls import CELL_DID_NOT_RUN, Call, Failed, Outcome, leaves
from autograder.core.exercise import Check, Expected
from autograder.core.explanation import Explanation, first_fit
from autograder.core.model import Array, Status
from autograder.core.verdicts import Evidence, ExerciseReport, Verdict
from autograder.judging.failing_call import pasted
from autograder.judging.judge import Outcomes, compare_outcome, judge
from autograder.judging.observe import as_array, extract

LONGEST = 240  # characters of the call; a longer line helps nobody
MOST_NUMBERS = 64  # of an array that is shown entry by entry
READY = 256  # exercises whose calls are kept as lines
SHOWS = (Status.FAILED, Status.ERROR)


def judge_in_public(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> ExerciseReport:
    """Return the verdicts on an exercise whose key and inputs are all published, with the evidence for a fault."""
    report = judge(key, outcomes)
    if all(verdict.status not in SHOWS for verdict in report.verdicts):
        return report
    told = tuple(_explained(verdict, key.explanations) for verdict in report.verdicts)
    return replace(report, verdicts=told, evidence=evidence(key, report, outcomes))


def _explained(verdict: Verdict, explanations: Sequence[Explanation]) -> Verdict:
    """Return a verdict on an exception with what the author says of it; it may quote what was seen, all is public."""
    if verdict.status is not Status.ERROR or verdict.advice:
        return verdict
    return replace(verdict, advice=first_fit(verdict.message, explanations))


@dataclass(frozen=True, slots=True)
class _Line:
    """A published call that is short as source code: which trial's, what check looks at it, and how it reads."""

    trial: int
    check: Check
    call: str


@lru_cache(maxsize=READY)
def _lines(key: ExerciseKey) -> tuple[_Line, ...]:
    """Return the calls that may be shown, the shortest first. They are the same for all submissions."""
    places = [
        (number, check, trial.calls[trial.outputs[check.output].call])
        for number, trial in enumerate(key.trials)
        for check in key.checks
        if check.is_call and check.name in trial.expected
    ]
    lines = (_Line(number, check, pasted(call)) for number, check, call in places if _is_short(call))
    return tuple(sorted((each for each in lines if 0 < len(each.call) <= LONGEST), key=lambda each: len(each.call)))


@np.errstate(all="ignore")  # an answer may hold NaN and infinity
def evidence(key: ExerciseKey, report: ExerciseReport, outcomes: Sequence[Outcomes]) -> Evidence | None:
    """Return the shortest call that shows a fault, with numbers to compare if any has them; None if all are long."""
    wrong = {verdict.check.name for verdict in report.verdicts if verdict.status is not Status.PASSED}
    without_numbers = None
    for line in _lines(key):
        if line.check.name not in wrong:
            continue
        made = _shown(line, key.trials[line.trial], outcomes[line.trial])
        if made is not None and made.got:
            return made
        without_numbers = without_numbers or made
    return without_numbers


def _shown(line: _Line, trial: Trial, seen: Outcomes) -> Evidence | None:
    check = line.check
    output, expected = trial.outputs[check.output], trial.expected[check.name]
    wrong = compare_outcome(check, output, expected, seen[output.call])
    if wrong is None or wrong.status not in SHOWS:
        return None
    if wrong.message.startswith(CELL_DID_NOT_RUN):  # there is nothing to call
        return None
    made = Evidence(check.kind, line.call, "".join(f"[{step}]" for step in output.path))
    got = _numbers(seen[output.call], output)
    if got is None or not check.compares_values or got.shape != expected.values.shape or got.size == 0:
        return made
    return _with_numbers(made, got, expected)


def _is_short(call: Call) -> bool:
    """Say whether a call may be short as source code, which takes long to find out for large arrays."""
    return sum(_sizes(call)) <= LONGEST // 3


def _sizes(call: Call) -> Iterator[int]:
    return (part.size if isinstance(part, np.ndarray) else 1 for part in leaves(call.everything))


def _numbers(outcome: Outcome, output: Output) -> Array | None:
    if isinstance(outcome, Failed):
        return None
    try:
        found = as_array(extract(outcome.value, output.path, output.parts))
    except LookupError:
        return None
    return None if found is None or found.dtype.kind not in "biuf" else found.astype(float)


def _with_numbers(made: Evidence, got: Array, expected: Expected) -> Evidence:
    if got.size > MOST_NUMBERS:
        return made
    off = np.abs(got - expected.values)
    off = np.where(np.isnan(off), np.inf, np.where(off > expected.tolerance, off, 0.0))
    worst = int(np.argmax(off))
    want, seen = (tuple(map(float, np.ravel(each))) for each in (expected.values, got))
    return replace(made, shape=got.shape, want=want, got=seen, worst=worst)
