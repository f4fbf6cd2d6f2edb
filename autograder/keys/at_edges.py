"""Which known mistakes students need to know at unusual inputs: those that the usual ones do not tell from all others.

Most mistakes are recognised by what they show at the published usual inputs alone. What they show at all the unusual
ones would be most of what is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.core.answer_key import MistakeOutputs, Observation, Trial
from autograder.core.exercise import Check
from autograder.judging.recognise import is_same


def without_known(usual: Trial, edges: Sequence[Trial], checks: Sequence[Check]) -> list[Trial]:
    """Return the trials of unusual inputs with the outputs of such mistakes alone, those of others empty."""
    needed = [
        _passes(made, usual, checks) or _is_like_right(made, usual, checks) or _is_like_another(made, usual.mistakes)
        for made in usual.mistakes
    ]
    return [
        replace(
            edge,
            mistakes=tuple(
                made if kept else replace(made, outputs={}) for made, kept in zip(edge.mistakes, needed, strict=True)
            ),
        )
        for edge in edges
    ]


def _passes(made: MistakeOutputs, usual: Trial, checks: Sequence[Check]) -> bool:
    return not any(_shows_wrong(made, usual, check) for check in checks)


def _shows_wrong(made: MistakeOutputs, usual: Trial, check: Check) -> bool:
    seen = made.outputs.get(check.output)
    if seen is None or seen.problem or seen.values is None:
        return True
    return check.fails(seen.values, usual.expected[check.name])


def _is_like_right(made: MistakeOutputs, usual: Trial, checks: Sequence[Check]) -> bool:
    """Say whether a mistake would be recognised in what is right: a difference quotient is near enough."""
    expected = {check.output: Observation(usual.expected[check.name].values) for check in checks if check.numeric}
    return is_same(expected, {name: shown for name, shown in made.outputs.items() if name in expected})


def _is_like_another(made: MistakeOutputs, all_made: Sequence[MistakeOutputs]) -> bool:
    others = (other for other in all_made if other.sentence != made.sentence)
    return any(is_same(made.outputs, other.outputs) for other in others)
