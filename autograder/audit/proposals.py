"""What to add to checks.py so that surviving mutants die: inputs that tell them from the solution, as lines to paste.

The search is bounded. It tries the probe's own calls at other draws and in settings that the checks do not visit, then
variations of their arguments. Of the inputs that tell most of them apart the shortest is proposed, and so on. Where
none does, a mutant is probably another way to write the solution.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from autograder.audit.judged import asked
from autograder.audit.mutants import Mutant
from autograder.audit.mutation import Survivors, functions_with
from autograder.audit.other_inputs import variations
from autograder.audit.same_results import same_outcome
from autograder.authoring.assignment import Workbook
from autograder.authoring.random_inputs import USUAL, Setting
from autograder.core.calls import Call, Does, FunctionRef, Opaque, Outcome, Returned, Shows, leaves
from autograder.core.exercise import Exercise
from autograder.core.large_calls import is_large
from autograder.judging.failing_call import pasted
from autograder.judging.observe import as_array
from autograder.keys.arguments import ProbeError
from autograder.keys.build import recording_of
from autograder.keys.edges import ladders
from autograder.keys.recorder import MAX_PARTS

MOST = 1500  # inputs, for each exercise
DRAWS = 3  # of each setting


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines for checks.py, one of the probe's dict and one of the exercise's checks, and the mutants that they kill."""

    probe: str
    check: str
    kills: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was found for the surviving mutants of one exercise.

    None of the `tried` inputs tells the `equivalent` ones from the solution: they are probably other ways to write it.
    """

    exercise: str
    tried: int
    lines: tuple[Proposal, ...]
    equivalent: tuple[Mutant, ...]


def proposals(workbook: Workbook, survivors: Survivors, seed: str) -> tuple[Proposals, ...]:
    """Return proposals for each exercise of which mutants survive: few lines that kill all which can be killed."""
    alive = (*survivors.missed, *survivors.equivalent)
    by_exercise = [(one, [each for each in alive if each.exercise == one.name]) for one in workbook.exercises]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # far inputs overflow, and so do mutants
        return tuple(_Search(workbook, one, seed).propose(mutants) for one, mutants in by_exercise if mutants)


VIEWS = {Shows.RESULT: "", Shows.PRINTED: ".printed"}  # what is asked for in a proposal, and how it is written


@dataclass(frozen=True, slots=True)
class _Input:
    """A call to try, and one of the results that the solution has there: part is its number, None the only one."""

    call: Call
    part: int | None
    want: Any

    def tells(self, outcome: Outcome) -> bool:
        """Say whether another outcome of the call is not what it should be."""
        got = outcome.value if isinstance(outcome, Returned) else outcome
        if self.part is not None and isinstance(got, list | tuple) and self.part < len(got):
            got = got[self.part]
        return not same_outcome(got, self.want)


class _Search:
    """The inputs to try for one exercise, the shortest first, and what the solution makes of them."""

    def __init__(self, workbook: Workbook, exercise: Exercise, seed: str) -> None:
        self.workbook, self.exercise = workbook, exercise
        with workbook.place.entered():
            calls = list(_candidates(workbook, exercise, seed))
        outcomes = asked(workbook, [[call] for call in calls], lambda each: each.solution)
        pairs = [(call, outcome) for call, (outcome,) in zip(calls, outcomes, strict=True)]
        sound = [(call, each.value) for call, each in pairs if isinstance(each, Returned) and _is_sound(each.value)]
        self.calls = [call for call, _ in sorted(sound, key=lambda pair: _length(pair[0]))]
        values = {id(call): value for call, value in sound}
        self.inputs = [list(_inputs(call, values[id(call)])) for call in self.calls]

    def propose(self, alive: Sequence[Mutant]) -> Proposals:
        """Return few inputs that together kill what can be killed, the one that kills most first."""
        killers = {number: self._killers(mutant) for number, mutant in enumerate(alive)}
        left, lines = {number for number, found in killers.items() if found}, list[Proposal]()
        equivalent = tuple(mutant for number, mutant in enumerate(alive) if not killers[number])
        every = [each for group in self.inputs for each in group]
        while left:
            best = max(
                every, key=lambda each: (sum(id(each) in killers[number] for number in left), -_length(each.call))
            )
            killed = {number for number in left if id(best) in killers[number]}
            lines.append(_lines(best, len(lines) + 1, tuple(alive[number] for number in sorted(killed))))
            left -= killed
        return Proposals(self.exercise.name, len(self.calls), tuple(lines), equivalent)

    def _killers(self, mutant: Mutant) -> frozenset[int]:
        """Return which inputs tell a mutant from the solution, by their identity."""
        found = asked(self.workbook, [[call] for call in self.calls], partial(functions_with, mutant))
        pairs = zip(self.inputs, found, strict=True)
        return frozenset(id(each) for group, (outcome,) in pairs for each in group if each.tells(outcome))


def _killed(asked: _Input, killers: Mapping[int, frozenset[int]], left: Collection[int]) -> set[int]:
    return {number for number in left if id(asked) in killers[number]}


def _inputs(call: Call, value: Any) -> Iterator[_Input]:
    if not _source(call):
        return
    if isinstance(value, tuple) and any(isinstance(part, np.ndarray) for part in value):  # several results
        yield from (_Input(call, part, want) for part, want in enumerate(value[:MAX_PARTS]))
    else:
        yield _Input(call, None, value)


def _lines(asked: _Input, number: int, kills: tuple[Mutant, ...]) -> Proposal:
    array = as_array(asked.want)
    numeric = array is not None and array.dtype.kind in "iuf" and not isinstance(asked.want, bool)
    name, part = f"more_{number}", "" if asked.part is None else f"[{asked.part}]"
    probe = f'"{name}": {_source(asked.call)}{part},'
    kind = "printed" if asked.call.shows is Shows.PRINTED else "value" if numeric else "equal"
    return Proposal(probe, f'{kind}("{name}", points=1),', kills)


def _candidates(workbook: Workbook, exercise: Exercise, seed: str) -> Iterator[Call]:
    """Yield calls to try, none twice, MOST at most: as drawn first, then varied."""
    seen, drawn = set[str](), list[Call]()
    for call in _drawn(workbook, exercise, seed):
        if (known := repr(call)) not in seen:
            seen.add(known)
            drawn.append(call)
    yield from drawn[:MOST]
    left = MOST - len(drawn)
    function = workbook.solution[exercise.name]
    defaults = _defaults(function)
    for call in drawn:
        if left <= 0:
            return
        for other in variations(call, defaults):
            if (known := repr(other)) not in seen:
                seen.add(known)
                left -= 1
                yield other


def _drawn(workbook: Workbook, exercise: Exercise, seed: str) -> Iterator[Call]:
    for number in range(DRAWS):
        words = (f"{seed}/proposal {number}", workbook.name, exercise.name)
        usual = recording_of(workbook, exercise, words)
        yield from _own(usual.calls, exercise)
        for setting in _settings(usual.sizes):
            with suppress(ProbeError, ValueError, IndexError, TypeError):  # a probe may count on its sizes
                yield from _own(recording_of(workbook, exercise, words, setting).calls, exercise)


def _settings(sizes: Collection[int]) -> Iterator[Setting]:
    for ladder in ladders(sizes):
        yield from ladder
    yield replace(USUAL, more=1)


def _own(calls: Sequence[Call], exercise: Exercise) -> Iterator[Call]:
    """Yield the plain calls of the exercise itself, with nothing before them."""
    for call in calls:
        plain = call.does is Does.CALL and call.shows in VIEWS and call.leaves is None and not call.before
        if plain and call.function == exercise.name and not is_large(call):
            yield call


def _defaults(function: Any) -> int:
    parameters = inspect.signature(function).parameters.values() if inspect.isfunction(function) else ()
    return sum(parameter.default is not parameter.empty for parameter in parameters)


def _is_sound(value: Any) -> bool:
    """Say whether a result of the solution is one that a check can expect: of known kinds, and finite."""
    parts = list(leaves(value))
    if not parts or any(isinstance(part, Opaque) for part in parts):
        return False
    arrays = [array for part in parts if (array := as_array(part)) is not None and array.dtype.kind in "fc"]
    return all(bool(np.all(np.isfinite(array))) for array in arrays)


def _length(call: Call) -> int:
    return sum(part.size if isinstance(part, np.ndarray) else 1 for part in leaves(call.args))


def _source(call: Call) -> str:
    """Return a call as it is written in a probe, "" where it has no short form there."""
    args, function = _in_a_probe(call.args), f"answer.{call.function}{VIEWS[call.shows]}"
    return pasted(replace(call, function=function, args=args, named=_in_a_probe(call.named), shows=Shows.RESULT))


def _in_a_probe(value: Any) -> Any:
    """Return arguments whose functions have the names that they have in checks.py."""
    if isinstance(value, FunctionRef) and value.where != "numpy":
        name = value.name if value.where == "source" else f"answer.{value.name}"
        return replace(value, where="answer", name=name, source="")
    if isinstance(value, list | tuple):
        return type(value)(_in_a_probe(part) for part in value)
    return value
