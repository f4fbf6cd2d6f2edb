"""Slips that a key recognises besides the mistakes that its author foresaw: made of the solution.

The solution is changed in one place; what that returns at the key's inputs is kept as a fingerprint. A slip that
raises, that is as good as right, or that shows what another one or a known mistake shows, is left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import ExerciseKey, Slip
from autograder.keys.slip_finder import SlipFinder, can_have_slips
from autograder.slips.made import made_slips


def with_slips(workbook: Workbook, keys: Sequence[ExerciseKey]) -> tuple[ExerciseKey, ...]:
    """Return the keys with the slips that each of them recognises; none where they are asked beside hidden files."""
    if any(trial.hidden_data for key in keys for trial in key.trials):
        return tuple(keys)
    with workbook.place.entered(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # slips divide by zero, and leave files open
        return tuple(replace(key, slips=tuple(_slips(workbook, key))) for key in keys)


def _slips(workbook: Workbook, key: ExerciseKey) -> Iterator[Slip]:
    if not can_have_slips(key):
        return
    finder = SlipFinder(workbook.solution, key)
    for made, _ in finder.first_prints(made_slips(workbook.lesson.exercises[key.name], workbook.solution)):
        if (found := finder.slip(made)) is not None:
            yield found
