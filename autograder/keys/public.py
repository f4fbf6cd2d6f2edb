"""The students' part of the answer key as JSON: public checks, what they expect, no code of a solution.

Only what these checks look at is written: a probe's other calls and outputs belong to hidden checks. Numbers are
rounded well below what a check can tell apart, so that the file is the same on machines whose last bits differ. One
exercise per line: a changed check is a changed line.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.core.answer_key import AnswerKey, ExerciseKey, MistakeOutputs, Observation, Output, Slip, Trial
from autograder.core.by_hand import ByHand, HandKey
from autograder.core.calls import Call, Does, Made, Shows
from autograder.core.data_names import digests
from autograder.core.exercise import Check, Expected
from autograder.core.explanation import Explanation
from autograder.core.model import Array
from autograder.errors import UsageError
from autograder.judging.kinds import kind_named
from autograder.keys.plain_json import decode, encode, stable
from autograder.keys.plan import publish as publish
from autograder.keys.rules import FILE as FILE
from autograder.keys.rules import read_json

SCHEMA = 1
DIGITS = 8  # of an array's largest entry: known mistakes are recognised to 5


def dump(key: AnswerKey) -> str:
    """Return a key as JSON text: the public checks of its published trials, and nothing that they do not need."""
    head = {"schema": SCHEMA, "assignment": key.assignment, "given": list(key.given), "stub": dict(key.stub)}
    if told := [[each.pattern, each.sentence] for exercise in key.exercises[:1] for each in exercise.explanations]:
        head["explanations"] = told
    if key.files:
        head["data"] = digests(key.files)
    if key.variant:
        head |= {"variant": key.variant, "drawn_places": {name: list(each) for name, each in key.drawn_places.items()}}
    if key.demonstrations:  # a check goes without them, as grading does: they cost more than all the rest
        head["demonstrations"] = list(key.demonstrations)
    if key.by_hand:  # what is looked for is the author's to tell
        head["by_hand"] = [_by_hand(each) for each in key.by_hand]
    public = [exercise for exercise in map(publish, key.exercises) if exercise.checks]
    rows = ",\n".join(json.dumps(exercise_row(exercise), ensure_ascii=False) for exercise in public)
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "exercises": [\n{rows}\n]}}\n'


def load(text: str) -> AnswerKey:
    """Return the key that `dump` wrote. Raises UsageError when the text is not one."""
    try:
        made = read_json(text)
        told = tuple(Explanation(str(pattern), str(said)) for pattern, said in made.get("explanations", ()))
        exercises = tuple(_read_exercise(row, told) for row in made["exercises"])
        shown = tuple(map(str, made.get("demonstrations", ())))
        given, stub = tuple(made["given"]), made["stub"]
        by_hand = tuple(map(_read_by_hand, made.get("by_hand", ())))
        shipped = {str(name): str(digest) for name, digest in made.get("data", {}).items()}
        places = {str(name): tuple(map(int, each)) for name, each in made.get("drawn_places", {}).items()}
        more: dict[str, Any] = {"shipped": shipped, "variant": str(made.get("variant", "")), "drawn_places": places}
        more |= {"demonstrations": shown, "by_hand": by_hand}
        return AnswerKey(made["assignment"], exercises, given, stub, "", "public", **more)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{FILE} is damaged: copy it afresh from the released assignment") from error


def _by_hand(key: HandKey) -> dict[str, Any]:
    made = key.exercise
    return {"name": made.name, "points": made.points, "extra": made.extra, "stub": key.stub}


def _read_by_hand(row: Mapping[str, Any]) -> HandKey:
    return HandKey(ByHand(str(row["name"]), (("", float(row["points"])),), bool(row["extra"])), str(row["stub"]))


def exercise_row(key: ExerciseKey) -> dict[str, Any]:
    """Return one exercise of a key as JSON: numbers are rounded, so that it is the same on every machine."""
    trial, *edges = key.trials
    return {
        "name": key.name,
        "points": key.points,
        "rests_on": key.depends_on,
        "checks": [_check(check) | _expectation(check, trial.expected[check.name]) for check in key.checks],
        **_asked(trial),
        "mistakes": [{"name": m.name, "sentence": m.sentence, "outputs": _shown(m)} for m in trial.mistakes],
        "edges": [_edge(trial, key.checks) for trial in edges],
    } | ({"slips": _slips(key.slips)} if key.slips else {})


def _slips(slips: Sequence[Slip]) -> list[list[Any]]:
    """Return slips by what they say, which many have in common: kind, sentence, and the fingerprints of each."""
    prints: dict[tuple[str, str], list[str]] = {}
    for slip in slips:
        prints.setdefault((slip.kind, slip.sentence), []).append(slip.public)
    return [[*said, found] for said, found in prints.items()]


def _read_slips(rows: Sequence[Sequence[Any]]) -> tuple[Slip, ...]:
    return tuple(Slip(str(kind), str(said), str(each), str(each)) for kind, said, found in rows for each in found)


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
    """Return a call as JSON; what is as in most calls is left out."""
    row: dict[str, Any] = {"function": call.function, "args": [encode(argument) for argument in call.args]}
    more = {
        "named": [[name, encode(value)] for name, value in call.named],
        "shows": call.shows if call.shows is not Shows.RESULT else "",
        "number": call.number,
        "does": call.does if call.does is not Does.CALL else "",
        "on": [] if call.on is None else [call.on.step],
        "name": call.name,
        "before": [_call(step) for step in call.before],
    }
    row |= {} if call.leaves is None else {"leaves": call.leaves}
    return row | {key: value for key, value in more.items() if value}


def _read_call(row: Mapping[str, Any]) -> Call:
    return Call(
        row["function"],
        tuple(decode(argument) for argument in row["args"]),
        row.get("leaves"),
        named=tuple((name, decode(value)) for name, value in row.get("named", ())),
        shows=Shows(row.get("shows", Shows.RESULT)),
        number=row.get("number", 0),
        does=Does(row.get("does", Does.CALL)),
        on=next(map(Made, row.get("on", ())), None),
        name=row.get("name", ""),
        before=tuple(_read_call(step) for step in row.get("before", ())),
    )


def _check(check: Check) -> dict[str, Any]:
    made = {"kind": check.kind, "output": check.output, "points": check.points, "hint": check.hint}
    made |= {"like": check.like}
    return made | ({"options": {name: getattr(check, name) for name in check.options}} if check.options else {})


def _expectation(check: Check, expected: Expected) -> dict[str, Any]:
    if not check.numeric:
        return {"plain": encode(stable(expected.plain))}
    row: dict[str, Any] = {"shape": list(expected.values.shape)}
    row |= {} if expected.truth is None else {"truth": expected.truth}
    if not check.compares_values:
        return row
    tolerance = [float(f"{t:.2g}") for t in expected.tolerance.ravel()]
    places = check.places_below_tolerance - _magnitude(float(np.min(expected.tolerance, initial=1.0)))
    return row | {"values": _rounded(expected.values, places).ravel().tolist(), "tolerance": tolerance}


def _seen(seen: Observation | None) -> Any:
    if seen is None:
        return None
    row = {} if seen.values is None else encode(_stable(seen.values))
    row |= {} if seen.plain is None else {"plain": encode(stable(seen.plain[0]))}
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


def _read_exercise(row: Mapping[str, Any], explanations: tuple[Explanation, ...]) -> ExerciseKey:
    checks = tuple(map(_read_check, row["checks"]))
    names = [(made["name"], made["sentence"]) for made in row["mistakes"]]
    first = {
        **row,
        "expected": {check.name: made for check, made in zip(checks, row["checks"], strict=True)},
        "mistakes": [made["outputs"] for made in row["mistakes"]],
    }
    plain = {check.output for check in checks} - {check.output for check in checks if check.numeric}
    trials = tuple(_read_trial(made, names, plain) for made in (first, *row.get("edges", ())))
    depends_on = tuple(row["rests_on"])
    slips = _read_slips(row.get("slips", ()))
    return ExerciseKey(
        row["name"], row["points"], checks, trials, depends_on=depends_on, explanations=explanations, slips=slips
    )


def _read_check(made: Mapping[str, Any]) -> Check:
    options: dict[str, Any] = made.get("options", {})
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    return kind_named(made["kind"])(made["output"], made["points"], hint=made["hint"], like=made["like"], **options)


def _read_trial(row: Mapping[str, Any], names: Sequence[tuple[str, str]], plain: Collection[str]) -> Trial:
    return Trial(
        calls=tuple(map(_read_call, row["calls"])),
        outputs={name: _read_output(place, name in plain) for name, place in row["outputs"].items()},
        expected={name: _read_expected(made) for name, made in row["expected"].items()},
        mistakes=tuple(
            MistakeOutputs(name, sentence, {output: _read_seen(seen) for output, seen in made.items()})
            for (name, sentence), made in zip(names, row["mistakes"], strict=True)
        ),
        where=row.get("where", ""),
    )


def _read_output(place: Sequence[Any], plain: bool) -> Output:
    call, *steps = place
    return Output(call, tuple(index for index, _ in steps), tuple(parts for _, parts in steps), plain)


def _read_seen(made: Any) -> Observation | None:
    if made is None:
        return None
    plain = (decode(made["plain"]),) if "plain" in made else None
    return Observation(decode(made) if "array" in made else None, made.get("instead", ""), plain)


def _read_expected(made: Mapping[str, Any]) -> Expected:
    if "plain" in made:
        return Expected(np.zeros(0), np.zeros(0), decode(made["plain"]))
    if "values" not in made:
        return Expected(np.zeros(made["shape"]), np.zeros(made["shape"]), truth=made.get("truth"))
    values, tolerance = (np.array(made[part], dtype=float).reshape(made["shape"]) for part in ("values", "tolerance"))
    return Expected(values, tolerance, truth=made.get("truth"))
