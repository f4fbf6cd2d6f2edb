"""The courses in examples/: each passes its audit, is released as it lies there, and grades what is right and wrong."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.api import load_course
from autograder.audit.known_answers import audit
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.cli.main import main
from autograder.cli.sample_class import fill_in, solved_cells
from autograder.records.store import read_records

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PUBLIC = {"autograder", "autograder.checks", "autograder.mistakes", "autograder.questions", "autograder.settings"}
COURSES = {"numerical_methods": "roots_and_fits", "data_wrangling": "sales"}

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are in the repository alone")


@pytest.fixture(scope="module", params=list(COURSES))
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of an example, released."""
    if request.param == "data_wrangling":
        pytest.importorskip("pandas")
    folder = tmp_path_factory.mktemp("examples") / request.param
    shutil.copytree(EXAMPLES / request.param, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["release"]) == 0
    return folder


def book_of(course: Path) -> Workbook:
    return load_workbook(course / "solutions" / COURSES[course.name])


def handed_in(course: Path, **answers: dict[str, str]) -> dict[str, dict[str, float]]:
    """Grade these students' answers in a sandbox; return the share of the points of each exercise, by student."""
    name = COURSES[course.name]
    stub = (course / "assignments" / name / f"{name}.ipynb").read_text("utf-8")
    for student, cells in answers.items():
        place = course / "submitted" / student / name
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.ipynb").write_text(fill_in(stub, ".ipynb", cells), "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--jobs", "1"]) == 0
    records = {each["student"]: each["exercises"] for each in read_records(course / "grades")}
    return {who: {part["name"]: part["score"] / part["max_score"] for part in made} for who, made in records.items()}


def test_its_known_answers_pass_the_audit(course: Path) -> None:
    found = audit(book_of(course), load_course(course).course.seed)
    assert [str(each) for each in found.findings] == []
    assert found.caught == found.named == found.mistakes >= 15


def test_right_answers_get_all_points_in_the_sandbox_and_wrong_ones_lose_some(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    book = book_of(course)
    others = {known.exercise: known.source for known in reversed(book.right)}
    wrong = {known.exercise: known.source for known in reversed(book.mistakes)}
    shares = handed_in(course, ann=solved_cells(book), bob=others, eve=wrong, zed={})
    checked = {each.name for each in book.exercises} - book.questions.keys()
    assert {name: shares["ann"][name] for name in checked} == dict.fromkeys(checked, 1.0)
    assert {name: shares["bob"][name] for name in checked} == dict.fromkeys(checked, 1.0)
    assert [name for name in checked if shares["eve"][name] >= 1.0] == []
    assert set(shares["zed"].values()) == {0.0}


def test_its_kit_holds_what_a_student_needs_and_no_more(course: Path) -> None:
    name = COURSES[course.name]
    with zipfile.ZipFile(course / "dist" / "student-kit.zip") as kit:
        names = [each.removeprefix("student-kit/") for each in kit.namelist()]
        readme = kit.read("student-kit/README.md").decode()
    assert f"assignments/{name}/{name}.ipynb" in names
    assert any(each.startswith(f"assignments/{name}/data/") for each in names)
    assert not any("hidden" in each or "solution" in each or each.endswith("answers.py") for each in names)
    assert ("jupyterlab pandas`" in readme) == (course.name == "data_wrangling")


def test_a_course_imports_the_public_surface_alone(course: Path) -> None:
    text = "".join(
        path.read_text("utf-8") for path in sorted(course.glob("**/*.py")) if "assignments" not in path.parts
    )
    imported = set(re.findall(r"^(?:from|import) (autograder[\w.]*)", text, re.MULTILINE))
    assert imported <= PUBLIC


@pytest.mark.slow
def test_every_mutant_of_its_solutions_is_killed(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    code = main(["audit"])
    assert code == 0, capsys.readouterr().out
