"""A regrade with eyes open: what moves is said before it counts, and what was there before is kept."""

from __future__ import annotations

import csv
import json
import shutil
import signal
from pathlib import Path

import pytest

from autograder.batch.grader import Grader
from autograder.cli.main import main
from autograder.records.store import read_record
from autograder.regrading.compare import Move, shown
from support.handed_in import DOUBLE, QUAD, QUAD_ALONE, TRIPLE, answered, hand_in, released_course

RECORD = Path("grades/records/tiny/ada.json")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The tiny course with two students, graded."""
    made = released_course(tmp_path)
    hand_in(made, "ada", answered(made, double=DOUBLE, quad=QUAD))
    hand_in(made, "bob", answered(made, double=DOUBLE))
    monkeypatch.chdir(tmp_path)
    assert grade() == 0
    capsys.readouterr()
    return made


def grade(*options: str) -> int:
    return main(["grade", "--unsafe-no-sandbox", "--quiet", *options])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without_seconds(record: bytes) -> dict:
    return {**json.loads(record), "seconds": 0}


def test_a_dry_run_writes_nothing_and_says_who_moves_because_of_which_check(course, capsys) -> None:
    before = files(course.root / "grades")
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    assert grade("--dry-run") == 0
    said = capsys.readouterr().out.splitlines()
    assert files(course.root / "grades") == before
    assert said[0].split() == ["student", "assignment", "points", "because"]
    assert said[1].startswith("ada      tiny        100 → 65 (−35)  ")
    assert any(line.endswith("  double: gradient of y: passed → failed (−15)") for line in said)
    assert said[-1] == "1 of 2 submissions change: 0 up, 1 down"


def test_a_dry_run_into_a_folder_that_is_not_there_makes_none(course, capsys) -> None:
    assert grade("--dry-run", "--out", "fresh") == 0
    assert not (course.root / "fresh").exists()
    assert "ada      tiny        – → 100 (+100, missing → graded)" in capsys.readouterr().out


def test_a_dry_run_names_the_decision_that_it_touches(course, capsys) -> None:
    decisions = course.root / "decisions"
    decisions.mkdir()
    (decisions / "overrides.csv").write_text(
        "student,assignment,exercise,score,reason\nada,tiny,double,39,typo\nada,tiny,quad,50,else\n"
    )
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    assert grade("--dry-run") == 0
    said = capsys.readouterr().out
    assert "decided already: `double`: set to 39 points: typo" in said
    assert "else" not in said
    assert "decisions on 1 of them are touched" in said


def test_those_who_keep_their_points_by_other_checks_are_counted_and_not_listed() -> None:
    because = ("quad: value of y: passed (−2)", "quad: value of z: passed (+2)")
    even = [Move(name, "tiny", 80.0, 80.0, ("graded", "graded"), because, ()) for name in ("ada", "bob")]
    lost = Move("cy", "tiny", 80.0, 78.0, ("graded", "graded"), because[:1], ())
    assert shown([*even, lost], 9).splitlines() == [
        "student  assignment  points        because",
        f"cy       tiny        80 → 78 (−2)  {because[0]}",
        f"2 more   tiny        the same      {because[0]}",
        f"                                   {because[1]}",
        "",
        "3 of 9 submissions change: 0 up, 1 down",
    ]


def test_nothing_moves_where_nothing_changed(course, capsys) -> None:
    assert grade("--dry-run", "--force") == 0
    assert capsys.readouterr().out == "nothing moves: 2 submissions compared\n"


def test_an_earlier_record_is_kept_and_a_regrade_that_says_the_same_keeps_none(course) -> None:
    first = RECORD.read_bytes()
    assert grade("--force") == 0
    assert not Path("grades/history").exists()
    hand_in(course, "ada", answered(course, double=TRIPLE))
    assert grade() == 0
    hand_in(course, "ada", answered(course))
    assert grade() == 0
    kept = sorted(Path("grades/history/tiny/ada").iterdir())
    assert [path.name for path in kept] == ["0001.json", "0002.json"]
    assert json.loads(kept[0].read_bytes()) == {
        **json.loads(first),
        "seconds": json.loads(kept[0].read_bytes())["seconds"],
    }


def test_nobody_loses_gives_the_points_back_with_the_reason(course, capsys) -> None:
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    assert grade("--policy", "nobody-loses", "--dry-run") == 0
    assert not Path("decisions").exists()
    assert "1 override would be added" in capsys.readouterr().out
    assert grade("--policy", "nobody-loses") == 0
    (row,) = csv.DictReader(Path("decisions/overrides.csv").read_text().splitlines())
    assert (row["student"], row["score"], row["reason"]) == ("ada", "+35", "nobody loses by a regrade: 100 became 65")
    (ada, _) = csv.DictReader(Path("grades/grades.csv").read_text().splitlines())
    assert ada["tiny"] == "100"
    record = read_record(RECORD)
    assert record is not None
    assert record["score"] == 65


def test_overrides_that_are_there_stay_as_they_are_and_new_ones_follow_their_columns_and_add_who_and_when(
    course,
) -> None:
    Path("decisions").mkdir()
    sheet = Path("decisions/overrides.csv")
    before = "\ufeffreason;score;assignment;student\ntypo;90;tiny;bob"
    sheet.write_text(before)
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    assert grade("--policy", "nobody-loses") == 0
    head, row, new = sheet.read_text().splitlines()
    assert [head, row] == ["\ufeffreason;score;assignment;student;by;date", "typo;90;tiny;bob"]
    assert new.startswith("nobody loses by a regrade: 100 became 65;+35;tiny;ada;autograder;20")


def test_a_late_policy_that_changes_runs_nobodys_code(course, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.batch import grader

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a sandbox was opened")

    monkeypatch.setattr(grader, "open_sandbox", refuse)
    config = Path("course_config.py")
    text = config.read_text().replace("Assignment, Course", "Assignment, Course, LatePolicy")
    config.write_text(text.replace("    assignments=", "    late=LatePolicy(per_day=0.5),\n    assignments="))
    before = RECORD.read_bytes()
    assert grade() == 0
    assert RECORD.read_bytes() == before


def test_who_is_regraded_before_a_run_is_interrupted_loses_nothing_either(course, monkeypatch) -> None:
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    hand_in(course, "bob", answered(course, double=TRIPLE))
    real = Grader.grade

    def interrupted(self: Grader, submission):
        signal.raise_signal(signal.SIGINT)
        return real(self, submission)

    with monkeypatch.context() as patch:
        patch.setattr(Grader, "grade", interrupted)
        assert grade("--policy", "nobody-loses", "--jobs", "1") == 2
    assert grade("--policy", "nobody-loses") == 0
    rows = csv.DictReader(Path("grades/grades.csv").read_text().splitlines())
    assert {row["student"]: row["tiny"] for row in rows} == {"ada": "100", "bob": "40"}


def test_what_a_regrade_gave_back_does_not_count_for_what_was_there_before(course, capsys) -> None:
    shutil.copytree("grades", "before")
    hand_in(course, "ada", answered(course, double=TRIPLE, quad=QUAD_ALONE))
    assert grade("--policy", "nobody-loses") == 0
    capsys.readouterr()
    assert main(["diff", "before", "grades"]) == 1
    assert "100 → 100 (±0)" in capsys.readouterr().out
    shutil.copytree("grades", "after")
    assert main(["diff", "after", "grades"]) == 0


# --- diff and reproduce ------------------------------------------------------------------------------------------


def test_two_folders_of_results_are_compared(course, capsys) -> None:
    assert main(["diff", "grades", "grades"]) == 0
    assert capsys.readouterr().out == "nothing moves: 2 submissions compared\n"
    hand_in(course, "bob", answered(course, double=DOUBLE, quad=QUAD))
    hand_in(course, "cy", answered(course))
    assert grade("--out", "after") == 0
    assert main(["diff", "grades", "after"]) == 1
    said = capsys.readouterr().out
    assert "bob      tiny        40 → 100 (+60)" in said
    assert "quad: value of y: not_attempted → passed (+20)" in said
    assert "cy       tiny        – → 0 (±0, missing → graded)" in said
    assert said.endswith("2 of 3 submissions change: 1 up, 0 down\n")


def test_a_folder_without_records_cannot_be_compared(course, capsys) -> None:
    assert main(["diff", "grades", "nowhere"]) == 2
    assert "no records in 'nowhere'" in capsys.readouterr().err


def test_a_record_is_reproduced_and_nothing_written(course, capsys) -> None:
    before = files(course.root / "grades")
    assert main(["reproduce", str(RECORD)]) == 0
    assert capsys.readouterr().out == "reproduced: 100 of 100, every check as in the record\n"
    assert files(course.root / "grades") == before


def test_what_cannot_be_reproduced_is_named(course, capsys) -> None:
    text = RECORD.read_text()
    RECORD.write_text(text.replace('"score": 40.0', '"score": 39.0', 1))
    assert main(["reproduce", str(RECORD)]) == 1
    assert "exercises: other points in double" in capsys.readouterr().out
    config = Path("course_config.py")
    config.write_text(config.read_text().replace("a secret of the tests", "another"))
    assert main(["reproduce", str(RECORD)]) == 1
    assert "assignment_fingerprint: " in capsys.readouterr().out


def test_another_submission_is_not_compared(course, capsys) -> None:
    hand_in(course, "ada", answered(course))
    assert main(["reproduce", str(RECORD)]) == 2
    assert "the submission is another one now" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["course_config.py", "grades/grades.csv", "other.json", "gone.json"])
def test_what_is_no_record_is_neither_rewritten_nor_to_be_deleted(course, capsys, name) -> None:
    Path("other.json").write_text('{"seed": "a secret of the tests", "schema": 1}')
    before = files(course.root)
    assert main(["reproduce", name]) == 2
    told = capsys.readouterr().err
    assert f"{name}: is not a record" in told
    assert "delete" not in told
    assert files(course.root) == before


def test_after_an_interruption_the_table_is_there(course, monkeypatch: pytest.MonkeyPatch) -> None:

    real = Grader.grade

    def interrupted(self: Grader, submission):
        signal.raise_signal(signal.SIGINT)
        return real(self, submission)

    monkeypatch.setattr(Grader, "grade", interrupted)
    Path("grades/grades.csv").unlink()
    assert grade("--force") == 2
    assert Path("grades/grades.csv").read_text().startswith("student,tiny")
