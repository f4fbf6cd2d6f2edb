"""In the browser's Python, check() says of every known answer of the course what it says in the one that runs here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.questions import right_variations, wrong_variations
from autograder.cli.sample_class import fill_in, solved_cells
from autograder.release.wheel import own_wheel, zipped
from autograder.website.pyodide import PYTHON, VERSION
from support.pyodide_folder import HERE, NODE, numpy_wheel
from support.real_course import ASSIGNMENTS, COURSE, workbook

KIT = (".ipynb", ".json")
EVERY = int(os.environ.get("EVERY_ANSWER", "10"))  # 1 asks all of them, as .ci/run does
SECONDS = 900


def asked(name: str) -> dict[str, Any]:
    """Return a lesson as a solved notebook's cells, every n-th known answer, and what is put back after each."""
    book = workbook(name)
    right = solved_cells(book)
    text = (COURSE.assignments / name / f"{name}.ipynb").read_text("utf-8")
    cells = json.loads(fill_in(text, ".ipynb", right))["cells"]
    variations = (*right_variations(book.questions), *wrong_variations(book.questions))
    known = [(each.exercise, each.source) for each in (*book.right, *book.mistakes, *variations)]
    return {
        "cells": ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"],
        "answers": [*right.items(), *known][::EVERY],
        "right": right,
    }


def kit() -> bytes:
    """Return the released lessons, as far as the checks read them, as a zip file."""
    released = sorted(path for name in ASSIGNMENTS for path in (COURSE.assignments / name).iterdir())
    read = [path for path in released if path.suffix in KIT]
    return zipped({path.relative_to(COURSE.assignments).as_posix(): path.read_bytes() for path in read})


def said_here(folder: Path) -> dict[str, list[str]]:
    """Return what CPython says, in a process of its own: cells and answers change what is global."""
    shutil.unpack_archive(folder / "kit.zip", folder / "kit")
    code = "import sys, checked; print(checked.checked(sys.argv[1], open(sys.argv[2]).read()))"
    command = [sys.executable, "-c", code, folder / "kit", folder / "answers.json"]
    utf8 = os.environ | {"PYTHONPATH": str(HERE), "PYTHONUTF8": "1"}
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, env=utf8, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    said: dict[str, list[str]] = json.loads(ran.stdout)
    return said


def said_in_pyodide(folder: Path, numpy: Path) -> dict[str, list[str]]:
    """Return what Pyodide says, under Node.js: the same WebAssembly as in a browser, without a page around it."""
    command = ["node", HERE / "checked.mjs", folder, NODE / "pyodide", numpy]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    said: dict[str, list[str]] = json.loads((folder / "said.json").read_text("utf-8"))
    return said


def test_what_the_tests_run_is_what_a_site_serves() -> None:
    assert json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]["pyodide"] == VERSION


@pytest.mark.slow
@pytest.mark.skipif(
    sys.version_info[:2] > tuple(map(int, PYTHON.split("."))), reason="a newer Python words its own errors"
)
def test_check_says_the_same_of_known_answers_in_the_browser_as_here(tmp_path: Path) -> None:
    numpy = numpy_wheel()
    lessons = {name: asked(name) for name in ASSIGNMENTS}
    (tmp_path / "kit.zip").write_bytes(kit())
    (tmp_path / "ours.whl").write_bytes(own_wheel()[1])
    (tmp_path / "answers.json").write_text(json.dumps(lessons), "utf-8")
    here, there = said_here(tmp_path), said_in_pyodide(tmp_path, numpy)
    for name, lesson in lessons.items():
        for answer, ours, theirs in zip(lesson["answers"], here[name], there[name], strict=True):
            assert ours.strip(), answer
            assert theirs == ours, answer
