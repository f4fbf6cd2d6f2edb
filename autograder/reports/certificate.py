"""The audit certificate: one page per assignment that says how its checks were proved, on what, and with which result.

It is made by the audit and linked from the class report. It tells no seed (it is named by a keyed hash,
as in records), no input that is not published, and no line of a solution.
"""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from autograder.audit.known_answers import Audit, try_out
from autograder.audit.mutation import Survivors
from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.exercise import Variation
from autograder.reports.pages import render


@dataclass(frozen=True, slots=True)
class ToleranceRow:
    """How far an answer may be off at one check: relative to the largest expected entry, over all trials."""

    exercise: str
    check: str
    points: float
    least: float | None
    most: float | None
    reason: str


def certificate(
    workbook: Workbook,
    found: Audit,
    survivors: Survivors,
    key: AnswerKey,
    made: datetime,
    title: str,
    files: Mapping[str, bytes] | None = None,
) -> str:
    """Return the page. key: the assignment's full answer key; made: when, with a time zone; files: its sources."""
    keys = {each.name: each for each in key.exercises}
    tallies = {(each.exercise, each.check): each for each in survivors.tallies}
    return render(
        "certificate.html",
        title=title,
        workbook=workbook,
        points=lambda known: f"{_points(workbook, keys[known.exercise], known)} of {keys[known.exercise].points:g}",
        audit=found,
        survivors=survivors,
        proved=not found.findings and not survivors.missed,
        tolerances=[
            (row, tallies.get((row.exercise, row.check))) for each in key.exercises for row in tolerance_rows(each)
        ],
        missed=Counter(each.exercise for each in survivors.missed),
        equivalent=Counter(each.exercise for each in survivors.equivalent),
        hashes={name: hashlib.sha256(content).hexdigest() for name, content in (files or {}).items()},
        trials=sum(len(each.trials) for each in key.exercises),
        seed=key.seed_id,
        fingerprint=key.fingerprint,
        versions={**versions(), "made": f"{made:%Y-%m-%d %H:%M %Z}"},
    )


def certificate_name(assignment: str) -> str:
    """Return the name of the file that holds an assignment's certificate, beside the class report."""
    return f"certificate-{assignment}.html"


def _points(workbook: Workbook, key: ExerciseKey, known: Variation) -> str:
    return f"{try_out(workbook, key, known).score:g}"


def versions() -> Mapping[str, str]:
    """Return what the result depends on."""
    from autograder.records.store import versions as of_grades

    return {**of_grades(), "system": f"{platform.system()} on {platform.machine()}", "numpy": np.__version__}


def tolerance_rows(key: ExerciseKey) -> Sequence[ToleranceRow]:
    """Return the tolerance of each check of an exercise."""
    return [_row(key, number) for number in range(len(key.checks))]


def _row(key: ExerciseKey, number: int) -> ToleranceRow:
    check = key.checks[number]
    shares = []
    for trial in key.trials:
        expected = trial.expected.get(check.name)
        if expected is None or not expected.values.size:
            continue
        largest = float(np.max(np.abs(expected.values), initial=0.0)) or 1.0
        finite = expected.tolerance[np.isfinite(expected.tolerance)]
        shares += [float(np.max(finite, initial=0.0)) / largest]
    least, most = (None, None) if check.exact or not any(shares) else (min(shares), max(shares))
    return ToleranceRow(key.name, check.name, check.points, least, most, check.tolerance_reason)
