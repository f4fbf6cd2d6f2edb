"""PrairieLearn's question, laid out in /grade and run as its external grader does, on a submission of each kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from support.bundled import bundled, can_make_roots, put, run_in_root, submissions
from support.graders_read import prairielearn_accepts, prairielearn_reads

pytestmark = pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in")
# Of the public checks alone: the policy says that hidden ones may not be known of yet.
SHARES = {
    "right": 1.0,
    "wrong": 0.1,
    "hostile": 0.3,
    "noisy": 0.0,
    "two files": 0.4,
    "a web page": None,
    "empty": None,
    "damaged": None,
}


@pytest.fixture(scope="module")
def bundle(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled("prairielearn", course, tmp_path_factory.mktemp("prairielearn") / "bundle")


@pytest.fixture(scope="module")
def job(bundle: Path) -> Path:
    """The /grade of a job, without what is handed in."""
    place = bundle.parent / "grade"
    shutil.copytree(bundle / "serverFilesCourse", place / "serverFilesCourse")
    shutil.copytree(bundle / "questions" / "tiny" / "tests", place / "tests")
    put(place / "data", {"data.json": "{}"})
    return place


@pytest.mark.parametrize("kind", SHARES)
def test_each_kind_of_submission_gets_its_share(job: Path, bundle: Path, course: CourseFolder, kind: str) -> None:
    put(job / "student", submissions(course)[kind])
    shutil.rmtree(job / "results", ignore_errors=True)
    info = json.loads((bundle / "questions/tiny/info.json").read_text("utf-8"))
    entry = info["externalGradingOptions"]["entrypoint"]
    done = run_in_root([entry], {"/grade": job}, "/grade")
    assert done.returncode == 0, done.stderr
    text = (job / "results" / "results.json").read_text("utf-8")
    share = prairielearn_reads(text)
    assert share == (SHARES[kind] if SHARES[kind] is None else pytest.approx(SHARES[kind], abs=1e-6)), text
    assert "hidden" not in text
    assert "\\u001b" not in text
    assert len(text) < 10_000


def test_its_question_is_one(bundle: Path) -> None:
    question = bundle / "questions" / "tiny"
    prairielearn_accepts(json.loads((question / "info.json").read_text("utf-8")))
    shown = (question / "question.html").read_text("utf-8")
    assert 'file-names="tiny.ipynb"' in shown
    assert "<pl-external-grader-results>" in shown
    assert (question / "clientFilesQuestion" / "tiny.ipynb").is_file()
    assert not list(question.rglob("*.py"))


def test_a_question_that_is_made_again_is_the_same_question(bundle: Path, course: CourseFolder, tmp_path: Path) -> None:
    again = bundled("prairielearn", course, tmp_path / "again", image="registry.example.org/grader")
    first, second = (json.loads((each / "questions/tiny/info.json").read_text("utf-8")) for each in (bundle, again))
    assert first["uuid"] == second["uuid"]
    assert second["externalGradingOptions"]["image"] == "registry.example.org/grader"
