"""The tiny course released, and a class that hands in: for tests of grading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.course import CourseFolder, find_course, open_workbook
from autograder.cli.sample_class import fill_in
from autograder.core.calls import Call, Job
from autograder.core.model import Cell, Limits
from autograder.records.schema import Record
from autograder.records.store import read_records
from autograder.release.folder import build_folder, write_folders
from autograder.sandbox.host.accounting import Allowance
from autograder.sandbox.host.rounds import ReferenceFunctions, RoundResult
from autograder.sandbox.host.session import AnySandbox, Session
from autograder.sandbox.host.transport import Worker
from autograder.sandbox.protocol.calls import Calls
from support.tiny import CONFIG, make_course

DOUBLE = "def double(x):\n    return 2.0 * np.asarray(x)\n"
TRIPLE = "def double(x):\n    return 3.0 * np.asarray(x)\n"
QUAD = "def quad(x):\n    return double(double(x))\n"
QUAD_ALONE = "def quad(x):\n    return 4.0 * np.asarray(x)\n"
SOLVED = {"double": DOUBLE, "quad": QUAD}


def released_course(folder: Path, config: str = CONFIG) -> CourseFolder:
    """Return the tiny course in a folder, released, with an empty submitted/."""
    course = make_course(folder, config=config)
    write_folders(course.assignments, {"tiny": _released(str(folder))})
    (folder / "submitted").mkdir(exist_ok=True)
    return find_course(folder)


_kept: dict[str, bytes] = {}


def _released(folder: str) -> Mapping[str, bytes]:
    # Releasing imports nbgrader, which takes seconds; the tiny lesson is always the same.
    if not _kept:
        course = find_course(Path(folder))
        _kept.update(build_folder(open_workbook(course, course.course.assignments[0])))
    return _kept


def answered(course: CourseFolder, suffix: str = ".ipynb", **answers: str) -> str:
    """Return the released file with these answers in their cells: answered(course, double=DOUBLE)."""
    return fill_in((course.assignments / "tiny" / f"tiny{suffix}").read_text("utf-8"), suffix, answers)


def hand_in(course: CourseFolder, student: str, text: str | bytes, name: str = "tiny.ipynb") -> Path:
    """Write a submission; return its path."""
    path = course.root / "submitted" / student / "tiny" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def notebook(*cells: tuple[str, Mapping[str, str]] | str) -> str:
    """Return the text of a notebook with these code cells: a source, or a source and its metadata."""
    pairs = [(cell, {}) if isinstance(cell, str) else cell for cell in cells]
    made = [
        {"cell_type": "code", "metadata": dict(marks), "source": source, "outputs": [], "execution_count": None}
        for source, marks in pairs
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def code(source: str, exercise: str | None = None) -> Cell:
    """Return a code cell."""
    return Cell("code", source, exercise=exercise)


def records_in(course: CourseFolder, out: str = "grades") -> dict[str, Record]:
    """Return the records of the tiny assignment by student."""
    return {record["student"]: record for record in read_records(course.root / out)}


def without_seconds(records: Mapping[str, Record]) -> dict[str, dict[str, Any]]:
    """Return records as they must be the same in every run."""
    return {
        student: {key: value for key, value in record.items() if key != "seconds"}
        for student, record in records.items()
    }


@dataclass(frozen=True)
class Asked:
    """One round of calls, and for which exercises the grader answered meanwhile."""

    calls: tuple[Call, ...]
    references: tuple[str, ...]


class Borrowed(AnySandbox):
    """A sandbox that is somebody else's: closing it does nothing. It notes what is run and what is asked."""

    def __init__(self, sandbox: AnySandbox) -> None:
        self.sandbox = sandbox
        self.runs = 0
        self.jobs: list[Job] = []
        self.rounds: list[Asked] = []

    def start_worker(self) -> Worker:
        raise NotImplementedError

    def open(self, job: Job, limits: Limits, allowance: Allowance | None = None) -> Session:
        self.runs += 1
        self.jobs.append(job)
        session = self.sandbox.open(job, limits, allowance)
        ask = session.ask

        def noted(parts: Sequence[Calls], references: ReferenceFunctions | None = None) -> RoundResult:
            calls = tuple(call for part in parts for call in part.calls)
            self.rounds.append(Asked(calls, references.names if references else ()))
            return ask(parts, references)

        session.ask = noted  # type: ignore[method-assign]
        return session
