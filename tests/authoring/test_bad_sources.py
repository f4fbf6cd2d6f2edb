"""A class of everything that should not be handed in: each gets a record with a sentence, and costs nobody else."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.records.schema import Record
from support.handed_in import DOUBLE, QUAD, SOLVED, answered, hand_in, notebook, records_in, released_course

UNREADABLE = {
    "no notebook": "is not a notebook",
    "truncated": "damaged (it breaks off)",
    "no cells": "no code in it",
    "empty": "the file is empty",
    "60 MB": "larger than 50 MB",
    "deep": "not a notebook",
    "link": "is a link",
    "folder": "is a folder",
    "pipe": "not a regular file",
    "two files": "rename the right one to tiny.ipynb",
    "assignment is a file": "is a file where a folder is expected",
    "student is a link": "is a link, and links are not followed",
    "binary": "UTF-8",
}
GRADED = {
    "other cells": 0,
    "syntax error": 60,
    "wrong name": 100,
    "a name with spaces": 100,
    "Åsa 学生": 100,
    "=cmd|' 'A0": 100,
    "**<b>bold**|x": 100,
    "%2e%2e%2fx": 100,
}


def unreadable_work(course: CourseFolder, solved: str) -> None:
    folder = course.root / "submitted"
    hand_in(course, "no notebook", '{"a": 1}')
    hand_in(course, "truncated", solved[: len(solved) // 2])
    hand_in(course, "no cells", notebook())
    hand_in(course, "empty", "")
    with hand_in(course, "60 MB", solved).open("ab") as file:
        file.truncate(60 * 2**20)
    hand_in(course, "deep", "[" * 10_000 + "]" * 10_000)
    hand_in(course, "binary", b"\xff\xfe\x00")
    link = hand_in(course, "link", "")
    link.unlink()
    link.symlink_to(course.root / "course_config.py")
    (folder / "folder" / "tiny" / "tiny.ipynb").mkdir(parents=True)
    (folder / "pipe" / "tiny").mkdir(parents=True)
    os.mkfifo(folder / "pipe" / "tiny" / "tiny.ipynb")
    hand_in(course, "two files", solved, "a.ipynb")
    hand_in(course, "two files", solved, "b.ipynb")
    (folder / "assignment is a file").mkdir()
    (folder / "assignment is a file" / "tiny").write_text(solved)
    (folder / "student is a link").symlink_to(folder / "wrong name")


def odd_work(course: CourseFolder, solved: str) -> None:
    for student in GRADED:
        hand_in(course, student, solved)
    hand_in(course, "other cells", notebook("print('no exercise here')"))
    hand_in(course, "syntax error", answered(course, double="def double(x):\n    return (2 * x", quad=QUAD))
    hand_in(course, "wrong name", "").unlink()
    hand_in(course, "wrong name", solved, "My homework (final).ipynb")
    hand_in(course, "a\\..\\b", solved)
    hand_in(course, "escape \x1b[31m", solved)
    hand_in(course, "x" * 250, solved)
    (course.root / "submitted" / "nothing" / "tiny").mkdir(parents=True)
    (course.root / "submitted" / "README.md").write_text("Put your work here.")
    (course.root / "submitted" / ".DS_Store").write_bytes(b"\0")


class Run:
    """What one grading of the class printed, returned and recorded."""

    def __init__(self, code: int, out: str, err: str, records: Mapping[str, Record], csv: str) -> None:
        self.code, self.out, self.err, self.records, self.csv = code, out, err, records, csv


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    course = released_course(tmp_path_factory.mktemp("course"))
    solved = answered(course, **SOLVED)
    unreadable_work(course, solved)
    odd_work(course, solved)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(course.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["grade"])
    csv = (course.root / "grades" / "grades.csv").read_text("utf-8")
    return Run(code, out.getvalue(), err.getvalue(), records_in(course), csv)


def test_the_class_is_graded_to_its_end_whatever_was_handed_in(run: Run) -> None:
    assert run.code == 0
    assert run.err == ""
    assert len(run.records) == len(UNREADABLE) + len(GRADED) + 4


@pytest.mark.parametrize(("student", "words"), UNREADABLE.items())
def test_what_cannot_be_read_has_a_record_that_says_why(run: Run, student: str, words: str) -> None:
    record = run.records[student]
    assert (record["status"], record["score"], record["max_score"]) == ("unreadable", 0, 100)
    assert words in record["notes"][0]
    assert all(words in check["message"] for exercise in record["exercises"] for check in exercise["checks"])


@pytest.mark.parametrize(("student", "score"), GRADED.items())
def test_what_can_be_read_is_graded_whatever_it_is_called(run: Run, student: str, score: float) -> None:
    assert (run.records[student]["status"], run.records[student]["score"]) == ("graded", score)


def test_nothing_handed_in_is_missing_and_not_unreadable(run: Run) -> None:
    assert run.records["nothing"]["status"] == "missing"


@pytest.mark.parametrize("words", ["looks like a path", "cannot be printed", "longer than 200 bytes"])
def test_a_name_that_cannot_be_used_is_refused_and_shown_in_plain_letters(run: Run, words: str) -> None:
    (record,) = [each for each in run.records.values() if words in " ".join(each["notes"])]
    assert record["status"] == "unreadable"
    assert record["student"].isascii()
    assert record["student"].isprintable()
    assert "/" not in record["student"]


def test_a_wrong_file_name_is_noted(run: Run) -> None:
    assert "which is its right name" in run.records["wrong name"]["notes"][0]


def test_a_notebook_without_exercise_cells_is_not_attempted(run: Run) -> None:
    assert {exercise["status"] for exercise in run.records["other cells"]["exercises"]} == {"not_attempted"}


def test_unexpected_files_are_mentioned_once_and_have_no_record(run: Run) -> None:
    assert run.out.count("README.md") == 1
    assert ".DS_Store" not in run.out
    assert "README.md" not in run.records


def test_no_control_character_reaches_the_terminal_and_no_formula_the_csv(run: Run) -> None:
    assert "\x1b" not in run.out
    assert "\n'=cmd|' 'A0,100,100,graded,\n" in run.csv
    assert run.csv.startswith("student,tiny,total,tiny status,reasons\n")


def test_a_record_of_the_unreadable_has_no_bytes_of_what_a_link_points_at(run: Run) -> None:
    assert run.records["link"]["submission"]["sha256"] == ""
    assert "a secret of the tests" not in json.dumps(run.records["link"])


def test_no_record_holds_the_seed(run: Run) -> None:
    assert "a secret of the tests" not in json.dumps(run.records)


# --- what an instructor gets wrong -------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    made = released_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    hand_in(made, "s001", answered(made, double=DOUBLE))
    return made


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--assignment", "nothing"], "no assignment 'nothing' in course_config.py; there are: tiny"),
        (["--student", "s999"], "no student 's999' in submitted: it has no folder of that name"),
        (["nowhere"], "there is no folder 'nowhere': put what students hand in there, as nowhere/<student>/tiny/"),
        (["course_config.py"], "there is no folder 'course_config.py'"),
        (["--out", "course_config.py"], "not a directory"),
    ],
)
def test_an_instructors_error_is_one_line_and_exit_code_2(course, capsys, words, message) -> None:
    assert main(["grade", *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("autograder: ")
    assert message in said
    assert said.count("\n") == 1


def test_a_course_that_was_not_released_says_so(course, capsys) -> None:
    (course.assignments / "tiny" / "tiny.py").unlink()
    assert main(["grade"]) == 2
    assert "not released yet" in capsys.readouterr().err


def test_a_mistake_in_the_courses_settings_names_its_line(course, capsys) -> None:
    (course.root / "course_config.py").write_text("COURSE = 1 / 0\n")
    assert main(["grade"]) == 2
    assert "course_config.py:1: ZeroDivisionError" in capsys.readouterr().err


def test_a_folder_without_a_course_says_where_to_go(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 2
    assert "no course_config.py here or above" in capsys.readouterr().err


def test_an_empty_class_is_no_error(course, capsys) -> None:
    (course.root / "empty").mkdir()
    assert main(["grade", "empty"]) == 0
    assert "nothing in empty to grade" in capsys.readouterr().out
