"""Autolab's two files, in a fresh folder beside what was handed in, run by make, on a submission of each kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from support.bundled import bundled, can_make_roots, put, run_in_root, submissions
from support.graders_read import autolab_reads

pytestmark = [
    pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in"),
    pytest.mark.skipif(not shutil.which("make"), reason="Autolab calls make"),
]
# Of the public checks alone: the policy says that hidden ones may not be known of yet.
SCORES = {
    "right": {"double": 20.0, "quad": 30.0},
    "wrong": {"double": 5.0, "quad": 0.0},
    "hostile": {"double": 5.0, "quad": 10.0},
    "noisy": {"double": 0.0, "quad": 0.0},
    "two files": {"double": 20.0, "quad": 0.0},
    "a web page": {},
    "empty": {},
    "damaged": {},
}


@pytest.fixture(scope="module")
def bundle(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled("autolab", course, tmp_path_factory.mktemp("autolab") / "bundle") / "tiny"


@pytest.mark.parametrize("kind", SCORES)
def test_the_last_line_has_the_scores_of_each_kind(
    bundle: Path, course: CourseFolder, tmp_path: Path, kind: str
) -> None:
    work = tmp_path / "work"
    put(work, {name: text for name, text in submissions(course)[kind].items() if "/" not in name})  # one file there
    shutil.copy(bundle / "autograde-Makefile", work / "Makefile")
    shutil.copy(bundle / "autograde.tar", work)
    done = run_in_root(["make"], {"/work": work}, "/work")
    assert done.returncode == 0, done.stderr
    assert autolab_reads(done.stdout) == SCORES[kind]
    assert "hidden" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith(("::", "##"))]
    assert "\x1b" not in done.stdout
    assert len(done.stdout) < 10_000
    assert done.stdout.startswith("tiny: feedback for you\n")


def test_what_is_unpacked_is_its_owners_alone(bundle: Path, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(bundle / "autograde.tar") as archive:
        assert {member.mode for member in archive.getmembers()} == {0o600}
        assert all(member.name.startswith("grader/") and member.isfile() for member in archive.getmembers())
