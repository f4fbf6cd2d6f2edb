"""What a run makes of an assignment, and the complaint where another run makes something else of it.

Numbers drawn without a seed, clocks, addresses, and the order of a set differ from process to process. What depends
on them cannot be right for every student, or makes another key each time it is graded.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.assignment import Workbook
from autograder.authoring.chance import Chance, chance_in, find_chance, lines_of
from autograder.authoring.source import read_source
from autograder.core.answer_key import ExerciseKey
from autograder.core.exercise import Exercise
from autograder.core.values import portable
from autograder.errors import SourceError
from autograder.keys.build import PUBLIC_SEED, KeyBuilder
from autograder.keys.plain_json import encode
from autograder.keys.public import exercise_row

Run = Mapping[str, Mapping[str, Any]]
"""What one run makes of an assignment: fingerprints by name, of the values of its given cells and of each exercise."""

VALUES = "values"
ASKED, EXPECTED, MISTAKES, REFUSED = "asked", "expected", "mistakes", "refused"
DRAW = "draw it with `draw`: draw.normal(3), np.random.default_rng(draw.seed())"
SEED = "give it a seed (np.random.default_rng(0)), or take it as an argument"
SORT = "sort it before its order counts: sorted(…)"


def run_of(workbook: Workbook) -> Run:
    """Return what this process makes of an assignment."""
    values = {name: _fingerprint_of_value(value) for name, value in workbook.given.items()}
    return {VALUES: values, **{each.name: _made(workbook, each) for each in workbook.exercises}}


def _made(workbook: Workbook, exercise: Exercise) -> Mapping[str, Any]:
    # Else two runs would find the same where a lesson has seeded the global generators, and the probe draws from them.
    random.seed()
    np.random.seed()
    try:
        trial = KeyBuilder(workbook, exercise).trial(PUBLIC_SEED)
    except SourceError as error:
        return {REFUSED: str(error)}
    row = exercise_row(ExerciseKey(exercise.name, exercise.points, exercise.checks, (trial,)))
    return {
        REFUSED: "",
        ASKED: _fingerprint([row["calls"], row["outputs"]]),
        EXPECTED: _fingerprint(row["checks"]),
        MISTAKES: {made["name"]: _fingerprint(made["outputs"]) for made in row["mistakes"]},
    }


def _fingerprint_of_value(value: Any) -> str:
    with suppress(Exception):  # what cannot be written down cannot be compared either
        return _fingerprint(encode(portable(value)))
    return ""


def _fingerprint(row: Any) -> str:
    return sha256(json.dumps(row).encode()).hexdigest()[:16]


def refuse_differences(workbook: Workbook, mine: Run, others: Run) -> None:
    """Raise SourceError, with file, line and the fix, where two runs make different things of an assignment."""
    given = any(others[VALUES].get(name) != made for name, made in mine[VALUES].items())
    for exercise in workbook.exercises:
        one, other = mine[exercise.name], others[exercise.name]
        if one != other:
            raise _of_given(workbook, exercise.name, given) or _complaint(workbook, exercise.name, one, other)


def _of_given(workbook: Workbook, name: str, differs: bool) -> SourceError | None:
    """Return the complaint about a given cell, if what one defines differs, and it can be seen where."""
    for cell in workbook.lesson.given if differs else ():
        if found := find_chance(cell.source):
            line, told = cell.line + found.line - 1, f"'{name}' depends on a value that differs in every run"
            return SourceError(workbook.lesson.path, line, _words(told, found, SEED))
    return None


def _complaint(workbook: Workbook, name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> SourceError:
    checks, answers = workbook.folder / "checks.py", workbook.folder / "answers.py"
    if refused := one[REFUSED] or other[REFUSED]:
        return SourceError(checks, None, f"in another run this is refused: {refused}")
    if one[ASKED] != other[ASKED]:
        return _at(checks, name, f"the probe of '{name}' asks something different in every run", DRAW)
    if one[EXPECTED] != other[EXPECTED]:
        line, found = chance_in(workbook.lesson, name)
        told = f"the solution of '{name}' returns something different in every run"
        return SourceError(workbook.lesson.path, line, _words(told, found, SEED))
    mistake = next(each for each, made in one[MISTAKES].items() if other[MISTAKES].get(each) != made)
    return _at(answers, mistake, f"mistake '{mistake}' of '{name}' returns something different in every run", SEED)


def _at(path: Path, function: str, told: str, fix: str) -> SourceError:
    """Return a complaint about a function of a file: at what differs in every run, in it or in the file."""
    source = read_source(path)
    lines = lines_of(source, function)
    found = find_chance(source, lines) or find_chance(source)
    return SourceError(path, found.line if found else next(iter(lines), None), _words(told, found, fix))


def _words(told: str, found: Chance | None, fix: str) -> str:
    return f"{told}{f' (`{found.words}`)' if found else ''}: {SORT if found and found.is_set else fix}"
