"""The slips of one student's own copy: made when a wrong answer of that student is to be named, and not before.

To make them for everybody beforehand would take longer than to grade: most answers are right, or are known mistakes.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from autograder.authoring.data_files import Files
from autograder.authoring.working_folder import WorkingFolder
from autograder.core.answer_key import ExerciseKey, Slip
from autograder.core.model import Cell
from autograder.judging.fingerprint import NEAR, is_near
from autograder.keys.slip_finder import SlipFinder, can_have_slips
from autograder.slips.made import MadeSlip, made_slips

WITHIN = 10 * NEAR  # at some of the inputs; at all of them, what is rounded there counts less
COPIES = 4  # that are kept run
FINDERS = 16  # whole keys and students' parts of them


@dataclass(frozen=True, slots=True, eq=False)
class OwnCopy:
    """One student's lesson, solved: the sources of its cells in order, and the data files beside it."""

    sources: Sequence[str]
    files: Files


@dataclass(frozen=True, slots=True, eq=False)
class PersonalSlips:
    """Makes the slips of one exercise in a student's copy. answer: its solved cell."""

    copy: OwnCopy
    answer: Cell

    def like(self, key: ExerciseKey, first: str) -> Sequence[Slip]:
        """Return the slips that show what has this fingerprint at the key's first trial."""
        place = _run(self.copy)[1]
        with place.entered(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # slips divide by zero, and leave files open
            finder, prints = _finder(self, key)
            found = (finder.slip(made) for made, shown in prints if is_near(shown, first, WITHIN))
            return [slip for slip in found if slip is not None]


def with_personal_slips(key: ExerciseKey, copy: OwnCopy, answer: Cell | None) -> ExerciseKey:
    """Return a key whose slips are made when they are needed; as it is where it can have none."""
    beside_hidden = any(trial.hidden_data for trial in key.trials)
    if answer is None or beside_hidden or not can_have_slips(key):
        return key
    return replace(key, unmade_slips=PersonalSlips(copy, answer))


@lru_cache(maxsize=COPIES)
def _run(copy: OwnCopy) -> tuple[Mapping[str, Any], WorkingFolder]:
    """Return what a copy defines, and where its files lie."""
    place, solution = WorkingFolder(copy.files), dict[str, Any](__name__="lesson")
    with place.entered():
        for source in copy.sources:
            exec(compile(source, "<lesson>", "exec", dont_inherit=True), solution)
    return solution, place


@lru_cache(maxsize=FINDERS)
def _finder(slips: PersonalSlips, key: ExerciseKey) -> tuple[SlipFinder, Sequence[tuple[MadeSlip, str]]]:
    """Return what runs the slips, and what each of them shows at the first inputs."""
    solution, _ = _run(slips.copy)
    finder = SlipFinder(solution, key)
    return finder, tuple(finder.first_prints(made_slips(slips.answer, solution)))
