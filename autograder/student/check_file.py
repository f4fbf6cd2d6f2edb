"""The public checks on a file or a released folder: `autograder check`, `pytest`, and `autograder.api.check_file`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.core.answer_key import AnswerKey, Rules
from autograder.core.data_names import complaints
from autograder.core.model import Cell, Limits, Submission
from autograder.errors import AutograderError, UsageError
from autograder.student.grader_python import as_the_grader_reads
from autograder.student.released import read_files, read_key, read_rules
from autograder.student.tries import level_of, read_seen, write_seen

if TYPE_CHECKING:
    from autograder.core.verdicts import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with how much is to be told of each exercise, by its name (see student.hint_levels)."""

    report: Report
    levels: Mapping[str, int]


def check_path(path: Path, kind: str = "spawned") -> Report:
    """Run the public checks on a notebook, a .py file, or a released folder. Raises UsageError if it cannot be read.

    kind: of the sandbox, as open_sandbox takes it.
    """
    return _run(_opened(path), kind)


def check_with_levels(path: Path, kind: str = "spawned", count: bool = True) -> Checked:
    """Do the same, and say how much to tell. count: whether this is one try more. Raises UsageError."""
    opened = _opened(path)
    report, seen = _run(opened, kind), read_seen(path)
    before = {name: list(answers) for name, answers in seen.items()}
    sources, fixed = _sources(opened.submission.cells), opened.rules.hint_level
    levels = {each.name: level_of(each, sources.get(each.name, ""), seen, fixed, count) for each in report.exercises}
    if seen != before:
        write_seen(path, seen)
    return Checked(report, levels)


@dataclass(frozen=True, slots=True)
class _Opened:
    key: AnswerKey
    rules: Rules
    submission: Submission


def _opened(path: Path) -> _Opened:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    folder = path if path.is_dir() else path.parent
    key, rules = read_key(folder), read_rules(folder)
    files = read_files(folder, key.shipped)
    for told in complaints({name: digest for name, digest in key.shipped.items() if name not in files}, files):
        raise UsageError(told)
    submission = _as_graded(_read(path, key, rules.limits), rules.python)
    notes = (*submission.notes, *complaints(key.shipped, files))
    return _Opened(replace(key, files=files), rules, replace(submission, notes=notes))


def _run(opened: _Opened, kind: str) -> Report:
    from autograder.grading.attempts import grade_submission
    from autograder.sandbox import open_sandbox

    rules, submission = opened.rules, opened.submission
    with open_sandbox(kind, modules=rules.modules) as sandbox, _blaming(opened.key):
        report = grade_submission(opened.key, submission, sandbox, rules.limits, follow_through=0.0)
    return replace(report, exercises=report.public, notes=submission.notes + tuple(_unsaid(report)))


@contextmanager
def _blaming(key: AnswerKey) -> Iterator[None]:
    """Raise UsageError that names a data file which was changed, where the lesson's own cells fail over it."""
    try:
        yield
    except AutograderError as error:
        for told in complaints(key.shipped, key.files):
            raise UsageError(told) from error
        raise


def _unsaid(report: Report) -> Iterator[str]:
    """Yield the notes on cells except for those that the exercises say already, or that follow from these."""
    messages = [verdict.message for each in report.public for verdict in each.verdicts]
    missing = {each.name for each in report.public if all(verdict.points == 0 for verdict in each.verdicts)}
    for note in report.notes:
        error = re.sub(r"^line \d+: ", "", note.partition("did not run to its end: ")[2])
        name = re.search(r"NameError: name '(\w+)' is not defined", error)
        said = error and (error == "NotImplementedError" or any(error in message for message in messages))
        if not said and not (name and name[1] in missing):
            yield note


def _sources(cells: Iterable[Cell]) -> dict[str, str]:
    """Return what an exercise's answer consists of, by its name: its own cell, or the cells that define it."""
    found: dict[str, str] = {}
    for cell in cells:
        for name in {cell.exercise or "", *_defined(cell.source)}:
            found[name] = found.get(name, "") + cell.source
    return found


def _defined(source: str) -> list[str]:
    return [line[4:].partition("(")[0].strip() for line in source.splitlines() if line.startswith("def ")]


def _as_graded(submission: Submission, python: str) -> Submission:
    """Return a submission whose cells are read as the grader's Python reads them."""
    second = submission.second
    return replace(
        submission,
        cells=as_the_grader_reads(submission.cells, python),
        second=second and replace(second, cells=as_the_grader_reads(second.cells, python)),
    )


def _read(path: Path, key: AnswerKey, limits: Limits) -> Submission:
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.read import read_one, read_submission

    if path.is_dir():
        submission = read_submission(SubmissionRef("you", key.assignment, path.resolve()), key.answer_cells, limits)
    else:
        submission = read_one(path, limits)
    if submission.problem:
        named = submission.problem.startswith(path.name)
        raise UsageError(submission.problem if named else f"{path}: {submission.problem}")
    right = f"{key.assignment}{path.suffix.lower()}"
    if path.is_file() and path.name != right:
        return replace(submission, notes=(*submission.notes, f"{path.name} was checked; hand it in as {right}"))
    return submission
