"""A solution that its author's process runs, and grading does not, stops the release with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import SourceError
from autograder.release.folder import released_folders
from autograder.release.solved import refuse_failing_solutions
from support.tiny import CONFIG, LESSON, make_course

IMPORT, RETURN = "from numpy import ndarray\n", "return 2.0 * np.asarray(x)"
BY_NAME = "__import__('pytest')"
LIMITED = CONFIG.replace('seed="a secret', 'limits=Limits({}), seed="a secret').replace(
    "import Assign", "import Limits, Assign"
)


def complaint(folder: Path, words: str, config: str = CONFIG, **texts: str) -> str:
    """Return what is said of a course; it must be at the line that holds these words."""
    course = make_course(folder, config=config, **texts)
    with pytest.raises(SourceError) as caught:
        refuse_failing_solutions(course, released_folders(course))
    assert words in Path(caught.value.path).read_text("utf-8").splitlines()[(caught.value.line or 0) - 1]
    return str(caught.value).partition(": ")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [(BY_NAME, "`pytest` is not available where answers are graded"), ("open('/etc/passwd')", "PermissionError")],
)
def test_a_given_cell_that_grading_does_not_run_stops_the_release(tmp_path: Path, words: str, said: str) -> None:
    told = complaint(tmp_path, words, lesson=LESSON.replace(IMPORT, f"{IMPORT}{words}\n"))
    assert told.startswith("where answers are graded, this fails: the assignment's given cell 1: ")
    assert said in told


@pytest.mark.parametrize(
    ("words", "limits", "said"),
    [
        (BY_NAME, "", "`pytest` is not available"),
        ("np.ones(2**25)", "memory_mb=64", "MemoryError"),
    ],
)
def test_a_solution_that_grading_does_not_accept_stops_the_release(
    tmp_path: Path, words: str, limits: str, said: str
) -> None:
    lesson = LESSON.replace(RETURN, f"{words}\n    {RETURN}")
    told = complaint(tmp_path, "def double", LIMITED.format(limits), lesson=lesson)
    assert told.startswith("the solution of 'double' does not pass shape of y where answers are graded: ")
    assert said in told


def test_a_solution_that_grading_accepts_is_released(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    refuse_failing_solutions(course, released_folders(course))
