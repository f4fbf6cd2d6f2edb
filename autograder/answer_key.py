"""Make the answer key: what each probe's calls must return, and how far an answer may be from it.

The reference is checked first: a solution that disagrees with the numeric gradient of its own forward pass, or that
does not give numbers, is the author's fault and is said before any student is graded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.assignment import Workbook
from autograder.differences import compare
from autograder.draw import draw_from
from autograder.errors import SourceError
from autograder.gradient import Gradient, NotFiniteError, numeric_gradient, tolerance
from autograder.judge import describe
from autograder.model import Array, Call, Check, Exercise, ExerciseKey, Expected, Fingerprint, Output, Trial, Variation
from autograder.probe import ProbeError, Recording, as_array, kind_of, pick, record
from autograder.reference import Reference
from autograder.source import line_in
from autograder.upstream import distinct

PUBLIC_SEED = "public"
SECRET_TRIALS = 2
ATTEMPTS = 20
FLOOR = 1e-9
COARSE_STEP = 0.01


class KinkError(Exception):
    """The inputs drawn lie too near a kink for a numeric gradient: draw others."""


def exercise_keys(workbook: Workbook, seed: str | None) -> tuple[ExerciseKey, ...]:
    """Return the key of every exercise: the public trial, and the secret ones where a secret seed is given.

    Without a seed the key is the students': public checks at the public seed alone.
    """
    return tuple(_exercise_key(workbook, exercise, seed) for exercise in workbook.exercises)


def _exercise_key(workbook: Workbook, exercise: Exercise, seed: str | None) -> ExerciseKey:
    checks = tuple(check for check in exercise.checks if seed is not None or not check.hidden)
    seeds = [PUBLIC_SEED] + [f"{seed}/{n}" for n in range(SECRET_TRIALS) if seed is not None]
    trials = tuple(_trial(workbook, exercise, checks, word, secret=seed is not None) for word in seeds)
    return ExerciseKey(exercise.name, sum(check.points for check in checks), checks, trials)


def _trial(workbook: Workbook, exercise: Exercise, checks: Sequence[Check], seed: str, *, secret: bool) -> Trial:
    for attempt in range(ATTEMPTS):
        try:
            return _attempt(workbook, exercise, checks, (seed, workbook.name, exercise.name, str(attempt)), secret)
        except KinkError:
            continue
        except ProbeError as error:
            raise _fault(workbook, exercise, str(error)) from error
    message = f"in {ATTEMPTS} draws, all inputs lie at a kink or where the forward pass is not finite: draw others"
    raise _fault(workbook, exercise, message)


def _attempt(
    workbook: Workbook, exercise: Exercise, checks: Sequence[Check], words: tuple[str, ...], secret: bool
) -> Trial:
    names = frozenset(workbook.lesson.exercises) | {name for name, value in workbook.given.items() if callable(value)}
    recording = record(exercise.probe, draw_from(*words), names, workbook.given)
    reference = Reference(workbook.solution, tuple(workbook.lesson.exercises))
    try:
        results = reference.answer(recording.calls)
    except Exception as error:
        place = f" (line {line} of lesson.py)" if (line := line_in(workbook.lesson.path, error)) else ""
        raise _fault(workbook, exercise, f"the solution raised {type(error).__name__}: {error}{place}") from error
    arrays = {name: _solution_array(workbook, exercise, name, out, results) for name, out in recording.outputs.items()}
    return Trial(
        calls=recording.calls,
        outputs=recording.outputs,
        expected={check.name: _expected(workbook, exercise, check, recording, arrays) for check in checks},
        mistakes=tuple(
            fingerprint(reference, mistake, recording.calls, recording.outputs)
            for mistake in workbook.mistakes
            if mistake.exercise == exercise.name
        ),
        upstream=distinct(reference.nested_calls(recording.calls)) if secret else (),
    )


def _solution_array(workbook: Workbook, exercise: Exercise, name: str, output: Output, results: list[Any]) -> Array:
    try:
        value = pick(results[output.call], output.path)
    except LookupError as error:
        raise _fault(workbook, exercise, f"result '{name}' of the solution: {error}") from error
    array = as_array(value)
    if array is None or array.dtype.kind not in "biuf":
        kind = kind_of(value) if array is None else f"an array of dtype {array.dtype}"
        raise _fault(workbook, exercise, f"result '{name}' of the solution is {kind}, not real numbers")
    if not np.all(np.isfinite(array)):
        raise _fault(workbook, exercise, f"result '{name}' of the solution is not finite")
    return array.astype(float)


def fingerprint(
    reference: Reference, mistake: Variation, calls: Sequence[Call], outputs: Mapping[str, Output]
) -> Fingerprint:
    """Return what a mistake gives for each output of a probe; None where it raises or gives no numbers."""
    found: dict[str, Array | None] = {}
    for name, output in outputs.items():
        try:
            with np.errstate(all="ignore"):
                result = reference.answer([calls[output.call]], {mistake.exercise: mistake.function})[0]
            array = as_array(pick(result, output.path))
            found[name] = array if array is not None and array.dtype.kind in "biuf" else None
        except Exception:  # whatever a wrong answer raises, it has no numbers to be recognised by
            found[name] = None
    return Fingerprint(mistake.name, mistake.sentence, found)


def _expected(
    workbook: Workbook, exercise: Exercise, check: Check, recording: Recording, arrays: Mapping[str, Array]
) -> Expected:
    if check.output not in arrays:
        message = f"the probe returns no result '{check.output}' (results: {', '.join(arrays) or 'none'})"
        raise _fault(workbook, exercise, f"{check.name}: {message}")
    own = arrays[check.output]
    inputs = recording.inputs
    if check.like is not None and (check.like not in inputs or np.shape(inputs[check.like]) != own.shape):
        message = f"the solution's shape {own.shape} is not that of an input '{check.like}'"
        raise _fault(workbook, exercise, f"{check.name}: {message}")
    if check.kind != "gradient":
        return Expected(own, near(own, check.rtol))
    expected = _numeric(workbook, exercise, check, recording)
    if own.shape != expected.values.shape:
        shapes = f"{own.shape}, '{check.wrt}' has {expected.values.shape}"
        raise _fault(workbook, exercise, f"{check.name}: the solution's result has shape {shapes}")
    difference = compare(own, expected.values, expected.tolerance)
    if not difference.ok:
        message = "the solution disagrees with the numeric gradient of its forward pass"
        raise _fault(workbook, exercise, f"{check.name}: {message}: {describe(difference)}")
    return expected


def near(values: Array, rtol: float) -> Array:
    """Return how far each entry of an answer may be from `values`; see checks.value."""
    scale = float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
    return np.asarray(rtol * (np.abs(values) + 0.1 * scale) + FLOOR)


def _numeric(workbook: Workbook, exercise: Exercise, check: Check, recording: Recording) -> Expected:
    inputs = recording.inputs
    for name in (check.wrt, check.upstream):
        if name is not None and name not in inputs:
            raise _fault(workbook, exercise, f"{check.name} needs '{name}': return it from the probe")
    x = np.asarray(inputs[str(check.wrt)], dtype=float)
    upstream = None if check.upstream is None else np.asarray(inputs[check.upstream], dtype=float)

    def forward(at: Array) -> Array:
        return np.asarray(_forward(workbook, exercise, check, inputs, at), dtype=float)

    try:
        with np.errstate(all="ignore"):
            found: Gradient = numeric_gradient(forward, x, upstream)
            scale = float(np.max(np.abs(forward(x)), initial=0.0))
    except NotFiniteError as error:
        raise KinkError from error
    except SourceError:
        raise
    except Exception as error:
        raise _fault(workbook, exercise, f"{check.name}: its forward pass raised {error}") from error
    if np.any(found.kinks):
        raise KinkError
    with np.errstate(all="ignore"):
        carried = _carried(forward, x, upstream, found.values)
    return Expected(found.values, tolerance(found, scale, check.rtol) + carried)


def _carried(forward: Callable[[Array], Array], x: Array, upstream: Array | None, gradient: Array) -> Array:
    """Return the error that a right answer may carry which differentiates by central differences, as the book does.

    Twice what a step of 0.01 does to the whole pass (each stage of a chain adds its own), and never above a
    thousandth of the gradient: beyond that a step too large and a mistake could not be told apart.
    """
    coarse = np.empty_like(gradient)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += COARSE_STEP
        behind[index] -= COARSE_STEP
        difference = forward(ahead) - forward(behind)
        coarse[index] = np.sum(difference if upstream is None else upstream * difference) / (2 * COARSE_STEP)
    rms = float(np.sqrt(np.mean(np.square(gradient)))) if gradient.size else 0.0
    return np.asarray(np.minimum(2 * np.abs(coarse - gradient), 1e-3 * (np.abs(gradient) + 0.1 * rms)))


def _forward(workbook: Workbook, exercise: Exercise, check: Check, inputs: Mapping[str, Any], x: Array) -> Any:
    if callable(check.of):
        return check.of(SimpleNamespace(**workbook.solution), inputs, x)
    function = workbook.solution.get(str(check.of))
    if function is None:
        raise _fault(workbook, exercise, f"{check.name} is of '{check.of}', which the lesson does not define")
    parameters = inspect.signature(function).parameters
    values = {**inputs, str(check.wrt): x}
    missing = [name for name, p in parameters.items() if name not in values and p.default is p.empty]
    if missing:
        raise _fault(workbook, exercise, f"{check.name} needs '{missing[0]}': return it from the probe")
    return function(*[_copy(values[name]) for name in parameters if name in values])


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def _fault(workbook: Workbook, exercise: Exercise, message: str) -> SourceError:
    line = exercise.probe.__code__.co_firstlineno if hasattr(exercise.probe, "__code__") else None
    return SourceError(workbook.folder / "checks.py", line, f"exercise '{exercise.name}': {message}")
