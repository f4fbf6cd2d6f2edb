"""The gradebook as other systems read it, submission by submission."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import export as command
from autograder.cli.main import main
from autograder.errors import UsageError
from autograder.gradebook.entries import Gradebook
from autograder.reports.autolab import autolab
from autograder.reports.classroom50 import classroom50
from autograder.reports.export import Exported, Request
from autograder.reports.formats import FORMATS
from autograder.reports.gradescope import gradescope
from autograder.reports.junit import junit
from autograder.reports.prairielearn import prairielearn
from autograder.settings import Feedback, Shown
from support.books import course_of, exercise_of, gradebook_of, record_of, rules_of
from support.handed_in import answered, hand_in, released_course
from support.oracles import gradescope_reads, jenkins_reads

NOW = datetime(2027, 2, 1, tzinfo=UTC)
SECRET = "at x = 17.25 it returns 3"


def check(name: str, status: str, points: float, most: float, hidden: bool = False, message: str = "") -> dict:
    return {"name": name, "kind": "value", "hidden": hidden, "status": status, "points": points, "max_points": most,
            "message": message, "advice": "", "mistake": None}  # fmt: skip


def exercise(checks: list[dict], name: str = "double", extra: bool = False) -> dict:
    return {"name": name, "score": sum(c["points"] for c in checks), "max_score": sum(c["max_points"] for c in checks),
            "extra": extra, "status": "failed", "note": "", "checks": checks}  # fmt: skip


PUBLIC = check("value of y", "failed", 0.0, 50.0, message="expected 2, got \x00\x1b[31m3 ::error::x")
SECRETS = check("value of z (hidden)", "error", 0.0, 50.0, hidden=True, message=SECRET)
EXTRA = exercise([check("value of w", "passed", 5.25, 5.25)], "more", extra=True)
EXERCISES = [exercise([PUBLIC, SECRETS]), EXTRA]
PART = {"score": 5.25, "max_score": 50.0, "exercises": [exercise([PUBLIC]), EXTRA], "notes": []}


def book(shown: Shown = Shown.MESSAGE, **scores: float | None) -> Gradebook:
    course = course_of("tiny", feedback=Feedback(shown, shown))
    rules = rules_of(course)
    made = {name: record_of(name, score=score, exercises=EXERCISES, public=PART) for name, score in scores.items()}
    made["gone"] = record_of("gone", score=0.0, status="unreadable")
    return rules.gradebook(map(rules.entry, made.values()))


def documents(exported: Exported) -> dict[str, Any]:
    return {name: json.loads(data) for name, data in exported.files.items()}


@pytest.mark.parametrize("make", [gradescope, junit, classroom50, autolab, prairielearn])
@pytest.mark.parametrize("shown", [*Shown])
def test_no_format_for_students_tells_what_a_check_said_at_hidden_inputs(make, shown: Shown) -> None:
    for data in make(book(shown, ada=5.25), Request(NOW)).files.values():
        assert SECRET.encode() not in data
        assert "17.25" not in data.decode()


@pytest.mark.parametrize("shown", [*Shown])
def test_gradescope_gets_the_score_that_counts_and_hidden_checks_as_the_policy_says(shown: Shown) -> None:
    exported = gradescope(book(shown, ada=105.0), Request(NOW))
    results = documents(exported)["tiny/ada.json"]
    assert gradescope_reads(results) == 105.0
    names = [test["name"] for test in results["tests"]]
    assert ("double: value of z (hidden)" in names) == (shown is not Shown.NOTHING)
    assert [test["visibility"] for test in results["tests"]].count("after_published") == (shown is Shown.NOTHING)
    assert exported.notes == ("tiny: no score to export (unreadable): gone",)


@pytest.mark.parametrize("shown", [*Shown])
def test_jenkins_reads_every_student_with_points_as_properties(shown: Shown) -> None:
    suites = {suite.get("name"): suite for suite in jenkins_reads(junit(book(shown, ada=5.25), Request(NOW))
                                                                  .files["tiny.xml"])}  # fmt: skip
    assert suites.keys() == {"tiny/ada", "tiny/gone"}
    found = {one.get("name"): one.get("value") for one in suites["tiny/ada"].iter("property")}
    assert found["score"] == "5.25"
    assert found["max_score"] == "100"
    assert suites["tiny/ada"].get("tests") == ("2" if shown is Shown.NOTHING else "3")
    assert "score" not in {one.get("name") for one in suites["tiny/gone"].iter("property")}
    (case,) = suites["tiny/gone"].iter("testcase")
    (problem,) = case.iter("error")
    assert (problem.get("message") or "").startswith("The file could not be read:")


def test_classroom_50_gets_whole_numbers_and_no_score_above_the_maximum() -> None:
    told = {"CLASSROOM": "cs1", "USERNAME": "ada-gh", "SUBMISSION_TAG": "submit/1", "COMMIT_URL": "https://x/c/1"}
    made = documents(classroom50(book(ada=105.25, bob=110.0), Request(NOW, environment=told)))
    result = made["tiny/ada.json"]
    assert (result["score"], result["max-score"]) == (10525, 10525)
    assert made["tiny/bob.json"]["score"] == 10525
    assert (result["schema"], result["owner"], result["review"]) == ("classroom50/result/v1", "ada-gh", "https://x/c/1")
    assert result.keys() == {"schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit",
                             "release", "review", "datetime", "graded_at", "score", "max-score", "tests"}  # fmt: skip
    assert all(isinstance(test[key], int) for test in result["tests"] for key in ("score", "max-score"))
    assert result["tests"][1] == {"test-name": "more", "passed": True, "score": 525, "max-score": 525}


def test_autolab_gets_one_line_with_a_score_for_each_problem_and_differences_are_said() -> None:
    exported = autolab(book(ada=5.25, bob=50.0), Request(NOW))
    assert exported.files["tiny/ada.json"] == b'{"scores": {"double": 0.0, "more": 5.25}}\n'
    assert "tiny/bob: the problems add up to 5.25, but 50 count" in exported.notes


def test_prairielearn_gets_a_share_and_what_is_cut_is_said() -> None:
    exported = prairielearn(book(ada=87.5, bob=105.0), Request(NOW))
    made: Mapping[str, Any] = documents(exported)
    assert (made["tiny/ada.json"]["score"], made["tiny/bob.json"]["score"]) == (0.875, 1.0)
    assert "tiny/bob: 105 of 100 is cut to 1, the most PrairieLearn holds" in exported.notes


def test_where_all_is_extra_credit_prairielearn_gets_a_share_of_that() -> None:
    more = {"max_score": 0.0, "exercises": [exercise_of("a", 5.0, 20.0, extra=True)]}
    made = documents(prairielearn(gradebook_of([record_of("ada", score=5.0, **more)]), Request(NOW)))
    assert made["tiny/ada.json"]["score"] == 0.25


def test_parquet_holds_a_row_per_student_and_assignment_with_null_for_no_score(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    form = next(form for form in FORMATS if form.name == "parquet")
    path = tmp_path / "grades.parquet"
    path.write_bytes(form.make(book(ada=105.25), Request(NOW)).files["grades.parquet"])
    rows = parquet.read_table(path).to_pylist()
    assert [(row["student"], row["score"], row["status"]) for row in rows] == [
        ("ada", 105.25, "graded"),
        ("gone", None, "unreadable"),
    ]


def test_dropped_students_are_in_no_export() -> None:
    made = book(ada=1.0, bob=2.0)
    students = tuple(replace(one, status="dropped") if one.name == "bob" else one for one in made.students)
    files = gradescope(replace(made, students=students), Request(NOW)).files
    assert list(files) == ["tiny/ada.json"]


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_knows_every_format_and_no_other_command_imports_one() -> None:
    assert [*command._formats()] == [*(form.name for form in FORMATS), *command.OTHERS]
    code = "import sys; from autograder.cli.main import _parser; _parser(['check']); "
    code += "print('autograder.reports' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.fixture
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    course = released_course(tmp_path)
    hand_in(course, "ada", answered(course))
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "--unsafe-no-sandbox", "--quiet"]) == 0
    capsys.readouterr()
    return tmp_path


def test_files_are_written_below_exports_and_the_place_is_said(graded: Path, capsys) -> None:
    assert main(["export", "gradescope", "grades"]) == 0
    assert capsys.readouterr().out == "exported: grades/exports/gradescope/tiny/ada.json\n"
    assert gradescope_reads(json.loads((graded / "grades/exports/gradescope/tiny/ada.json").read_text())) == 0.0


def test_csv_for_excel_begins_with_a_byte_order_mark(graded: Path, capsys) -> None:
    assert main(["export", "csv", "grades", "--bom"]) == 0
    assert capsys.readouterr().out.startswith("\ufeffstudent,tiny")


def test_what_is_printed_commands_no_ci_system(graded: Path, capsys) -> None:
    names = ["::warning::y", "##[group]x", "##vso[task.complete]"]
    for name in names:
        shutil.copytree(graded / "submitted" / "ada", graded / "submitted" / name)
    assert main(["grade", "--unsafe-no-sandbox", "--quiet"]) == 0
    capsys.readouterr()
    for name in ("csv", "github"):
        assert main(["export", name, "grades"]) == 0
        said = capsys.readouterr().out
        assert "warning" in said
        assert not re.search(r"(?m)^\s*::|##(vso)?\[", said)
    assert all(f"\n{name}," in (graded / "grades" / "grades.csv").read_text("utf-8") for name in names)


def test_a_sheet_is_filled_in_beside_and_never_in_place(graded: Path, capsys) -> None:
    sheet = graded / "sheet.csv"
    sheet.write_text("Student,ID,Section,tiny (5)\nada,1,A,\n")
    assert main(["export", "canvas", "grades", "--into", "sheet.csv"]) == 0
    assert sheet.read_text() == "Student,ID,Section,tiny (5)\nada,1,A,\n"
    assert (graded / "grades/exports/canvas/sheet.csv").read_text() == "Student,ID,Section,tiny (5)\nada,1,A,0\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["csv", "grades", "--into", "x.csv"], "--into is for canvas, moodle"),
        (["canvas", "grades"], "name the file to fill in: --into FILE"),
        (["canvas", "grades", "--into", "absent.csv"], "absent.csv: there is no such file"),
        (["canvas", "grades", "--column", "tiny"], "write --column 'tiny=TITLE'"),
        (["canvas", "elsewhere"], "no records in 'elsewhere'"),
        (["junit", "grades", "--assignment", "tidy"], "no assignment 'tidy'"),
    ],
)
def test_a_wrong_use_ends_with_2_and_a_sentence(graded: Path, capsys, options: list[str], message: str) -> None:
    assert main(["export", *options]) == 2
    assert message in capsys.readouterr().err
    assert not (graded / "grades" / "exports").exists()


def test_a_full_disk_is_named_with_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.records import write

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "replace", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*grades\.csv'"):
        write.write_atomically(tmp_path / "grades.csv", "x")
    assert not list(tmp_path.iterdir())


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    form = next(form for form in FORMATS if form.name == "parquet")
    with pytest.raises(UsageError, match=r"pip install 'proofgrade\[parquet\]'"):
        form.make(book(ada=1.0), Request(NOW))
