"""The workflow that grades what is pushed: its very commands, run on a tiny class."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from support.handed_in import SOLVED, answered, hand_in, records_in, released_course

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "grade.yml"
pytestmark = [
    pytest.mark.skipif(not WORKFLOW.is_file(), reason="not a checkout: there is no workflow"),
    pytest.mark.skipif(not (shutil.which("make") and shutil.which("bash")), reason="needs make and bash"),
]


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    """A checkout of a tiny course whose environment is there already: the one that runs this test."""
    made = released_course(tmp_path)
    hand_in(made, "s001", answered(made, **SOLVED))
    hand_in(made, "s|002", answered(made, ".py", double=SOLVED["double"]), "tiny.py")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
        os.utime(tmp_path / name, (0, 0))
    command = tmp_path / ".venv" / "bin" / "autograder"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m autograder "$@"\n')
    command.chmod(0o755)
    (tmp_path / ".venv" / ".ready").touch()
    return made


def commands() -> list[str]:
    """Return what the steps of the workflow run, in order, except for what prepares the machine."""
    found = re.findall(r"^\s+(?:- )?run: (.+)$", WORKFLOW.read_text("utf-8"), re.MULTILINE)
    return [command for command in found if command not in ("|", "make setup")]


def run(command: str, course: CourseFolder) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    environment = {**os.environ, "GITHUB_STEP_SUMMARY": str(course.root / "summary.md"), "CI": "true"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        cwd=course.root,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_the_workflow_grades_a_class_and_shows_its_scores(course: CourseFolder) -> None:
    assert len(commands()) == 3
    for command in commands():
        done = run(command, course)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (course.root / "summary.md").read_text("utf-8") == (
        "| student | tiny | total |\n|---|---:|---:|\n| s001 | 100 | 100 |\n| s\\|002 | 40 | 40 |\n"
    )
    assert {student: record["score"] for student, record in records_in(course).items()} == {"s001": 100, "s|002": 40}
    assert (course.root / "grades" / "grades.csv").is_file()
    assert (course.root / "grades" / "feedback" / "s001" / "tiny.md").is_file()


def test_the_next_push_grades_only_what_is_new(course: CourseFolder) -> None:
    (grade,) = (command for command in commands() if command == "make grade")
    assert "restore-keys: grades-\n" in WORKFLOW.read_text("utf-8")
    run(grade, course)
    for path in (course.root / "submitted").rglob("*"):
        os.utime(path)  # as a new checkout has them
    hand_in(course, "s003", answered(course, **SOLVED))
    assert "1 graded, 2 unchanged" in run(grade, course).stdout


def test_the_workflow_keeps_no_credentials_where_students_code_runs() -> None:
    text = WORKFLOW.read_text("utf-8")
    assert "persist-credentials: false" in text
    assert "permissions:\n  contents: read\n" in text
    assert "secrets." not in text
    assert "pull_request" not in text
