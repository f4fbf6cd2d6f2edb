"""The students' part of the answer key as JSON: public checks, what they expect, no code of a solution.

Only what these checks look at is written: a probe's other calls and outputs belong to hidden checks. Numbers are
rounded well below what a check can tell apart, so that the file is the same on machines whose last bits differ. One
exercise per line: a changed check is a changed line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.core.answer_key import AnswerKey, ExerciseKey, MistakeOutputs, Observation, Output, Trial
from autograder.core.calls import Call, FunctionRef
from autograder.core.exercise import Check, Expected
from autograder.core.explanation import Explanation
from autograder.core.model import Array
from autograder.errors import UsageError
from autograder.judging.kinds import kind_named
from autograder.keys.plan import publish as publish
from autograder.keys.rules import FILE as FILE

SCHEMA = 1
DIGITS = 8  # of an array's largest entry: known mistakes are recognised to 5


def dump(key: AnswerKey) -> str:
    """Return a key as JSON text: the public checks of its published trials, and nothing that they do not need."""
    head = {"schema": SCHEMA, "assignment": key.assignment, "given": list(key.given), "stub": dict(key.stub)}
    if told := [[each.pattern, each.sentence] for exercise in key.exercises[:1] for each in exercise.explanations]:
        head["explanations"] = told
    if key.demonstrations:  # a check goes without them, as grading does: they cost more than all the rest
        head["demonstrations"] = list(key.demonstrations)
    public = [exercise for exercise in map(publish, key.exercises) if exercise.checks]
    rows = ",\n".join(json.dumps(_exercise(exercise), ensure_ascii=False) for exercise in public)
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "exercises": [\n{rows}\n]}}\n'


def load(text: str) -> AnswerKey:
    """Return the key that `dump` wrote. Raises UsageError when the text is not one."""
    try:
        made = json.loads(text)
        told = tuple(Explanation(str(pattern), str(said)) for pattern, said in made.get("explanations", ()))
        exercises = tuple(_read_exercise(row, told) for row in made["exercises"])
        shown = tuple(map(str, made.get("demonstrations", ())))
        given, stub = tuple(made["given"]), made["stub"]
        return AnswerKey(made["assignment"], exercises, given, stub, "", "public", demonstrations=shown)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{FILE} is damaged: copy it afresh from the released assignment") from error


def _exercise(key: ExerciseKey) -> dict[str, Any]:
    trial, *edges = key.trials
    return {
        "name": key.name,
        "points": key.points,
        "rests_on": key.depends_on,
        "checks": [_check(check) | _expectation(check, trial.expected[check.name]) for check in key.checks],
        **_asked(trial),
        "mistakes": [{"name": m.name, "sentence": m.sentence, "outputs": _shown(m)} for m in trial.mistakes],
        "edges": [_edge(trial, key.checks) for trial in edges],
    }


def _edge(trial: Trial, checks: Sequence[Check]) -> dict[str, Any]:
    """Return a further trial; its mistakes are those of the first, in the same order."""
    expected = {c.name: _expectation(c, trial.expected[c.name]) for c in checks if c.name in trial.expected}
    return {
        "where": trial.where,
        "expected": expected,
        **_asked(trial),
        "mistakes": [_shown(m) for m in trial.mistakes],
    }


def _shown(mistake: MistakeOutputs) -> dict[str, Any]:
    return {name: _seen(value) for name, value in mistake.outputs.items()}


def _asked(trial: Trial) -> dict[str, Any]:
    return {
        "calls": [_call(call) for call in trial.calls],
        "outputs": {
            name: [output.call, *map(list, zip(output.path, output.parts, strict=True))]
            for name, output in trial.outputs.items()
        },
    }


def _call(call: Call) -> dict[str, Any]:
    row = {"function": call.function, "args": [_encode(argument) for argument in call.args]}
    return row if call.leaves is None else row | {"leaves": call.leaves}


def _check(check: Check) -> dict[str, Any]:
    made = {"kind": check.kind, "output": check.output, "points": check.points, "hint": check.hint}
    return made | {"like": check.like}


def _expectation(check: Check, expected: Expected) -> dict[str, Any]:
    row: dict[str, Any] = {"shape": list(expected.values.shape)}
    if not check.compares_values:
        return row
    tolerance = [float(f"{t:.2g}") for t in expected.tolerance.ravel()]
    places = check.places_below_tolerance - _magnitude(float(np.min(expected.tolerance, initial=1.0)))
    return row | {"values": _rounded(expected.values, places).ravel().tolist(), "tolerance": tolerance}


def _seen(seen: Observation | None) -> Any:
    if seen is None:
        return None
    row = {} if seen.values is None else _encode(_stable(seen.values))
    return row | {"instead": seen.problem} if seen.problem else row


def _stable(values: Array) -> Array:
    """Round to DIGITS digits of the largest finite entry: what is left is the same on every machine."""
    if values.dtype.kind != "f":
        return values
    largest = float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
    return _rounded(values, DIGITS - _magnitude(largest))


def _rounded(values: Array, places: int) -> Array:
    return np.asarray(np.round(values, min(places, 300)) + 0.0)  # an array even if 0-d, and no -0.0


def _magnitude(number: float) -> int:
    return int(np.ceil(np.log10(number))) if number > 1e-300 else 0


def _encode(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": value.ravel().tolist(), "shape": list(value.shape), "dtype": value.dtype.name}
    if isinstance(value, FunctionRef):
        return {"function": value.name, "where": value.where, "source": value.source}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [_encode(part) for part in value]}
    return value


def _decode(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"]).reshape(value["shape"])
    if "function" in value:
        return FunctionRef(value["where"], value["function"], value["source"])
    if "list" in value:
        return [_decode(part) for part in value["list"]]
    return tuple(_decode(part) for part in value["tuple"])


def _read_exercise(row: Mapping[str, Any], explanations: tuple[Explanation, ...]) -> ExerciseKey:
    checks = tuple(
        kind_named(made["kind"])(made["output"], made["points"], hint=made["hint"], like=made["like"])
        for made in row["checks"]
    )
    names = [(made["name"], made["sentence"]) for made in row["mistakes"]]
    first = {
        **row,
        "expected": {check.name: made for check, made in zip(checks, row["checks"], strict=True)},
        "mistakes": [made["outputs"] for made in row["mistakes"]],
    }
    trials = tuple(_read_trial(made, names) for made in (first, *row.get("edges", ())))
    depends_on = tuple(row["rests_on"])
    return ExerciseKey(row["name"], row["points"], checks, trials, depends_on=depends_on, explanations=explanations)


def _read_trial(row: Mapping[str, Any], names: Sequence[tuple[str, str]]) -> Trial:
    return Trial(
        calls=tuple(
            Call(call["function"], tuple(_decode(a) for a in call["args"]), call.get("leaves")) for call in row["calls"]
        ),
        outputs={name: _read_output(place) for name, place in row["outputs"].items()},
        expected={name: _read_expected(made) for name, made in row["expected"].items()},
        mistakes=tuple(
            MistakeOutputs(name, sentence, {output: _read_seen(seen) for output, seen in made.items()})
            for (name, sentence), made in zip(names, row["mistakes"], strict=True)
        ),
        where=row.get("where", ""),
    )


def _read_output(place: Sequence[Any]) -> Output:
    call, *steps = place
    return Output(call, tuple(index for index, _ in steps), tuple(parts for _, parts in steps))


def _read_seen(made: Any) -> Observation | None:
    if made is None:
        return None
    return Observation(_decode(made) if "array" in made else None, made.get("instead", ""))


def _read_expected(made: Mapping[str, Any]) -> Expected:
    if "values" not in made:
        return Expected(np.zeros(made["shape"]), np.zeros(made["shape"]))
    values, tolerance = (np.array(made[part], dtype=float).reshape(made["shape"]) for part in ("values", "tolerance"))
    return Expected(values, tolerance)
