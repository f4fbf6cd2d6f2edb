"""Gradescope's zip, unpacked and run as Gradescope does, on a submission of each kind."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.course import CourseFolder
from support.bundled import RAN, bundled, can_make_roots, put, run_in_root, submissions
from support.oracles import gradescope_reads

pytestmark = pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in")
SCORES = {
    "right": 100.0,
    "wrong": 5.0,
    "hostile": 15.0,
    "noisy": 0.0,
    "two files": 100.0,
    "a web page": 0.0,
    "empty": 0.0,
    "damaged": 0.0,
}


@pytest.fixture(scope="module")
def container(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The /autograder of an autograder that was built; its setup.sh is another test's affair."""
    out = bundled("gradescope", course, tmp_path_factory.mktemp("gradescope") / "bundle")
    place = out.parent / "autograder"
    with zipfile.ZipFile(out / "tiny.zip") as packed:
        packed.extractall(place / "source")
        assert {"setup.sh", "run_autograder"} <= set(packed.namelist())
        assert all(packed.getinfo(name).external_attr >> 16 & 0o111 for name in ("setup.sh", "run_autograder"))
    program = place / "run_autograder"
    program.write_bytes((place / "source" / "run_autograder").read_bytes())
    program.chmod(0o755)
    return place


Run = Callable[[str], tuple[dict[str, Any], str]]


@pytest.fixture(scope="module")
def run(container: Path, course: CourseFolder) -> Run:
    """Grade a submission of some kind, once; return its results.json and what was printed."""

    @cache
    def graded_once(kind: str) -> tuple[dict[str, Any], str]:
        results, said = graded(container, submissions(course)[kind])
        assert results is not None, said
        return results, said

    return graded_once


def graded(container: Path, files: dict[str, str]) -> tuple[dict[str, Any] | None, str]:
    put(container / "submission", files)
    put(container / "results", {"results.json": '{"score": 100}'})  # a former run's
    done = run_in_root(["/autograder/run_autograder"], {"/autograder": container}, "/autograder")
    results = container / "results" / "results.json"
    assert RAN not in done.stdout + done.stderr
    return json.loads(results.read_text("utf-8")) if results.exists() else None, done.stdout + done.stderr


@pytest.mark.parametrize("kind", SCORES)
def test_each_kind_of_submission_gets_what_it_is_worth(run: Run, kind: str) -> None:
    results, said = run(kind)
    assert gradescope_reads(results) == SCORES[kind], said
    assert said == ""
    assert "::" not in results["output"]
    assert len(json.dumps(results)) < 10_000
    assert "\\u001b" not in json.dumps(results)
    if kind == "empty":
        assert results["output"] == "Nothing was handed in."
    if kind in ("damaged", "a web page"):
        assert results["output"].startswith("The file could not be read:\n")


def test_what_may_be_known_only_later_is_shown_after_publication(run: Run) -> None:
    results, _ = run("wrong")
    seen = {visibility: [test["name"] for test in results["tests"] if test["visibility"] == visibility]
            for visibility in ("visible", "after_published")}  # fmt: skip
    assert not [name for name in seen["visible"] if "hidden" in name]
    assert "double: value of y_2 (hidden)" in seen["after_published"]
    assert results["output"].startswith("Public checks: 5 of ")
    assert [test["number"] for test in results["tests"]] == [str(number + 1) for number in range(len(results["tests"]))]


def test_the_key_is_closed_to_all_but_root_before_a_students_code_runs(container: Path, run: Run) -> None:
    run("right")
    paths = list((container / "source" / "grader").rglob("*"))
    assert paths
    assert [path for path in paths if path.stat().st_mode & 0o077] == []


def test_what_it_takes_to_make_the_grade_again_is_kept_and_no_secret(run: Run) -> None:
    results, _ = run("right")
    assert results["extra_data"].keys() == {"sha256", "assignment_fingerprint", "seed", "sandbox", "versions"}
    assert results["extra_data"]["seed"].startswith("seed-")
    assert results["extra_data"]["sandbox"] in ("strict", "portable")


def test_where_we_break_there_is_no_result_and_no_zero(container: Path, course: CourseFolder) -> None:
    key = container / "source" / "grader" / "grader.key"
    whole = key.read_bytes()
    try:
        key.write_bytes(whole.replace(b"of version 0", b"of version 9", 1))
        results, said = graded(container, submissions(course)["right"])
    finally:
        key.write_bytes(whole)
    assert results is None
    assert "make the bundle again" in said
