"""Classroom 50's public folder, run as its runner does in a student's checkout, on a submission of each kind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from support.bundled import bundled, can_make_roots, put, run_in_root, submissions
from support.graders_read import classroom50_reads

ROOT = Path(__file__).parents[2]
SCORES = {
    "right": 5000,
    "wrong": 500,
    "hostile": 1500,
    "noisy": 0,
    "two files": 2000,
    "a web page": 0,
    "empty": 0,
    "damaged": 0,
}  # hundredths, of the public checks
FAKE_GH = """#!/bin/sh
case "$2" in
    list) printf "cs1-tiny-1-ada\\ncs1-tiny-1-bob-l\\ncs1-other-ada\\ncs2-tiny-x\\n" ;;
    *) echo "$@" >> cloned.txt ;;
esac
"""
RUNNER = {
    "CLASSROOM": "cs1",
    "ASSIGNMENT": "tiny-1",
    "SUBMISSION_TAG": "submit/2027-01-20T12-00-00Z-abcdef0",
    "USERNAME": "ada-l",
    "OWNER": "ada-l",
    "ASSIGNMENT_TYPE": "individual",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/compare",
}


@pytest.fixture(scope="module")
def bundle(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled("classroom50", course, tmp_path_factory.mktemp("classroom50") / "bundle")


@pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in")
@pytest.mark.parametrize("kind", SCORES)
def test_the_runner_merges_the_result_of_each_kind(
    bundle: Path, course: CourseFolder, tmp_path: Path, kind: str
) -> None:
    checkout = tmp_path / "checkout"
    put(checkout, submissions(course)[kind] | {"README.md": "mine"})
    (checkout / "result.json").symlink_to("/opt/elsewhere")
    folders = {"/checkout": checkout, "/served": bundle / "public" / "autograders" / "tiny"}
    command = ["/opt/proofgrade/bin/python", "/served/autograder.py"]
    # The runner's Python has the grader already, as it has after pip has run.
    done = run_in_root(command, folders, "/checkout", RUNNER)
    assert done.returncode == 0, done.stderr
    text = (checkout / "result.json").read_text("utf-8")
    assert not (checkout / "result.json").is_symlink()
    assert classroom50_reads(text, "cs1", "tiny-1", "ada-l") == (SCORES[kind], 5000), text
    assert not [line for line in done.stdout.splitlines() if line.startswith(("::", "##"))]
    assert "\x1b" not in done.stdout
    assert len(done.stdout) < 10_000


def test_the_private_workflow_clones_one_assignment_and_shows_its_token_to_no_other_step(
    bundle: Path, tmp_path: Path
) -> None:
    yaml = pytest.importorskip("yaml")
    path = bundle / "private" / ".github" / "workflows" / "grade_classroom.yml"
    steps = yaml.safe_load(path.read_text("utf-8"))["jobs"]["grade"]["steps"]
    (clone,) = (step for step in steps if "secrets." in str(step))
    programs = tmp_path / "programs"
    put(programs, {"gh": FAKE_GH})
    (programs / "gh").chmod(0o755)
    told = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "ORGANIZATION": "school",
        "CLASSROOM": "cs1",
        "ASSIGNMENT": "Tiny_1",
    }
    subprocess.run(["bash", "-eo", "pipefail", "-c", clone["run"]], cwd=tmp_path, env=told, check=True)
    assert (tmp_path / "cloned.txt").read_text().splitlines() == [
        "repo clone school/cs1-tiny-1-ada clones/ada -- --quiet --depth 1",
        "repo clone school/cs1-tiny-1-bob-l clones/bob-l -- --quiet --depth 1",
    ]
