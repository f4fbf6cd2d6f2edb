"""Hold what an answer returned against the answer key: arrays in, verdicts out, no files and no processes.

Finiteness and shape are asked before values, and nothing is broadcast: a number never passes for an array.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.core.answer_key import ExerciseKey, Expected, Observation, Output
from autograder.core.calls import Failed, Outcome
from autograder.core.model import Array, Check, Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.gradients.compare import Difference, all_within, compare
from autograder.judging.observe import arity_phrase, as_array, extract, observe, type_phrase
from autograder.judging.recognise import Recognised, recognise

Outcomes = Sequence[Outcome]
Wrong = tuple[Status, str]  # and what to say of it
SINGLE = 5e-6  # what a closed form in single precision may be off, relative to its entries
DIGITS_OF_A_QUOTIENT = 4
QUOTIENT = "right to {} digits, as a difference quotient is: derive the closed form"


@np.errstate(all="ignore")  # an answer may hold NaN and infinity
def judge(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> ExerciseReport:
    """Return the verdicts on one exercise. outcomes holds, for each trial of the key, an Outcome for each call."""
    found = [_first_wrong(check, key, outcomes) for check in key.checks]
    known = _known_mistake(key, outcomes) if any(found) else None
    verdicts = tuple(_verdict(check, wrong, known) for check, wrong in zip(key.checks, found, strict=True))
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


def _verdict(check: Check, wrong: Wrong | None, known: Recognised | None) -> Verdict:
    if wrong is None:
        return Verdict(check, Status.PASSED, check.points)
    status, message = wrong
    if status is not Status.FAILED and not _too_slow(check, status):
        return Verdict(check, status, 0.0, message)
    if known is not None:
        return Verdict(check, status, 0.0, f"{message}. {known.sentence}", known.name)
    return Verdict(check, status, 0.0, f"{message}: {check.hint}" if check.hint else message)


def _too_slow(check: Check, status: Status) -> bool:
    """Say whether a call took the time that a numeric derivative takes."""
    return check.kind == "analytic" and status is Status.TIMEOUT


def _first_wrong(check: Check, key: ExerciseKey, outcomes: Sequence[Outcomes]) -> Wrong | None:
    name = check.name
    for number, (trial, seen) in enumerate(zip(key.trials, outcomes, strict=True)):
        if (expected := trial.expected.get(name)) is None:
            continue
        output = trial.outputs[check.output]
        if wrong := _hold(check, output, expected, seen[output.call]):
            before = trial.repeats.get(output.call)
            again = before is not None and not _hold(check, output, expected, seen[before])
            return _placed(wrong, again, trial.where, fresh=number > 0 and not check.hidden)
    return None


def _placed(wrong: Wrong, again: bool, where: str, fresh: bool) -> Wrong:
    """Return what is wrong with where it shows: only when asked `again`, only at unusual or `fresh` inputs."""
    status, message = wrong
    message = f"{where}: {message}" if where else message
    fresh = fresh and not where
    message = f"right when asked first, but asked the same again after other calls: {message}" if again else message
    return status, f"right at the published inputs, but at fresh ones: {message}" if fresh else message


def _hold(check: Check, output: Output, expected: Expected, outcome: Outcome) -> Wrong | None:
    """Hold one outcome against what is expected of it."""
    if isinstance(outcome, Failed):
        words = ", where a closed form needs milliseconds" if _too_slow(check, outcome.status) else ""
        return outcome.status, outcome.message + words
    value = outcome.value
    if output.path:
        try:
            value = extract(value, output.path, output.parts)
        except LookupError as error:
            return Status.FAILED, str(error)
        if isinstance(outcome.value, np.ndarray) and np.shape(value) != expected.values.shape:
            return Status.FAILED, f"expected {arity_phrase(output.parts[0])}, got {type_phrase(outcome.value)}"
    message = _wrong(check, value, expected)
    return (Status.FAILED, message) if message else None


def _wrong(check: Check, value: object, expected: Expected) -> str:
    """Return what is wrong with a value, or "" if nothing is."""
    want, got = expected.values, as_array(value)
    if got is not None and got.dtype.kind not in "biuf":
        return f"expected real numbers, got dtype {got.dtype}"
    if got is None or got.shape != want.shape:
        like = f", that of {check.like}" if check.like else ""
        return f"expected {type_phrase(want)}{like}, got {type_phrase(value)}"
    if check.kind == "shape":
        return ""
    allowed = _allowed(expected, got) if check.kind == "analytic" else expected.tolerance
    got = got.astype(float, copy=False)
    return "" if all_within(got, want, allowed) else _differs(check, got, want, allowed)


def _allowed(expected: Expected, got: Array) -> Array:
    """Return how far a closed form may be off: one in single precision cannot be more exact than that is."""
    single = got.dtype == np.float32
    return np.maximum(expected.tolerance, SINGLE * _size(expected.values)) if single else expected.tolerance


def _differs(check: Check, got: Array, want: Array, allowed: Array) -> str:
    difference = compare(got, want, allowed)
    if check.kind == "unchanged":
        return f"the call changed its argument: {describe(difference)}"
    digits = _digits(got, want) if check.kind == "analytic" else 0.0
    return QUOTIENT.format(int(digits)) if digits >= DIGITS_OF_A_QUOTIENT else describe(difference)


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
    observed = (
        {name: _seen(output, seen) for name, output in trial.outputs.items()}
        for trial, seen in zip(key.trials, outcomes, strict=True)
    )
    return recognise(observed, [trial.mistakes for trial in key.trials])


def _seen(output: Output, outcomes: Outcomes) -> Observation | None:
    outcome = outcomes[output.call]
    return None if isinstance(outcome, Failed) else observe(outcome.value, output)
