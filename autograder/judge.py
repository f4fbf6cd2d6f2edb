"""Hold what an answer returned against the answer key: arrays in, verdicts out, no files and no processes.

Finiteness and shape are asked before values, and nothing is broadcast: a number never passes for an array.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.differences import Difference, compare
from autograder.mistakes import recognise
from autograder.model import (
    Array,
    Check,
    ExerciseKey,
    ExerciseReport,
    Expected,
    Failed,
    Fingerprint,
    Outcome,
    Status,
    Trial,
    Verdict,
)
from autograder.probe import as_array, kind_of, pick

Outcomes = Sequence[Outcome]


def judge(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> ExerciseReport:
    """Return the verdicts on one exercise. outcomes holds, for each trial of the key, an Outcome for each call."""
    known = _known_mistake(key, outcomes)
    verdicts = tuple(_verdict(check, key, outcomes, known) for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts)


def _verdict(check: Check, key: ExerciseKey, outcomes: Sequence[Outcomes], known: Fingerprint | None) -> Verdict:
    for number, (trial, seen) in enumerate(zip(key.trials, outcomes, strict=True)):
        status, message = _check(check, trial, seen)
        if status is Status.PASSED:
            continue
        if number > 0 and not check.hidden:
            message = f"right at the published inputs, but at fresh ones: {message}"
        if status is not Status.FAILED:
            return Verdict(check, status, 0.0, message)
        if known is not None:
            return Verdict(check, status, 0.0, f"{message}. {known.sentence}", known.name)
        return Verdict(check, status, 0.0, f"{message}: {check.hint}" if check.hint else message)
    return Verdict(check, Status.PASSED, check.points)


def _check(check: Check, trial: Trial, seen: Outcomes) -> tuple[Status, str]:
    output = trial.outputs[check.output]
    outcome = seen[output.call]
    if isinstance(outcome, Failed):
        return outcome.status, outcome.message
    expected = trial.expected[check.name]
    try:
        value = pick(outcome.value, output.path)
    except LookupError as error:
        return Status.FAILED, str(error)
    message = _wrong(check, value, expected)
    return (Status.FAILED, message) if message else (Status.PASSED, "")


def _wrong(check: Check, value: object, expected: Expected) -> str:
    """Return what is wrong with a value, or "" if nothing is."""
    want, got = expected.values, as_array(value)
    if got is not None and got.dtype.kind not in "biuf":
        return f"expected real numbers, got dtype {got.dtype}"
    if got is None or got.shape != want.shape:
        like = f", that of {check.like}" if check.like else ""
        return f"expected {kind_of(want)}{like}, got {kind_of(value)}"
    if check.kind == "shape":
        return ""
    with np.errstate(all="ignore"):
        difference = compare(got.astype(float), want, expected.tolerance)
    return "" if difference.ok else describe(difference)


def describe(difference: Difference) -> str:
    """Say in one sentence where an array is wrong, and what simple thing it is of the right one."""
    place = f"at {list(difference.worst)} " if difference.worst else ""
    are = "is" if difference.wrong == 1 else "are"
    many = f" ({difference.wrong} of {difference.total} entries {are} wrong)" if difference.total > 1 else ""
    relation = f"; as a whole it is the right one {difference.relation}" if difference.relation else ""
    return f"{place}expected {difference.want:.6g}, got {difference.got:.6g}{many}{relation}"


def _known_mistake(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> Fingerprint | None:
    observed = [
        {name: _seen(trial, name, seen) for name in trial.outputs}
        for trial, seen in zip(key.trials, outcomes, strict=True)
    ]
    return recognise(observed, [trial.mistakes for trial in key.trials])


def _seen(trial: Trial, name: str, outcomes: Outcomes) -> Array | None:
    output = trial.outputs[name]
    outcome = outcomes[output.call]
    if isinstance(outcome, Failed):
        return None
    try:
        return as_array(pick(outcome.value, output.path))
    except LookupError:
        return None
