"""What needs the staff's eyes, decisions whose ground has moved, requests with answers, and what is forgotten."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.errors import SourceError
from autograder.gradebook.attention import Finding
from autograder.gradebook.entries import open_gradebook
from autograder.gradebook.overrides import BY_RULE
from autograder.gradebook.review import open_review
from autograder.records.store import read_records, write_record
from autograder.submissions.file_names import stand_in
from support.books import exercise_of, record_of, sheet
from support.layouts import zip_of
from support.tiny import make_course

OVERRIDES = "student,assignment,exercise,score,reason,by,date"
EXERCISES = [exercise_of("double", 40.0), exercise_of("quad", 20.0)]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    monkeypatch.chdir(tmp_path)
    return make_course(tmp_path)


def reviewed(course: CourseFolder, *records: Any) -> list[Finding]:
    """Return what is to be looked at; what the decisions rest on is kept, as grading does."""
    out = course.root / "grades"
    for record in records:
        write_record(out, record)
    review = open_review(course, out)
    entries = [review.enter(record) for record in read_records(out)]
    found = review.findings(review.rules.gradebook(entries), course.root / "submitted")
    review.write()
    return found


def kinds(course: CourseFolder, **more: Any) -> list[str]:
    return [finding.kind for finding in reviewed(course, record_of("ada", **more))]


def noted(kind: str, note: str) -> dict[str, Any]:
    return {"notes": [note], "noted": [{"kind": kind, "note": note}]}


# --- findings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"status": "unreadable", "notes": ["essay.pdf (a PDF)"]}, "unreadable"),
        ({"status": "unreadable", **noted("wrong assignment", "x.ipynb is of 'b'")}, "wrong assignment"),
        ({"status": "broken", "score": None, "notes": ["grading broke: x"]}, "broken"),
        ({"status": "needs_grading", "exercises": [exercise_of("quad", 0, status="needs_grading")]}, "needs grading"),
        (noted("unknown time", "timestamp.txt is no time"), "unknown time"),
        (noted("two files", "both a.ipynb and a.py were worked on"), "two files"),
        (noted("misnamed", "hw.ipynb was taken for tiny.ipynb"), "misnamed"),
        (noted("misplaced", "it was found in ada/Tiny"), "misplaced"),
        ({"notes": ["whatever was noted before notes had kinds"]}, "noted"),
        ({"exercises": [exercise_of("quad", 0, status="crashed")]}, "crashed"),
    ],
)
def test_each_kind_of_trouble_is_named(course: CourseFolder, more: dict[str, Any], kind: str) -> None:
    assert kinds(course, **more) == [kind]


def test_a_plain_grade_is_nothing_to_look_at(course: CourseFolder) -> None:
    assert kinds(course) == []


def test_those_without_work_are_listed_once_someone_has_handed_in(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student,status", "ada,", "bob,", "cy,dropped", "di,excused")
    assert reviewed(course) == []
    assert [(each.kind, each.student) for each in reviewed(course, record_of("ada"))] == [("missing", "bob")]


def test_work_in_no_assignments_folder_is_listed_with_where_it_lies(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student", "ada", "bob")
    sheet(course.root / "submitted", "ada/tiny/tiny.py", "x = 1")
    sheet(course.root / "submitted", "bob/homework9/x.ipynb", "{}")
    found = reviewed(course, record_of("ada"))
    assert [each.kind for each in found] == ["misplaced", "missing"]
    assert "'homework9' is in no assignment's folder" in found[0].reason


def test_someone_on_no_roster_is_listed(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student", "ada")
    found = reviewed(course, record_of("ada"), record_of("eve"))
    assert [(each.kind, each.student) for each in found] == [("not in the roster", "eve")]


def test_a_folder_that_is_gone_is_listed_and_its_record_still_counts(course: CourseFolder) -> None:
    sheet(course.root / "submitted", "ada/tiny/tiny.py", "x = 1")
    found = reviewed(course, record_of("ada"), record_of("bob"))
    assert [(each.kind, each.student) for each in found] == [("folder is gone", "bob")]


def test_work_under_a_name_that_was_refused_is_there(course: CourseFolder) -> None:
    for name in ("refused-x", "a\tb"):
        sheet(course.root / "submitted", f"{name}/tiny/tiny.py", "x = 1")
    found = reviewed(course, *(record_of(stand_in(name), status="unreadable") for name in ("refused-x", "a\tb")))
    assert [each.kind for each in found] == ["unreadable", "unreadable"]


def test_what_the_staff_decided_is_settled(course: CourseFolder) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,,70,graded on paper,,")
    assert kinds(course, status="unreadable", notes=["a PDF"]) == []


@pytest.mark.parametrize(("points", "is_settled"), [("-10", True), ("70", True), ("-0", True), ("+2", False)])
def test_what_lateness_costs_at_an_unknown_time_is_settled_by_points_off_or_in_place(
    course: CourseFolder, points: str, is_settled: bool
) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, f"ada,tiny,,{points},the system says LATE,MC,")
    assert kinds(course, **noted("unknown time", "late")) == ([] if is_settled else ["unknown time"])


def test_a_line_prints_no_command_and_no_control_character() -> None:
    shown = str(Finding("unreadable", "a", "tiny", "x\n::error::y\x1b[31m"))
    assert "\n" not in shown
    assert "\x1b" not in shown


def test_status_lists_and_exits_with_1_for_findings_and_0_without(course: CourseFolder, capsys: Any) -> None:
    reviewed(course, record_of("ada", status="unreadable", notes=["a PDF"]))
    assert main(["status", "grades"]) == 1
    assert capsys.readouterr().out == ("what        whose     why\nunreadable  ada/tiny  a PDF\n\n1 unreadable\n")
    reviewed(course, record_of("ada"))
    assert main(["status", "grades"]) == 0
    assert main(["status", "nowhere"]) == 2


# --- decisions whose ground has moved ----------------------------------------------------------------------------


def test_a_decision_whose_ground_has_moved_still_holds_and_is_listed_until_looked_at(
    course: CourseFolder,
) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,quad,30,wrong check,MC,2027-02-01")
    before = record_of("ada", score=60.0, exercises=EXERCISES)
    after = record_of("ada", score=90.0, exercises=[EXERCISES[0], exercise_of("quad", 50.0)])
    assert reviewed(course, before) == reviewed(course, before) == []
    for _ in range(2):
        (found,) = reviewed(course, after)
        assert found.kind == "decision to look at again"
        assert found.reason.startswith("`quad` had 20 and has 50 now; decisions/overrides.csv:2 still holds")
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,quad,30,wrong check,MC,2027-02-09")
    assert reviewed(course, after) == []


def test_another_file_moves_the_ground_too(course: CourseFolder) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,,30,x,,")
    assert reviewed(course, record_of("ada")) == []
    (found,) = reviewed(course, record_of("ada", submission={"file": "tiny.py", "sha256": "01"}))
    assert found.reason.startswith("another file counts now")


# --- requests ----------------------------------------------------------------------------------------------------


def test_requests_become_a_list_with_what_the_checks_say_and_the_decision(course: CourseFolder) -> None:
    check = {
        "name": "value of y",
        "kind": "value",
        "hidden": False,
        "status": "failed",
        "points": 0.0,
        "max_points": 30.0,
    }
    failed = exercise_of("quad", 20.0, checks=[{**check, "message": "expected 4", "advice": "", "mistake": None}])
    record = record_of("ada", score=60.0, exercises=[EXERCISES[0], failed])
    sheet(
        course.root,
        "decisions/requests.csv",
        "student,exercise,reason",
        "ada,quad,my answer is right",
        "ada,double,why",
    )
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,double,45,fair,MC,")
    found = reviewed(course, record)
    assert [each.kind for each in found] == ["request"]
    rows = list(csv.DictReader((course.root / "grades/requests.csv").read_text().splitlines()))
    assert [(row["score"], row["max_score"], row["what the checks say"]) for row in rows] == [
        ("20", "50", "value of y: expected 4"),
        ("40", "50", "all checks pass"),
    ]
    assert [row["answer"] for row in rows] == ["open", "`double`: set to 45 points by MC: fair"]


def test_points_that_a_rule_gave_back_answer_no_request(course: CourseFolder) -> None:
    sheet(course.root, "decisions/requests.csv", "student,exercise,reason", "ada,quad,my answer is right")
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, f"ada,tiny,,+1,nobody loses by a regrade,{BY_RULE},")
    assert [each.kind for each in reviewed(course, record_of("ada", exercises=EXERCISES))] == ["request"]


def test_an_answer_in_words_settles_a_request_reaches_its_author_and_leaves_the_score(course: CourseFolder) -> None:
    sheet(
        course.root,
        "decisions/requests.csv",
        "student,assignment,exercise,reason,answer",
        "ada,tiny,double,mine is right,the sign is wrong at 0",
    )
    assert reviewed(course, record_of("ada", exercises=EXERCISES)) == []
    (row,) = csv.DictReader((course.root / "grades/requests.csv").read_text().splitlines())
    assert row["answer"] == "the sign is wrong at 0"
    entry = open_gradebook(course, course.root / "grades").entries["ada", "tiny"]
    assert entry.score == 80
    assert entry.reasons == ("`double`: asked to look again (mine is right): the sign is wrong at 0",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("adda,quad,x", "no student 'adda' is known (did you mean 'ada'?)"),
        ("ada,qaud,x", "no exercise 'qaud' (did you mean 'quad'?)"),
        ("ada,,x", "fill in the exercise, or the assignment if all of it is meant"),
    ],
)
def test_a_fault_in_a_request_is_said_with_its_line(course: CourseFolder, line: str, said: str) -> None:
    sheet(course.root, "decisions/requests.csv", "student,exercise,reason", line)
    with pytest.raises(SourceError) as caught:
        reviewed(course, record_of("ada"))
    assert f"requests.csv:2: {said}" in str(caught.value)


# --- pseudonyms --------------------------------------------------------------------------------------------------


def test_an_export_under_pseudonyms_names_nobody_and_is_the_same_each_time(course: CourseFolder, capsys: Any) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,,70,Ada was ill,,")
    reviewed(course, record_of("ada"), record_of("bob", score=12.0))
    capsys.readouterr()
    assert main(["export", "csv", "grades", "--pseudonyms"]) == main(["export", "csv", "grades", "--pseudonyms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == lines[3:]
    assert "ada" not in "".join(lines).lower()
    assert sorted(line.split(",")[1] for line in lines[1:3]) == ["12", "70"]
    assert main(["export", "junit", "grades", "--pseudonyms"]) == 2


# --- forget ------------------------------------------------------------------------------------------------------


def test_forget_deletes_every_trace_and_nothing_of_others(course: CourseFolder, capsys: Any) -> None:
    root = course.root
    for name in ("ada", "bob"):
        write_record(root / "grades", record_of(name))
        sheet(root, f"submitted/{name}/tiny/tiny.py", "x")
        sheet(root, f"submitted/.collected/{name}/tiny/1/attempt.json", "{}")
        sheet(root, f"grades/feedback/{name}/tiny.txt", name)
    others = 'bob,"Bob,\u2028Jr.\x0b\x85"'  # ends lines elsewhere, and not in a sheet
    sheet(root, "roster.csv", "student,name", others, 'ada,"Ada\nL."', "cy,Cy")
    sheet(root, "decisions/overrides.csv", OVERRIDES, "bob,tiny,,5,x,,", "ada,tiny,,5,x,,")
    for name in ("gradescope/tiny/ada.json", "nbgrader/submitted/ada/tiny/tiny.ipynb"):
        sheet(root / "grades/exports", name, "{}")
    reviewed(course)  # so that the ground of both decisions is kept
    assert "ada" in (root / "grades/decided.json").read_text()
    assert main(["forget", "ada", "--dry-run"]) == 0
    assert (root / "submitted/ada").exists()
    assert main(["forget", "ada"]) == 0
    left = [path for path in root.rglob("*") if "ada" in path.name]
    assert left == []
    assert (root / "roster.csv").read_text("utf-8") == f"student,name\n{others}\ncy,Cy\n"
    assert "ada" not in (root / "decisions/overrides.csv").read_text()
    assert "ada" not in (root / "grades/decided.json").read_text()
    assert "bob" in (root / "grades/decided.json").read_text()
    assert (root / "grades/records/tiny/bob.json").exists()
    assert (root / "submitted/bob/tiny/tiny.py").exists()
    assert main(["forget", "ada"]) == 2
    assert main(["forget", "../bob"]) == 2
    assert main(["forget", "*"]) == 2


def test_forget_names_the_files_of_the_whole_class_that_still_name_a_student(course: CourseFolder, capsys: Any) -> None:
    root = course.root
    write_record(root / "grades", record_of("s1"))
    sheet(root, "roster.csv", "student,name,email", "s1,Zoë Ëck,zoe@x.org", "s10,Bob,")
    (root / "grades/exports/moodle-feedback").mkdir(parents=True)
    (root / "grades/exports/moodle-feedback/f.zip").write_bytes(zip_of({"Zoë Ëck_1_assignfeedback_file/f.html": b""}))
    sheet(root / "grades/exports", "canvas/x.csv", "Student,SIS Login ID", "someone,ZOE@x.org")
    (root / "grades/exports/canvas/wide.csv").write_text("Student,Section\nZoë Ëck,A\n", "utf-16")
    sheet(root / "grades/exports", "junit/tiny.xml", "<testsuite name='tiny/s1'/>")
    sheet(root / "grades/exports", "junit/other.xml", "<testsuite name='tiny/s10'/>")
    sheet(root / "grades/exports", "parquet/grades.parquet", "?")
    assert main(["forget", "s1"]) == 0
    said = capsys.readouterr().out
    exports = ["moodle-feedback/f.zip", "canvas/x.csv", "canvas/wide.csv", "junit/tiny.xml", "parquet/grades.parquet"]
    for name in exports:
        assert f"still there, of the whole class: grades/exports/{name}" in said
    assert "other.xml" not in said
