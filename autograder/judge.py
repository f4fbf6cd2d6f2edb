"""Hold what an answer returned against the answer key: arrays in, verdicts out, no files and no processes.

Finiteness and shape are asked before values, and nothing is broadcast: a number never passes for an array.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.differences import Difference, compare, within
from autograder.mistakes import Recognised, recognise
from autograder.model import (
    Array,
    Check,
    ExerciseKey,
    ExerciseReport,
    Expected,
    Failed,
    Outcome,
    Output,
    Seen,
    Status,
    Trial,
    Verdict,
)
from autograder.probe import as_array, kind_of, pick, results, see

Outcomes = Sequence[Outcome]

SINGLE = 5e-6  # what a closed form in single precision may be off, relative to its entries
DIGITS_OF_A_QUOTIENT = 4
QUOTIENT = "right to {} digits, as a difference quotient is: derive the closed form"


def judge(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> ExerciseReport:
    """Return the verdicts on one exercise. outcomes holds, for each trial of the key, an Outcome for each call."""
    verdicts = tuple(_verdict(check, key, outcomes, None) for check in key.checks)
    if any(verdict.status is not Status.PASSED for verdict in verdicts) and (known := _known_mistake(key, outcomes)):
        verdicts = tuple(_verdict(check, key, outcomes, known) for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


def _verdict(check: Check, key: ExerciseKey, outcomes: Sequence[Outcomes], known: Recognised | None) -> Verdict:
    for number, (trial, seen) in enumerate(zip(key.trials, outcomes, strict=True)):
        if check.name not in trial.expected:
            continue
        status, message = _check(check, trial, seen)
        if status is Status.PASSED:
            continue
        if number > 0 and not check.hidden:
            message = f"right at the published inputs, but at fresh ones: {message}"
        if status is not Status.FAILED and not _too_slow(check, status):
            return Verdict(check, status, 0.0, message)
        if known is not None:
            return Verdict(check, status, 0.0, f"{message}. {known.sentence}", known.name)
        return Verdict(check, status, 0.0, f"{message}: {check.hint}" if check.hint else message)
    return Verdict(check, Status.PASSED, check.points)


def _too_slow(check: Check, status: Status) -> bool:
    """Say whether a call took the time that a numeric derivative takes."""
    return check.kind == "analytic" and status is Status.TIMEOUT


def _check(check: Check, trial: Trial, seen: Outcomes) -> tuple[Status, str]:
    output, expected = trial.outputs[check.output], trial.expected[check.name]
    status, message = _hold(check, output, expected, seen[output.call])
    if status is not Status.PASSED and output.call in trial.repeats:
        before, _ = _hold(check, output, expected, seen[trial.repeats[output.call]])
        if before is Status.PASSED:
            message = f"right when asked first, but asked the same again after other calls: {message}"
    return status, message


def _hold(check: Check, output: Output, expected: Expected, outcome: Outcome) -> tuple[Status, str]:
    """Hold one outcome against what is expected of it."""
    if isinstance(outcome, Failed):
        words = ", where a closed form needs milliseconds" if _too_slow(check, outcome.status) else ""
        return outcome.status, outcome.message + words
    try:
        value = pick(outcome.value, output.path, output.parts)
    except LookupError as error:
        return Status.FAILED, str(error)
    if output.path and isinstance(outcome.value, np.ndarray) and np.shape(value) != expected.values.shape:
        return Status.FAILED, f"expected {results(output.parts[0])}, got {kind_of(outcome.value)}"
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
    allowed = _allowed(check, got, expected)
    if within(got := got.astype(float), want, allowed).all():
        return ""
    with np.errstate(all="ignore"):
        difference = compare(got, want, allowed)
        digits = _digits(got, want) if check.kind == "analytic" else 0.0
    if check.kind == "unchanged":
        return f"the call changed its argument: {describe(difference)}"
    return QUOTIENT.format(int(digits)) if digits >= DIGITS_OF_A_QUOTIENT else describe(difference)


def _allowed(check: Check, got: Array, expected: Expected) -> Array:
    """Return how far each entry may be off. A closed form in single precision cannot be more exact than that is."""
    single = check.kind == "analytic" and got.dtype == np.float32
    return np.maximum(expected.tolerance, SINGLE * _size(expected.values)) if single else expected.tolerance


def _digits(got: Array, want: Array) -> float:
    """Return to how many digits two arrays agree, at the worst entry."""
    off = float(np.max(np.abs(got - want) / _size(want), initial=0.0))
    return -float(np.log10(off)) if off > 0 else 0.0  # NaN agrees to none


def _size(want: Array) -> Array:
    return np.asarray(np.abs(want) + 0.1 * np.sqrt(np.mean(np.square(want))))


def describe(difference: Difference) -> str:
    """Say in one sentence where an array is wrong, and what simple thing it is of the right one."""
    place = f"at {list(difference.worst)} " if difference.worst else ""
    are = "is" if difference.wrong == 1 else "are"
    many = f" ({difference.wrong} of {difference.total} entries {are} wrong)" if difference.total > 1 else ""
    relation = f"; as a whole it is the right one {difference.relation}" if difference.relation else ""
    return f"{place}expected {difference.want:.6g}, got {difference.got:.6g}{many}{relation}"


def _known_mistake(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> Recognised | None:
    observed = [
        {name: _seen(output, seen) for name, output in trial.outputs.items()}
        for trial, seen in zip(key.trials, outcomes, strict=True)
    ]
    return recognise(observed, [trial.mistakes for trial in key.trials])


def _seen(output: Output, outcomes: Outcomes) -> Seen | None:
    outcome = outcomes[output.call]
    return None if isinstance(outcome, Failed) else see(outcome.value, output)
