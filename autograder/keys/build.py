"""Make the answer key: what each probe's calls must return, and how far an answer may be from it.

The reference is checked first: a solution that disagrees with the numeric gradient of its own forward pass, or that
does not give numbers, is the author's fault and is said before any student is graded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.authoring.assignment import Workbook
from autograder.authoring.random_inputs import USUAL, Setting, draw_from
from autograder.authoring.source import line_in
from autograder.core.answer_key import ExerciseKey, Expected, Fingerprint, Output, Trial
from autograder.core.calls import Call
from autograder.core.model import Array, Check, Exercise, Variation
from autograder.core.values import portable
from autograder.errors import SourceError
from autograder.gradients.compare import compare
from autograder.gradients.evaluation import NotFiniteError
from autograder.gradients.numeric import Gradient, central_difference_error, numeric_gradient, tolerance
from autograder.judging.judge import describe
from autograder.judging.observe import as_array, extract, observe, type_phrase
from autograder.keys.edges import ladders, place, shapes, touched
from autograder.keys.plan import LARGE, is_large, large_outputs, publish, repeat_in_reverse, restrict
from autograder.keys.recorder import ProbeError, Recording, record
from autograder.keys.reference import Reference

PUBLIC_SEED = "public"
EDGE_SEED = "public edge"
EDGE_ATTEMPTS = 3
REHEARSAL = "rehearsal"
SECRET_TRIALS = 2
ATTEMPTS = 20
FLOOR = 1e-9
EXACT_FLOOR = 1e-13
COARSE_STEP = 0.01


class KinkError(Exception):
    """The inputs drawn lie too near a kink for a numeric gradient: draw others."""


def exercise_keys(workbook: Workbook, seed: str | None) -> tuple[ExerciseKey, ...]:
    """Return the key of every exercise: the public trial, and the secret ones where a secret seed is given.

    Without a seed the key is the students': public checks at the public seed alone. The hidden checks are tried on the
    solution all the same, at other inputs too: what would stop the grading has to stop the release.
    """
    return tuple(_exercise_key(workbook, exercise, seed) for exercise in workbook.exercises)


def _exercise_key(workbook: Workbook, exercise: Exercise, seed: str | None) -> ExerciseKey:
    seeds = (PUBLIC_SEED, *(f"{REHEARSAL if seed is None else seed}/{n}" for n in range(SECRET_TRIALS)))
    *early, last = (_trial(workbook, exercise, word) for word in seeds)
    public, *secret = (_without_large(workbook, exercise, trial) for trial in early)
    trials = (public, *_edge_trials(workbook, exercise), *secret, repeat_in_reverse(last))
    depends_on = tuple(sorted(frozenset().union(*(trial.depends_on for trial in trials)) - {exercise.name}))
    key = ExerciseKey(exercise.name, exercise.points, exercise.checks, trials, exercise.extra, depends_on)
    return publish(key) if seed is None else key


def _without_large(workbook: Workbook, exercise: Exercise, trial: Trial) -> Trial:
    large = large_outputs(trial)
    public = [check.name for check in exercise.checks if check.output in large and not check.hidden]
    if public:
        message = f"{public[0]} looks at a call with more than {LARGE} numbers: make it hidden, or draw less"
        raise _fault(workbook, exercise, message)
    return restrict(trial, exercise.checks, trial.outputs.keys() - large) if large else trial


def _trial(workbook: Workbook, exercise: Exercise, seed: str) -> Trial:
    for attempt in range(ATTEMPTS):
        try:
            words = (seed, workbook.name, exercise.name, str(attempt))
            return _attempt(workbook, exercise, recorded(workbook, exercise, words))
        except KinkError:
            continue
        except ProbeError as error:
            raise _fault(workbook, exercise, str(error)) from error
    message = f"in {ATTEMPTS} draws, all inputs lie at a kink or where the forward pass is not finite: draw others"
    raise _fault(workbook, exercise, message)


def _edge_trials(workbook: Workbook, exercise: Exercise) -> Iterator[Trial]:
    """Yield a published trial for each edge setting that the exercise makes sense of, none of the same shapes twice."""
    usual, seen = recorded(workbook, exercise, (EDGE_SEED, workbook.name, exercise.name)), set[object]()
    for ladder in ladders(usual.sizes):
        tries = (_edge_trial(workbook, exercise, usual, setting) for setting in ladder)
        for trial in islice((trial for trial in tries if trial is not None), 1):
            visited = tuple((call.function, shapes(call)) for call in trial.calls)
            if ladder[0].values or visited not in seen:
                yield trial
            seen.add(visited)


def _edge_trial(workbook: Workbook, exercise: Exercise, usual: Recording, setting: Setting) -> Trial | None:
    for attempt in range(EDGE_ATTEMPTS):
        words = (EDGE_SEED, workbook.name, exercise.name, *[str(attempt)] * (attempt > 0))
        # A probe that counts on its sizes, and a solution that cannot answer, have no such edge.
        with suppress(KinkError, ProbeError, SourceError), np.errstate(all="ignore"):
            recording = recorded(workbook, exercise, words, setting)
            asked = touched(recording.calls, usual.calls, setting)
            trial = _attempt(workbook, exercise, recording)
            outputs = {name for name, output in trial.outputs.items() if output.call in asked} - large_outputs(trial)
            kept = restrict(trial, exercise.checks, outputs & {check.output for check in exercise.checks})
            return replace(kept, where=place(setting, kept.calls[0])) if kept.calls else None
    return None


def recorded(workbook: Workbook, exercise: Exercise, words: tuple[str, ...], setting: Setting = USUAL) -> Recording:
    """Return an exercise's probe with inputs drawn from these words. Raises ProbeError if it cannot be written down."""
    names = frozenset(workbook.lesson.exercises) | {name for name, value in workbook.given.items() if callable(value)}
    return record(exercise.probe, draw_from(*words, setting=setting), names, workbook.given)


def _attempt(workbook: Workbook, exercise: Exercise, recording: Recording) -> Trial:
    reference = Reference(workbook.solution, tuple(workbook.lesson.exercises))
    try:
        results = reference.answer(recording.calls)
    except Exception as error:
        place = f" (line {line} of lesson.py)" if (line := line_in(workbook.lesson.path, error)) else ""
        raise _fault(workbook, exercise, f"the solution raised {type(error).__name__}: {error}{place}") from error
    arrays = {name: _solution_array(workbook, exercise, name, out, results) for name, out in recording.outputs.items()}
    outputs = {name: _with_parts(output, results[output.call]) for name, output in recording.outputs.items()}
    mine = [mistake for mistake in workbook.mistakes if mistake.exercise == exercise.name]
    return Trial(
        calls=recording.calls,
        outputs=outputs,
        expected={check.name: _expected(workbook, exercise, check, recording, arrays) for check in exercise.checks},
        mistakes=tuple(fingerprint(reference, mistake, recording.calls, outputs) for mistake in mine),
        depends_on=reference.nested(recording.calls),
    )


def _with_parts(output: Output, value: Any) -> Output:
    """Return where an output lies, with the number of parts that the solution's result has on the way there."""
    parts: list[int] = []
    for index in output.path:
        parts.append(len(value))
        value = value[index]
    return replace(output, parts=tuple(parts))


def _solution_array(workbook: Workbook, exercise: Exercise, name: str, output: Output, results: list[Any]) -> Array:
    try:
        value = extract(results[output.call], output.path)
    except LookupError as error:
        raise _fault(workbook, exercise, f"result '{name}' of the solution: {error}") from error
    array = as_array(value)
    if array is None or array.dtype.kind not in "biuf":
        kind = type_phrase(value) if array is None else f"an array of dtype {array.dtype}"
        raise _fault(workbook, exercise, f"result '{name}' of the solution is {kind}, not real numbers")
    if not np.all(np.isfinite(array)):
        raise _fault(workbook, exercise, f"result '{name}' of the solution is not finite")
    return array.astype(float)


def fingerprint(
    reference: Reference, mistake: Variation, calls: Sequence[Call], outputs: Mapping[str, Output]
) -> Fingerprint:
    """Return what a mistake shows at each output of a probe, None where it raises. Large calls are left out."""
    instead = {mistake.exercise: mistake.function}
    asked = {output.call for output in outputs.values() if not is_large(calls[output.call])}
    results: dict[int, Any] = {}
    for number in asked:
        with np.errstate(all="ignore"), suppress(Exception):  # whatever a wrong answer raises
            results[number] = portable(*reference.answer([calls[number]], instead))
    seen = {name: observe(results[at.call], at) if at.call in results else None for name, at in outputs.items()}
    return Fingerprint(
        mistake.name, mistake.sentence, {name: shown for name, shown in seen.items() if outputs[name].call in asked}
    )


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
    if check.kind == "unchanged":
        _require_unchanged(workbook, exercise, check, recording, own)
    if check.kind != "gradient":
        return Expected(own, near(own, check.rtol, EXACT_FLOOR if check.kind == "analytic" else FLOOR))
    expected = _numeric(workbook, exercise, check, recording)
    if own.shape != expected.values.shape:
        shapes = f"{own.shape}, '{check.wrt}' has {expected.values.shape}"
        raise _fault(workbook, exercise, f"{check.name}: the solution's result has shape {shapes}")
    difference = compare(own, expected.values, expected.tolerance)
    if not difference.ok:
        message = "the solution disagrees with the numeric gradient of its forward pass"
        raise _fault(workbook, exercise, f"{check.name}: {message}: {describe(difference)}")
    return expected


def _require_unchanged(workbook: Workbook, exercise: Exercise, check: Check, recording: Recording, own: Array) -> None:
    output = recording.outputs[check.output]
    call = recording.calls[output.call]
    if call.leaves is None:
        message = f"'{check.output}' is not an argument: write answer.{call.function}.leaves(0)(…)"
        raise _fault(workbook, exercise, f"{check.name}: {message}")
    before = extract(call.args[call.leaves], output.path)
    if not np.array_equal(own, before):
        raise _fault(workbook, exercise, f"{check.name}: the solution changes it")


def near(values: Array, rtol: float, floor: float = FLOOR) -> Array:
    """Return how far each entry of an answer may be from `values`; see checks.value."""
    scale = float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
    return np.asarray(rtol * (np.abs(values) + 0.1 * scale) + floor)


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
    return Expected(found.values, tolerance(found, scale, check.rtol) + _carried(found))


def _carried(found: Gradient) -> Array:
    """Return the error that a right answer may carry which differentiates by central differences, as the book does.

    Twice what a step of 0.01 does to the whole pass (each stage of a chain adds its own), and never above a
    thousandth of the gradient: beyond that a step too large and a mistake could not be told apart.
    """
    rms = float(np.sqrt(np.mean(np.square(found.values)))) if found.values.size else 0.0
    return np.asarray(
        np.minimum(2 * central_difference_error(found, COARSE_STEP), 1e-3 * (np.abs(found.values) + 0.1 * rms))
    )


def _forward(workbook: Workbook, exercise: Exercise, check: Check, inputs: Mapping[str, Any], x: Array) -> Any:
    if callable(check.of):
        return check.of(SimpleNamespace(**workbook.solution), inputs, x)
    function = workbook.solution.get(str(check.of))
    if function is None:
        raise _fault(workbook, exercise, f"{check.name} is of '{check.of}', which the lesson does not define")
    parameters = _parameters(function)
    values = {**inputs, str(check.wrt): x}
    missing = [name for name, p in parameters.items() if name not in values and p.default is p.empty]
    if missing:
        raise _fault(workbook, exercise, f"{check.name} needs '{missing[0]}': return it from the probe")
    return function(*[_copy(values[name]) for name in parameters if name in values])


@lru_cache
def _parameters(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def _fault(workbook: Workbook, exercise: Exercise, message: str) -> SourceError:
    line = exercise.probe.__code__.co_firstlineno if hasattr(exercise.probe, "__code__") else None
    return SourceError(workbook.folder / "checks.py", line, f"exercise '{exercise.name}': {message}")
