"""nbgrader's own programs as referees: they grade as we do, tell right from wrong, and make feedback of our export.

Three students of the sample class: one who solved it, one who handed in the stub, and a mixture. EVERY_LESSON=1 asks
about all assignments of the course, which takes six times as long.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.records.store import read_records
from support.nbgrader_programs import MIXED, SOLVED, STUB, book, exported_class, nbgrader_says
from support.real_course import ASSIGNMENTS

pytest.importorskip("nbgrader.api")
pytest.importorskip("ipykernel")
pytestmark = pytest.mark.slow

NAMES = ASSIGNMENTS if os.environ.get("EVERY_LESSON") else ASSIGNMENTS[:1]


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def exported(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported_class(tmp_path_factory.mktemp("term"), [name])


def test_nbgrader_exports_the_grades_and_generates_feedback_from_what_was_written(name: str, exported: Path) -> None:
    assert nbgrader_says(exported, "export").startswith("done")
    assert f"\n{name}," in (exported / "grades.csv").read_text("utf-8")
    assert nbgrader_says(exported, "generate_feedback", name, "--force").startswith("done")
    for student in (SOLVED, STUB, MIXED):
        assert "points" in (exported / f"feedback/{student}/{name}/{name}.html").read_text("utf-8")
    assert "1.25" in (exported / f"feedback/{MIXED}/{name}/{name}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("release", "VALIDATION FAILED ON"),
        (f"submitted/{STUB}", "VALIDATION FAILED ON"),
        (f"submitted/{MIXED}", "VALIDATION FAILED ON"),
        (f"submitted/{SOLVED}", "Success! Your notebook passes all the tests."),
    ],
)
def test_nbgrader_validate_tells_the_truth(name: str, exported: Path, folder: str, said: str) -> None:
    assert said in nbgrader_says(exported, "validate", f"{folder}/{name}/{name}.ipynb")


@pytest.fixture(scope="module")
def autograded(name: str, exported: Path) -> Path:
    """The same course, graded once more by stock `nbgrader autograde`."""
    assert nbgrader_says(exported, "autograde", name, "--force").startswith("done")
    return exported


def test_stock_autograde_gives_the_public_points_of_each_exercise(name: str, autograded: Path) -> None:
    public = {record["student"]: record["public"] for record in read_records(autograded.parents[1])}
    assert {each["score"] for each in public.values() if each} >= {0.0}
    with book(autograded) as found:
        for student, ours in public.items():
            (notebook,) = found.find_submission(name, student).notebooks
            grades = {each.name.removeprefix("check-").replace("-", "_"): each.auto_score for each in notebook.grades}
            # An answer to a question waits for a teacher.
            theirs = {exercise: score or 0.0 for exercise, score in grades.items()}
            assert theirs == {each["name"]: each["score"] for each in ours["exercises"]}
