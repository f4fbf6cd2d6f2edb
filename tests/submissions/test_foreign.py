"""What came instead of a notebook is told by looking, and is unreadable, never a zero."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.core.model import Limits, Submission
from autograder.submissions.find import SubmissionRef
from autograder.submissions.foreign import assignment_of, cells_of
from autograder.submissions.read import read_submission

EXERCISES = {"tiny": ("double", "quad"), "other": ("half", "third")}
STUB = {"double": "def double(x):\n    raise NotImplementedError()", "quad": "def quad(x): ..."}


def read(tmp_path: Path, name: str, data: bytes) -> Submission:
    folder = tmp_path / "ada" / "tiny"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(data)
    return read_submission(SubmissionRef("ada", "tiny", folder), STUB, Limits(), EXERCISES)


def notebook(exercise: str) -> bytes:
    cell = {"cell_type": "code", "metadata": {"exercise": exercise}, "source": "x = 1", "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


CONFLICT = b'# %% exercise="double"\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("essay.docx", b"PK\x03\x04 word/document.xml", "essay.docx (a Word document)"),
        ("tiny.ipynb", b"PK\x03\x04 word/document.xml", "tiny.ipynb: this is a Word document, whatever its name says"),
        ("scan.pdf", b"%PDF-1.7", "scan.pdf (a PDF)"),
        ("tiny.ipynb", b"%PDF-1.7", "tiny.ipynb: this is a PDF, whatever its name says"),
        ("tiny.ipynb", b"version https://git-lfs.github.com/spec/v1\n", "tiny.ipynb: this is a Git LFS pointer"),
        ("tiny.html", b"<!DOCTYPE html><html>", "tiny.html (a web page)"),
        ("tiny.ipynb", b"  <html><body>Sign in", "tiny.ipynb: this is a web page, whatever its name says"),
        ("work.zip", b"PK\x03\x04", "work.zip (a zip)"),
        ("tiny.py", b"import marimo\napp = marimo.App()\n", "tiny.py: is a marimo notebook: export it as .ipynb"),
        ("tiny.py", CONFLICT, "tiny.py: holds a merge conflict (line 2): keep one of the two versions"),
        (
            "tiny.ipynb",
            b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n]}',
            "tiny.ipynb: holds a merge conflict (line 2)",
        ),
        ("tiny.ipynb", notebook("half"), "tiny.ipynb is the notebook of 'other', and this is 'tiny'"),
        ("hw.py", b'# %% exercise="third"\nx = 1\n', "hw.py is the notebook of 'other', and this is 'tiny'"),
    ],
)
def test_what_came_is_said_and_is_unreadable(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    submission = read(tmp_path, name, data)
    assert said in submission.problem
    assert submission.file is not None
    assert submission.cells == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tiny.ipynb", notebook("double")),
        ("tiny.py", b"def double(x):\n    '''\n    A title\n    =======\n    '''\n    return 2 * x\n"),
        ("tiny.py", b"# compare with import marimo some day\ndef double(x):\n    return 2 * x\n"),
    ],
)
def test_honest_work_is_not_taken_for_something_else(tmp_path: Path, name: str, data: bytes) -> None:
    assert read(tmp_path, name, data).problem == ""


def test_work_without_marks_is_known_by_the_functions_that_it_defines() -> None:
    assert assignment_of(cells_of("x.py", "def half(x): return x / 2\n"), EXERCISES) == "other"
    assert assignment_of(cells_of("x.py", "def half(x): ...\ndef quad(x): ...\n"), EXERCISES) == ""
    assert assignment_of(cells_of("x.ipynb", "no JSON"), EXERCISES) == ""
