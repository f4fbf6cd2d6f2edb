"""Compare what an answer returned with the answer key: arrays in, verdicts out, no files and no processes.

Finiteness and shape are asked before values, and nothing is broadcast: a number never passes for an array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autograder.core.answer_key import ExerciseKey, Observation, Output, Slip, Trial
from autograder.core.calls import Failed, Outcome
from autograder.core.exercise import Check, Expected
from autograder.core.large_calls import is_large
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.judging.fingerprint import NONE, fingerprint, is_near
from autograder.judging.kinds.numbers import nearly
from autograder.judging.observe import arity_phrase, as_array, extract, is_truth, observe, type_phrase
from autograder.judging.recognise import Recognised, recognise

Outcomes = Sequence[Outcome]
NO_RESULT = "counts once your function returns its result"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one result, and whether it is of the kind that the check's hint speaks of.

    known: the mistake that the check itself has recognised.
    """

    status: Status
    message: str
    apt: bool = False
    known: Recognised | None = None


@np.errstate(all="ignore")  # an answer may hold NaN and infinity
def judge(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> ExerciseReport:
    """Return the verdicts on one exercise. outcomes holds, for each trial of the key, an Outcome for each call."""
    found = _found(key, outcomes)
    known = _known_mistake(key, outcomes) if any(found) else None
    verdicts = tuple(_verdict(check, wrong, known) for check, wrong in zip(key.checks, found, strict=True))
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


def _without_result(
    key: ExerciseKey, outcomes: Sequence[Outcomes], found: Sequence[Wrong | None]
) -> list[Wrong | None]:
    """Return what is wrong; of an answer with no result, conditions on the way to one, too.

    A function that does nothing leaves its arguments alone and has no loop: that is no merit.
    """
    main = [check for check in key.checks if not check.aside]
    if not main or len(main) == len(key.checks) or any(_has_result(check, key, outcomes) for check in main):
        return list(found)
    return [
        Wrong(Status.FAILED, NO_RESULT) if check.aside and wrong is None else wrong
        for check, wrong in zip(key.checks, found, strict=True)
    ]


def _has_result(check: Check, key: ExerciseKey, outcomes: Sequence[Outcomes]) -> bool:
    """Say whether what a check looks at is there at the first inputs, right or wrong: of the kind that is asked for."""
    trial, seen = key.trials[0], outcomes[0]
    if (expected := trial.expected.get(check.name)) is None:
        return True  # it is asked at other inputs alone
    output = trial.outputs[check.output]
    outcome = seen[output.call]
    if isinstance(outcome, Failed):
        return False
    try:
        value = extract(outcome.value, output.path, output.parts)
    except LookupError:
        return False
    if not check.numeric:
        return check.fits_hint(value, expected)
    got = as_array(value)
    return got is not None and got.dtype.kind in "biuf" and bool(got.ndim) >= bool(expected.values.ndim)


@np.errstate(all="ignore")
def wrong_checks(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> tuple[bool, ...]:
    """Say of each check of an exercise whether it fails, and nothing of why. outcomes: as judge takes them."""
    return tuple(wrong is not None for wrong in _found(key, outcomes))


def _found(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> list[Wrong | None]:
    return _without_result(key, outcomes, [_first_wrong(check, key, outcomes) for check in key.checks])


def _verdict(check: Check, wrong: Wrong | None, known: Recognised | None) -> Verdict:
    if wrong is None:
        return Verdict(check, Status.PASSED, check.points)
    status, message = wrong.status, wrong.message
    if status is not Status.FAILED and not _too_slow(check, status):
        return Verdict(check, status, 0.0, message)
    # No hint helps where nothing came back, or something other than what it is about.
    hint = check.hint if status is Status.FAILED and wrong.apt else ""
    known = wrong.known or known
    if known is not None:
        return Verdict(check, status, 0.0, message, known.sentence, known.name, hint)
    return Verdict(check, status, 0.0, message, hint, hint=hint)


def _too_slow(check: Check, status: Status) -> bool:
    """Say whether a call took the time that only a wrong method takes."""
    return status is Status.TIMEOUT and bool(check.too_slow)


def _first_wrong(check: Check, key: ExerciseKey, outcomes: Sequence[Outcomes]) -> Wrong | None:
    name = check.name
    for number, (trial, seen) in enumerate(zip(key.trials, outcomes, strict=True)):
        if (expected := trial.expected.get(name)) is None:
            continue
        output = trial.outputs[check.output]
        if wrong := compare_outcome(check, output, expected, seen[output.call]):
            before = trial.repeats.get(output.call)
            again = before is not None and not compare_outcome(check, output, expected, seen[before])
            return _placed(wrong, again, trial.where, fresh=number > 0 and not check.hidden)
    return None


def _placed(wrong: Wrong, again: bool, where: str, fresh: bool) -> Wrong:
    """Return what is wrong with where it shows: only when asked `again`, only at unusual or `fresh` inputs."""
    message = f"{where}: {wrong.message}" if where else wrong.message
    message = f"right when asked first, but asked the same again after other calls: {message}" if again else message
    fresh = fresh and not where
    message = f"right at the published inputs, but at fresh ones: {message}" if fresh else message
    return replace(wrong, message=message)


def compare_outcome(check: Check, output: Output, expected: Expected, outcome: Outcome) -> Wrong | None:
    """Compare one outcome with what is expected of it; return None where it is right."""
    if isinstance(outcome, Failed):
        return Wrong(outcome.status, outcome.message + (check.too_slow if outcome.status is Status.TIMEOUT else ""))
    value = outcome.value
    if output.path:
        try:
            value = extract(value, output.path, output.parts)
        except LookupError as error:
            return Wrong(Status.FAILED, str(error))
        if check.numeric and isinstance(outcome.value, np.ndarray) and np.shape(value) != expected.values.shape:
            return Wrong(Status.FAILED, f"expected {arity_phrase(output.parts[0])}, got {type_phrase(outcome.value)}")
    if message := _truth_for_numbers(check, value, expected):
        return Wrong(Status.FAILED, message)
    message = check.wrong(value, expected)
    if not message:
        return None
    named = check.named(value, expected)
    return Wrong(Status.FAILED, message, _apt(check, value, expected), named and Recognised(*named))


def _truth_for_numbers(check: Check, value: object, expected: Expected) -> str:
    """Say that True and False came where numbers are promised: to numpy they are numbers, to a reader they are not."""
    if not check.numeric or expected.truth is not False or not is_truth(value):
        return ""
    return f"expected real numbers, got {'True and False' if np.ndim(np.asarray(value)) else bool(value)}"


def _apt(check: Check, value: object, expected: Expected) -> bool:
    """Say whether a check's hint is about what came back: an array of any shape for a shape, else one of the right."""
    if not check.numeric:
        return check.fits_hint(value, expected)
    got = as_array(value)
    if got is None or got.dtype.kind not in "biuf":
        return False
    if not check.compares_values:
        return bool(got.ndim)
    return got.shape == expected.values.shape and not nearly(got, expected.values)


def _known_mistake(key: ExerciseKey, outcomes: Sequence[Outcomes]) -> Recognised | None:
    observed = [
        {name: _seen(output, seen) for name, output in trial.outputs.items()}
        for trial, seen in zip(key.trials, outcomes, strict=True)
    ]
    return recognise(observed, [trial.mistakes for trial in key.trials]) or _slip(key, observed)


def _slip(key: ExerciseKey, observed: Sequence[Mapping[str, Observation | None]]) -> Recognised | None:
    """Return the slip that shows at all inputs what was seen, if there is one."""
    if not key.slips and key.unmade_slips is None:
        return None
    small = [_but_large(trial, seen) for trial, seen in zip(key.trials, observed, strict=True)]
    shown = fingerprint(small)
    slips: Sequence[Slip] = key.slips
    if key.unmade_slips is not None and shown != NONE:
        slips = key.unmade_slips.like(key, fingerprint(small[:1]))
    found = next((slip for slip in slips if is_near(slip.here, shown)), None)
    return None if found is None else Recognised(found.kind, found.sentence)


def _but_large(trial: Trial, seen: Mapping[str, Observation | None]) -> Mapping[str, Observation | None]:
    """Return what was seen at calls that are not meant to cost time: a slip is known by these."""
    return {name: each for name, each in seen.items() if not is_large(trial.calls[trial.outputs[name].call])}


def _seen(output: Output, outcomes: Outcomes) -> Observation | None:
    outcome = outcomes[output.call]
    return None if isinstance(outcome, Failed) else observe(outcome.value, output)
