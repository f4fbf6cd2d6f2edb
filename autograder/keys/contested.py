"""Unusual inputs that nobody asked for and that an author's own right answers do not agree about.

The framework adds sizes and values that the author of a probe did not think of. Where a right answer of answers.py
shows something else there than the solution, no check asks for it, and the audit says so: it is for the author to say
which of the two a student should return.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograder.core.answer_key import MistakeOutputs, Trial
from autograder.core.exercise import Check
from autograder.keys.plan import restrict


def without_contested(trial: Trial, checks: Sequence[Check], right: Iterable[MistakeOutputs]) -> Trial:
    """Return a trial without what right answers (`right`: what they show) contest, and with a sentence on each."""
    asked = [check for check in checks if check.name in trial.expected]
    found = {check.name: made.name for made in right for check in asked if _is_contested(made, trial, check)}
    if not found:
        return trial
    kept = [check for check in asked if check.name not in found]
    trial = restrict(trial, kept, {check.output for check in kept})
    said = tuple(f"{check}: right answer '{name}' differs from the solution" for check, name in found.items())
    return replace(trial, contested=said)


def _is_contested(made: MistakeOutputs, trial: Trial, check: Check) -> bool:
    if check.output not in made.outputs:
        return False
    seen, expected = made.outputs[check.output], trial.expected[check.name]
    if seen is not None and seen.plain is not None:
        return bool(check.wrong(seen.plain[0], expected))
    if seen is None or seen.problem or seen.values is None:
        return True
    return bool(check.wrong(seen.values, expected))
