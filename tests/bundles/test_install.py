"""A private bundle with the wheels that pip fetches for it, installed and run where there is no network at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.bundles.wheels import bundled_wheels, this_python
from autograder.errors import AutograderError
from support.bundled import bundled, can_make_roots, put, run_without_grader, submissions
from support.oracles import gradescope_reads


@pytest.mark.slow
@pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in")
def test_gradescopes_zip_installs_from_its_own_wheels_and_grades(course: CourseFolder, tmp_path: Path) -> None:
    try:
        wheels = bundled_wheels(this_python())
    except AutograderError as error:
        pytest.skip(str(error))
    out = bundled("gradescope", course, tmp_path / "out", wheels)
    place, opt = tmp_path / "autograder", tmp_path / "opt"
    opt.mkdir()
    with zipfile.ZipFile(out / "tiny.zip") as packed:
        packed.extractall(place / "source")
    put(place / "submission", submissions(course)["right"])
    folders = {"/autograder": place, "/opt": opt}
    built = run_without_grader(["bash", "/autograder/source/setup.sh"], folders, "/autograder")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (place / "source").stat().st_mode & 0o077 == 0
    done = run_without_grader(["bash", "/autograder/source/run_autograder"], folders, "/autograder")
    results = place / "results" / "results.json"
    assert results.is_file(), done.stdout + done.stderr
    assert gradescope_reads(json.loads(results.read_text("utf-8"))) == 100.0
