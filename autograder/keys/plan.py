"""What is asked at which trial: calls that only some checks need, calls that cost much, and calls that are asked twice.

A call is data, so to ask it in another order, or again, costs nothing but its time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from autograder.core.answer_key import ExerciseKey, Trial
from autograder.core.exercise import Check
from autograder.core.large_calls import is_large
from autograder.keys.at_edges import without_known


def large_outputs(trial: Trial) -> frozenset[str]:
    """Return the outputs of large calls."""
    return frozenset(name for name, output in trial.outputs.items() if is_large(trial.calls[output.call]))


def restrict(trial: Trial, checks: Iterable[Check], outputs: Collection[str]) -> Trial:
    """Return the trial with these outputs alone: no call that none of them needs, those checks that look at them."""
    kept = {name: output for name, output in trial.outputs.items() if name in outputs}
    needed = sorted({output.call for output in kept.values()})
    return replace(
        trial,
        calls=tuple(trial.calls[number] for number in needed),
        outputs={name: replace(output, call=needed.index(output.call)) for name, output in kept.items()},
        expected={
            check.name: trial.expected[check.name]
            for check in checks
            if check.output in kept and check.name in trial.expected
        },
        mistakes=tuple(
            replace(made, outputs={name: seen for name, seen in made.outputs.items() if name in kept})
            for made in trial.mistakes
        ),
    )


def published_calls(key: ExerciseKey) -> list[tuple[int, int]]:
    """Return which calls students know, as numbers of trial and call: those that public checks look at."""
    return [(number, call) for number in _published(key) for call in _looked_at(key.trials[number], key.checks)]


def _published(key: ExerciseKey) -> list[int]:
    """Return which trials students know: the first, and those of unusual inputs."""
    return [number for number, trial in enumerate(key.trials) if number == 0 or trial.where]


def _looked_at(trial: Trial, checks: Iterable[Check]) -> list[int]:
    outputs = {check.output for check in checks if not check.hidden and check.name in trial.expected}
    return sorted({trial.outputs[output].call for output in outputs})


def publish(key: ExerciseKey) -> ExerciseKey:
    """Return the students' part of one exercise's key: public checks, published trials, and the calls of both."""
    outline = public_outline(key)
    outputs = {check.output for check in outline.checks}
    usual, *edges = (restrict(key.trials[number], outline.checks, outputs) for number in _published(key))
    kept = (usual, *without_known(usual, [trial for trial in edges if trial.calls], outline.checks))
    return replace(outline, trials=kept, slips=tuple(replace(slip, here=slip.public) for slip in key.slips))


def public_outline(key: ExerciseKey) -> ExerciseKey:
    """Return the public checks of one exercise's key with their points: all that an answer without a fault needs."""
    checks = tuple(check for check in key.checks if not check.hidden)
    return replace(key, points=sum(check.points for check in checks), checks=checks, trials=(), slips=())


def repeat_in_reverse(trial: Trial) -> Trial:
    """Return the trial with its calls asked in order and then, which is what counts, all of them again backwards.

    An answer that remembers earlier calls, or rests on their order, says something else then. Large calls are asked
    once, after all others: what takes too long may leave them no time.
    """
    large = [number for number, call in enumerate(trial.calls) if is_large(call)]
    small = [number for number in range(len(trial.calls)) if number not in large]
    order = [*small, *reversed(small), *large]
    last = {number: place for place, number in enumerate(order)}
    return replace(
        trial,
        calls=tuple(trial.calls[number] for number in order),
        outputs={name: replace(output, call=last[output.call]) for name, output in trial.outputs.items()},
        repeats={last[number]: place for place, number in enumerate(small)},
    )
