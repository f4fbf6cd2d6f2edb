"""Prove the checks of an assignment in several variants of it: each must reject the same mistakes and mutants.

What every variant shares with the sample is compared with what would be made for the variant alone.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autograder.audit.known_answers import audit
from autograder.audit.mutation import Survivors, try_mutants
from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import ExerciseKey
from autograder.keys.build import KeyBuilder
from autograder.keys.personal_keys import places
from autograder.keys.swapped import refuse_renaming
from autograder.settings import Assignment


@dataclass(frozen=True, slots=True)
class VariantAudit:
    """What the variants that were tried had in common, and what is wrong, as sentences.

    killed: of how many mutants each variant's checks reject, of the exercises that rest on what is drawn.
    """

    assignment: str
    tried: int
    killed: tuple[int, ...]
    findings: tuple[str, ...]


def audit_variants(folder: CourseFolder, assignment: Assignment, sample: Workbook, count: int) -> VariantAudit | None:
    """Try so many variants besides the sample; None where there are none. Raises SourceError for a renaming."""
    if sample.variant is None:
        return None
    refuse_renaming(folder, assignment, sample)
    seed, drawn_places = folder.course.seed, places(sample)
    drawn = {name for name, each in drawn_places.items() if each}
    first = try_mutants(sample, seed, drawn)
    killed, findings = [first.killed], list[str]()
    for number in range(count):
        other = open_workbook(folder, assignment, f"variant {number}")
        tried = try_mutants(other, seed, drawn)
        killed.append(tried.killed)
        faults = _faults(sample, other, seed, first, tried, drawn)
        findings += [f"in the variant {other.variant}: {told}" for told in faults]
    return VariantAudit(assignment.name, count + 1, tuple(killed), tuple(findings))


def _faults(
    sample: Workbook, other: Workbook, seed: str, first: Survivors, tried: Survivors, drawn: Collection[str]
) -> Iterator[str]:
    yield from (f"{found.exercise}: {found.message}" for found in audit(other, seed).findings)
    before = {mutant.diff for mutant in first.missed}
    for mutant in tried.missed:
        known = "too" if mutant.diff in before else "though it is rejected in others"
        yield f"{mutant.exercise}: this mutant gets full marks, {known}:\n{mutant.diff}"
    for exercise in other.exercises:
        if exercise.name not in drawn and _key(other, exercise.name, seed) != _key(sample, exercise.name, seed):
            yield f"{exercise.name}: it differs, and nothing that is drawn is named in it: name it there"


def _key(workbook: Workbook, name: str, seed: str) -> bytes:
    exercise = next(each for each in workbook.exercises if each.name == name)
    return _written(KeyBuilder(workbook, exercise).key(seed))


def _written(key: ExerciseKey) -> bytes:
    """Return what is asked and expected, as bytes that are the same where it is."""
    return b"".join(pickle.dumps((trial.calls, list(trial.expected.items()))) for trial in key.trials)


def lines(found: VariantAudit) -> Iterator[str]:
    """Yield what is to be said of the variants of an assignment."""
    least, most = min(found.killed), max(found.killed)
    killed = f"{most} mutants are rejected in each"
    if least != most:
        killed = f"{least} to {most} mutants are rejected in each (the others return what its own solution does)"
    yield f"{found.assignment}: {found.tried} variants: {killed}"
    yield from (f"{found.assignment}: {told}" for told in found.findings)
