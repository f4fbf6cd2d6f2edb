"""A term on the command line: collect, grade, decide, grade again, status; and what is refused on the way."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import autograder.batch.grader
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.sandbox.host.session import AnySandbox
from support.books import sheet
from support.handed_in import SOLVED, TRIPLE, Borrowed, answered, records_in, released_course
from support.layouts import written, zipped

MOODLE = "Ada Lovelace_1327627_assignsubmission_file/derivatives (1).ipynb"
CANVAS = "lovelaceada_LATE_1327_8812_hw.ipynb"


@pytest.fixture
def course(tmp_path: Path, course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(course_sandbox))
    made = released_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


def grades(course: CourseFolder) -> dict[str, dict[str, str]]:
    rows = csv.DictReader((course.root / "grades" / "grades.csv").read_text("utf-8").splitlines())
    return {row["student"]: row for row in rows}


def test_a_term_from_the_zip_to_the_decisions(course: CourseFolder, capsys: Any) -> None:
    sheet(
        course.root,
        "roster.csv",
        "student,name,status",
        "ada,Ada Lovelace,",
        "zoe,Zoë Ëck,",
        "bob,Bob,",
        "cy,Cy,dropped",
    )
    files = {
        "Ada Lovelace_1_assignsubmission_file/hw (1).ipynb": answered(course, **SOLVED).encode(),
        "Zoë Ëck_2_assignsubmission_file/essay.docx": b"PK\x03\x04 word/document.xml",
        "Cy_3_assignsubmission_file/tiny.ipynb": answered(course, double=TRIPLE).encode(),
    }
    zipped(course.root / "moodle.zip", files)
    assert main(["collect", "moodle.zip", "--assignment", "tiny"]) == 0
    assert "collected:   3 submissions of 3 students into submitted" in capsys.readouterr().out
    assert main(["grade"]) == 0
    assert "to look at:  1 unreadable, 1 missing" in capsys.readouterr().out
    assert {name: (row["tiny"], row["tiny status"]) for name, row in grades(course).items()} == {
        "ada": ("100", "graded"),
        "bob": ("", "missing"),
        "zoe": ("", "unreadable"),
    }
    assert set(records_in(course)) == {"ada", "cy", "zoe"}
    assert main(["status", "grades"]) == 1
    sheet(
        course.root,
        "decisions/overrides.csv",
        "student,assignment,score,reason",
        "zoe,tiny,60,graded on paper",
        "bob,tiny,excused,ill",
    )
    assert main(["grade"]) == 0
    assert (grades(course)["zoe"]["tiny"], grades(course)["zoe"]["reasons"]) == (
        "60",
        "tiny: set to 60 points: graded on paper",
    )
    assert grades(course)["bob"]["tiny status"] == "excused"
    assert main(["status", "grades"]) == 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([MOODLE], "looks like a Moodle download"),
        ([CANVAS], "looks like a Canvas download"),
        (["submission_metadata.yml", "submission_1/x.ipynb"], "looks like a Gradescope download"),
    ],
)
def test_a_download_that_was_never_collected_is_not_graded(
    course: CourseFolder, capsys: Any, names: list[str], said: str
) -> None:
    written(course.root / "submitted", dict.fromkeys(names, b"{}"))
    assert main(["grade"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "autograder collect downloaded --assignment NAME" in err
    assert not (course.root / "grades").exists()


@pytest.mark.parametrize(
    "names",
    [
        ["assignment_7_export/submission_metadata.yml", "assignment_7_export/submission_1/x.ipynb"],
        ["CS101-hw/" + MOODLE, "CS101-hw/" + MOODLE.replace("27_", "28_")],
        ["submissions/" + CANVAS, "submissions/" + CANVAS.replace("1327", "1328"), "ada/tiny/tiny.ipynb"],
    ],
)
def test_a_download_that_was_unpacked_among_the_students_is_not_graded_as_one_of_them(
    course: CourseFolder, capsys: Any, names: list[str]
) -> None:
    written(course.root / "submitted", dict.fromkeys(names, b"{}"))
    assert main(["grade"]) == 2
    name = names[0].partition("/")[0]
    assert f"'submitted/{name}' looks like a download, which was never collected" in capsys.readouterr().err
    assert not (course.root / "grades").exists()


def test_what_lies_elsewhere_is_listed_before_anyone_has_handed_in_too(course: CourseFolder, capsys: Any) -> None:
    written(course.root / "submitted", {"ada/my work/x.ipynb": b"{}"})
    assert main(["grade"]) == 0
    assert (
        "'my work' is in no assignment's folder: move it to ada/<assignment>/, or collect it" in capsys.readouterr().out
    )


@pytest.mark.parametrize("out", ["submitted", "submitted/grades", "./submitted/../submitted/x"])
def test_results_inside_of_what_is_handed_in_are_refused(course: CourseFolder, capsys: Any, out: str) -> None:
    assert main(["grade", "--out", out]) == 2
    assert "is inside 'submitted'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"student,name\nada,A\0\n", "roster.csv:2: is not text (there is a NUL in it)"),
        ("student,name\nada,Ada\nzoe,Zoë\n".encode("latin-1"), "roster.csv:3: is not UTF-8 text"),
        (b"name,email\nAda,a@x.org\n", "roster.csv:1: no column 'student'"),
        (b"student,e-mail\nada,a@x.org\n", "roster.csv:1: there is no column 'e-mail': is it 'email'?"),
        (b"student,name\nada,Ada\nada,Ada L.\n", "roster.csv:3: student 'ada' is that of line 2 already"),
        (b"student,name\nada,Ada\nADA,Ada L.\n", "roster.csv:3: student 'ADA' is that of line 2 already"),
        (b"student,canvas_id\nada,7\nbob,7\n", "roster.csv:3: canvas_id '7' is that of line 2 already"),
        (b"student,canvas_id\nada,1.32763E+06\n", "roster.csv:2: a spreadsheet has rounded canvas_id"),
        (b"student,name\n=HYPERLINK(1),Ada\n", "roster.csv:2: the cell of 'student' is a formula"),
        (b"student,status\nada,droped\n", "roster.csv:2: status is 'droped' (did you mean 'dropped'?)"),
        (b"student,name\nada,Lovelace, Ada\n", "roster.csv:2: 3 cells under 2 columns"),
        (b"student,name\n../ada,Ada\n", "roster.csv:2: ../ada: the name looks like a path"),
        (b'student,name\nada,"Ada\n', "roster.csv:2: is not CSV"),
        (b"student,student\nada,ada\n", "roster.csv:1: the column 'student' is there twice"),
        (b"student,name\n,Ada\n", "roster.csv:2: the cell of 'student' is blank"),
    ],
)
def test_a_roster_with_a_fault_is_said_with_its_line_and_nothing_is_written(
    course: CourseFolder, capsys: Any, data: bytes, said: str
) -> None:
    (course.root / "roster.csv").write_bytes(data)
    (course.root / "submitted/ada/tiny").mkdir(parents=True)
    assert main(["grade"]) == 2
    assert said in capsys.readouterr().err
    assert not (course.root / "grades").exists()
    assert main(["collect", "submitted", "--out", "elsewhere"]) == 2
    assert not (course.root / "elsewhere").exists()


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfstudent;name\r\nada;Ada\r\n", b"Student\tName\nada\tAda\n", b"name,student\n\nAda,ada\n"]
)
def test_what_spreadsheets_save_is_read(course: CourseFolder, data: bytes) -> None:
    (course.root / "roster.csv").write_bytes(data)
    (course.root / "submitted/ada/tiny").mkdir(parents=True)
    assert main(["grade"]) == 0
    assert list(grades(course)) == ["ada"]


def test_a_folder_is_not_collected_into_itself(course: CourseFolder, capsys: Any) -> None:
    written(course.root / "submitted", {MOODLE: b"{}"})
    for source in ("submitted", ".", "submitted/Ada Lovelace_1327627_assignsubmission_file"):
        assert main(["collect", source, "--assignment", "tiny"]) == 2
        assert "rename it, or name another --out" in capsys.readouterr().err


def test_a_groups_work_is_graded_once_and_each_member_has_a_record(
    course: CourseFolder, course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ["ada,Ada,Team 1", "bob,Bob,Team 1", "cy,Cy,Team 1", "zoe,Zoe,"]
    sheet(course.root, "roster.csv", "student,name,group", *people)
    work = answered(course, **SOLVED).encode()
    names = ["Team 1_7_assignsubmission_file/a.ipynb", "Zoe_8_assignsubmission_file/tiny.ipynb"]
    zipped(course.root / "x.zip", {names[0]: work, names[1]: answered(course, double=TRIPLE).encode()})
    assert main(["collect", "x.zip", "--assignment", "tiny"]) == 0
    (course.root / "submitted/bob/tiny/timestamp.txt").write_text("2027-01-23 12:00:00 UTC")
    (course.root / "submitted/cy/tiny/timestamp.txt").write_text("noonish")
    borrowed = Borrowed(course_sandbox)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: borrowed)
    assert main(["grade", "--jobs", "1"]) == 0
    ran = borrowed.runs
    found = records_in(course)
    assert (found["ada"]["score"], found["bob"]["score"]) == (100, 100)
    assert (found["ada"]["submitted"], found["bob"]["submitted"]) == (None, "2027-01-23T12:00:00+00:00")
    assert grades(course)["bob"]["tiny"] == "90"
    assert main(["grade", "--jobs", "1"]) == 0
    assert borrowed.runs == ran == 3  # cy's too, of whom something else is noted
    assert (len(found["ada"]["notes"]), len(found["bob"]["notes"]), len(found["cy"]["notes"])) == (0, 0, 1)


def test_of_several_attempts_the_best_counts_where_that_is_the_policy(course: CourseFolder) -> None:
    good, bad = answered(course, **SOLVED).encode(), answered(course, double=TRIPLE).encode()
    zipped(course.root / "x.zip", {"a_1_10_hw.ipynb": good, "a_1_11_hw-1.ipynb": bad})
    command = ["collect", "x.zip", "--assignment", "tiny", "--out"]
    assert main([*command, "last"]) == main([*command, "most", "--keep", "best"]) == 0
    assert (course.root / "last/a/tiny/tiny.ipynb").read_bytes() == bad
    assert (course.root / "most/a/tiny/tiny.ipynb").read_bytes() == good


def test_a_worksheet_that_names_nobody_is_refused_and_nothing_is_collected(course: CourseFolder, capsys: Any) -> None:
    sheet(course.root, "roster.csv", "student,name,email", "ada,Ada Lovelace,ada@x.org")
    sheet(course.root, "w.csv", "Identifier,Full name,Grade,Maximum grade", "Participant 901,,-,100")
    zipped(course.root / "x.zip", {"Participant_901_assignsubmission_file/t.ipynb": b"{}"})
    assert main(["collect", "x.zip", "--assignment", "tiny", "--worksheet", "w.csv"]) == 2
    assert "w.csv: names nobody who is in the roster or has records: where names are hidden" in capsys.readouterr().err
    assert not (course.root / "submitted/collected.csv").exists()
    assert main(["collect", "x.zip", "--assignment", "tiny"]) == 0
    said = "'Participant 901' (901); this assignment's grading worksheet tells who it is: --worksheet FILE"
    assert said in capsys.readouterr().out
