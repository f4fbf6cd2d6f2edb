"""What slips of one exercise show at the inputs of its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey, Observation, Slip, Trial
from autograder.core.large_calls import is_large
from autograder.core.script import SOURCES, perform
from autograder.core.values import portable
from autograder.judging.fingerprint import APART, NONE, fingerprint, is_near
from autograder.judging.observe import observe
from autograder.keys.plan import publish
from autograder.slips.made import MadeSlip
from autograder.slips.time_limit import OutOfTimeError, at_most

Seen = Sequence[Mapping[str, Observation | None]]
# Of CPU, for all calls of a slip at its inputs. A right answer takes milliseconds, the slowest slip that ends 0.4 s:
# the limit is far beyond that, for no slip may be in one release and, on a busier machine, missing from the next.
SECONDS = 4.0


def can_have_slips(key: ExerciseKey) -> bool:
    """Say whether a slip of this exercise could be told by its numbers."""
    return not any(output.plain for trial in key.trials for output in trial.outputs.values())


class SlipFinder:
    """Runs slips of one exercise at the inputs of its key. solution maps names to what the lesson defines."""

    def __init__(self, solution: Mapping[str, Any], key: ExerciseKey) -> None:
        self.solution, self.key = solution, key
        self.public = publish(key)
        self._names = {id(trial): _numeric(trial) for trial in key.trials}
        self.right_public = fingerprint(self._published(self._seen(dict(solution), key.trials)))

    def first_prints(self, slips: Iterable[MadeSlip]) -> Iterator[tuple[MadeSlip, str]]:
        """Yield slips with what they show at the first inputs: those that differ there from all else that is known."""
        known = self._known()
        for made in slips:
            first = fingerprint(self._seen(self._functions(made), self.key.trials[:1]))
            if first not in known and first != NONE:
                known.add(first)
                yield made, first

    def _known(self) -> set[str]:
        """Return what the right answer and the known mistakes show at the first inputs."""
        trial = self.key.trials[0]
        names = _numeric(trial)
        mistakes = ({name: made.outputs.get(name) for name in names} for made in trial.mistakes)
        right = self._seen(dict(self.solution), [trial])
        return {fingerprint([made]) for made in mistakes} | {fingerprint(right)}

    def slip(self, made: MadeSlip) -> Slip | None:
        """Return a slip with what it shows at all inputs, None if it is as good as right."""
        seen = self._seen(self._functions(made), self.key.trials)
        here, public = fingerprint(seen), fingerprint(self._published(seen))
        if NONE in (here, public) or is_near(public, self.right_public, APART):
            return None
        return Slip(made.kind, made.sentence, here, public)

    def _functions(self, made: MadeSlip) -> dict[str, Any]:
        """Return what the lesson defines, with a slip in place of the answer."""
        exercise, solution = self.key.name, self.solution
        namespace = {name: value for name, value in solution.items() if name != exercise}
        with suppress(Exception):
            exec(made.code, namespace)
        return {**solution, exercise: namespace.get(exercise), SOURCES: {}}

    def _seen(self, functions: Mapping[str, Any], trials: Sequence[Trial]) -> Seen:
        """Return what is seen at trials, nothing at all of what raises or never ends at one of them."""
        with suppress(OutOfTimeError, Exception), at_most(SECONDS), np.errstate(all="ignore"):
            return [_observed(trial, self._names[id(trial)], functions) for trial in trials]
        return []

    def _published(self, seen: Seen) -> Seen:
        """Return what students see of it."""
        if not seen:
            return seen
        numbers = [number for number, trial in enumerate(self.key.trials) if number == 0 or trial.where]
        kept = {c.output for c in self.public.checks}
        return [{name: each for name, each in seen[number].items() if name in kept} for number in numbers]


def _numeric(trial: Trial) -> list[str]:
    return [name for name, output in trial.outputs.items() if not is_large(trial.calls[output.call])]


def _observed(trial: Trial, names: Sequence[str], functions: Mapping[str, Any]) -> Mapping[str, Observation | None]:
    """Return what a function shows at these outputs of a trial. Raises what it raises."""
    asked = dict.fromkeys(trial.outputs[name].call for name in names)
    results = {number: portable(perform(trial.calls[number], functions.__getitem__)) for number in asked}
    return {name: observe(results[trial.outputs[name].call], trial.outputs[name]) for name in names}
