"""Other graders on the same submissions: nbgrader's `autograde` and Otter's `run`, each in an environment of its own.

They get what is fair: the given cells, the students' answers, and for each exercise a test cell (or doctest) that makes
the calls of our first trial and compares with literals. No figures, and no sandbox: they have none.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from autograder.authoring.lesson import run_solution
from autograder.batch.bounded import cores
from autograder.batch.context import GradingContext
from autograder.batch.grader import Grader
from autograder.batch.process_pool import in_processes
from autograder.cli.sample_class import UNTOUCHED
from autograder.core.model import Submission
from autograder.sandbox.host.isolation import available
from bench.classes import BUILD, class_of, course, keys, read_class, workbooks
from bench.commands import ours, run
from bench.literal import tests_of
from bench.table import Part

STUDENTS, FEW = 20, 2  # of each assignment, for nbgrader's batches; for Otter, which starts again for each submission
ONE, ALL = "autograder, one process", "autograder, a process for each core"
NBGRADER, OTTER = "nbgrader autograde", "otter run"
PEERS = BUILD / "peers"
PACKAGES = {"nbgrader": ("nbgrader",), "otter": ("otter-grader", "ipykernel")}
NUMPY = "import numpy as np"
NBGRADER_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "bench"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
"""


Work = Mapping[str, Sequence[Submission]]  # by assignment
Taken = Mapping[str, Sequence[float]]  # seconds per submission: of each one, or the mean of each batch


def measure() -> Taken:
    """Grade all assignments of a class by each grader; return the seconds for a submission."""
    for name in PACKAGES:
        _install(name)
    work = {name: _submissions(name) for name in keys()}
    return {
        ONE: _ours(work),
        ALL: _ours_on_all_cores(work),
        NBGRADER: [_nbgrader(each) for each in work.values()],
        OTTER: [_otter(each[:FEW]) for each in work.values()],
    }


def _submissions(assignment: str) -> Sequence[Submission]:
    """Return the work of the students with mixtures of right and wrong answers."""
    everyone = read_class(class_of(5 * (STUDENTS + UNTOUCHED)))
    return [submission for submission in everyone if submission.assignment == assignment][UNTOUCHED:]


def _install(name: str) -> None:
    python = PEERS / name / "bin" / "python"
    if not python.is_file():
        run([sys.executable, "-m", "venv", PEERS / name])
        run([python, "-m", "pip", "install", "--quiet", "numpy", "matplotlib", *PACKAGES[name]])


def _context() -> GradingContext:
    return GradingContext(course().course, keys(), available()[0])


def _ours(work: Work) -> Sequence[float]:
    taken = []
    with Grader(_context()) as grader:
        for submissions in work.values():
            grader.grade(submissions[0])
            for submission in submissions:
                start = time.perf_counter()
                grader.grade(submission)
                taken.append(time.perf_counter() - start)
    return taken


def _ours_on_all_cores(work: Work) -> Sequence[float]:
    """Return the mean of each batch. The first one, which starts the processes, is graded once more before."""
    batches = [next(iter(work.values())), *work.values()]
    everything, ended = [each for batch in batches for each in batch], []
    records = in_processes(_context(), everything, len(cores()))
    for batch in batches:
        for _ in batch:
            next(records)
        ended.append(time.perf_counter())
    return [(end - start) / len(batch) for start, end, batch in zip(ended, ended[1:], batches[1:], strict=False)]


# --- nbgrader ----------------------------------------------------------------------------------------------------


def _nbgrader(work: Sequence[Submission]) -> float:
    root = (PEERS / "nbgrader-course").resolve()
    shutil.rmtree(root, ignore_errors=True)
    source = root / "source" / "ps" / "ps.ipynb"
    _write(source, _cells(work[0].assignment, None))
    (root / "nbgrader_config.py").write_text(NBGRADER_CONFIG)
    nbgrader = (PEERS / "nbgrader" / "bin" / "nbgrader").resolve()
    where = {"cwd": root, "env": ours(PATH=f"{nbgrader.parent}:/usr/bin:/bin", JUPYTER_DATA_DIR=str(root / ".jupyter"))}
    run([nbgrader, "generate_assignment", "ps"], **where)
    for submission in work:
        _write(root / "submitted" / submission.student / "ps" / "ps.ipynb", _cells(submission.assignment, submission))
    cost = run([nbgrader, "autograde", "ps"], **where)
    done = len(list(root.glob("autograded/*/ps/ps.ipynb")))
    if done != len(work):
        raise RuntimeError(f"nbgrader graded {done} of {len(work)} submissions")
    start_up = run([nbgrader, "autograde", "ps"], **where)  # which leaves alone what it has graded
    return (cost.seconds - start_up.seconds) / done


def _cells(assignment: str, submission: Submission | None) -> list[dict[str, Any]]:
    """Return the notebook of a student, or (None) the instructor's."""
    cells = [_cell("\n".join([NUMPY, *keys()[assignment].given]), "given", locked=True)]
    solution = _solution(assignment)
    answers = _answers(assignment, submission)
    for exercise in keys()[assignment].exercises:
        tests = "\n".join([NUMPY, *tests_of(exercise, solution)])
        cells.append(_cell(answers[exercise.name], f"answer-{exercise.name}", solution=True))
        cells.append(_cell(tests, f"test-{exercise.name}", grade=True, locked=True, points=exercise.points))
    return cells


def _answers(assignment: str, submission: Submission | None) -> Mapping[str, str]:
    (workbook,) = (each for each in workbooks() if each.name == assignment)
    cells = workbook.lesson.cells if submission is None else submission.cells
    return {cell.exercise: cell.source for cell in cells if cell.exercise}


def _solution(assignment: str) -> Mapping[str, Any]:
    (workbook,) = (each for each in workbooks() if each.name == assignment)
    return run_solution(workbook.lesson)


def _cell(
    source: str, name: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: float = 0
) -> dict[str, Any]:
    marks = {"grade": grade, "solution": solution, "locked": locked, "task": False}
    marks |= {"grade_id": name, "schema_version": 3} | ({"points": points} if grade else {})
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name[:60],
        "metadata": {"nbgrader": marks},
        "outputs": [],
        "source": source,
    }


def _write(path: Path, cells: Sequence[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


# --- Otter -------------------------------------------------------------------------------------------------------


def _otter(work: Sequence[Submission]) -> float:
    root = (PEERS / "otter-course").resolve()
    shutil.rmtree(root, ignore_errors=True)
    (root / "tests").mkdir(parents=True)
    assignment = work[0].assignment
    for exercise in keys()[assignment].exercises:
        (root / "tests" / f"{exercise.name}.py").write_text(_otter_test(assignment, exercise.name), "utf-8")
    otter = (PEERS / "otter" / "bin" / "otter").resolve()
    where = {"cwd": root, "env": ours(PATH=f"{otter.parent}:/usr/bin:/bin")}
    run([otter, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], **where)
    seconds = 0.0
    for submission in work:
        path = root / f"{submission.student}.ipynb"
        _write(path, [cell for cell in _cells(assignment, submission) if not cell["metadata"]["nbgrader"]["grade"]])
        (root / submission.student).mkdir()
        seconds += run([otter, "run", "-a", "autograder.zip", path, "-o", root / submission.student], **where).seconds
        if not (root / submission.student / "results.json").is_file():
            raise RuntimeError("Otter wrote no results")
    return seconds / len(work)


def _otter_test(assignment: str, name: str) -> str:
    (exercise,) = (each for each in keys()[assignment].exercises if each.name == name)
    code = "\n".join(f">>> {line}" for line in [NUMPY, *tests_of(exercise, _solution(assignment))])
    suite = {"cases": [{"code": code, "hidden": False, "locked": False}], "scored": True, "type": "doctest"}
    suite |= {"setup": "", "teardown": ""}
    return f"OK_FORMAT = True\n\ntest = { ({'name': name, 'points': exercise.points, 'suites': [suite]})!r}\n"


def report(taken: Taken) -> Part:
    """Return the numbers as a table."""
    rows = [(what, f"{1000 * median(each):.1f}", f"{1000 * mean(each):.1f}") for what, each in taken.items()]
    ratios = [
        (f"{peer} against {own} ({name})", of(taken[peer]) / of(taken[own]))
        for peer in (NBGRADER, OTTER)
        for own in (ONE, ALL)
        for name, of in (("means", mean), ("medians", median))
    ]
    how = (
        f"All assignments, the same {STUDENTS} submissions of each, mixtures of right and wrong (Otter: {FEW}). "
        f"Ours: sandbox {available()[0]}, all trials, follow-through. nbgrader: one batch per assignment, in one "
        "process (it has no other way), a kernel per submission. Otter: one command per submission. Start-up is left "
        "out for ours and for nbgrader. Medians: of submissions for our one process, of assignments' means elsewhere."
    )
    return Part("Other graders", how, ("grader", "median ms per submission", "mean ms"), rows, ratios)
