"""A course that nbgrader's own programs open: scores, comments, and hand grades that come back."""

from __future__ import annotations

import csv
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.reports import nbgrader_db
from autograder.reports.nbgrader_db import MarkedCell, Sheet, Work, write_database
from autograder.reports.nbgrader_hand_grades import given_since
from support.handed_in import DOUBLE, TRIPLE, answered, hand_in, released_course

nbgrader = pytest.importorskip("nbgrader.api")
PLACE = Path("grades/exports/nbgrader")


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    course = released_course(tmp_path)
    hand_in(course, "ada", answered(course, double=DOUBLE))
    hand_in(course, "bob", answered(course, ".py", double=TRIPLE), "tiny.py")
    (tmp_path / "submitted/ada/tiny/timestamp.txt").write_text("2027-01-10 12:00:00 UTC")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "--unsafe-no-sandbox", "--quiet"]) == 0
    assert main(["export", "nbgrader", "grades"]) == 0
    capsys.readouterr()
    return tmp_path


def book():
    return nbgrader.Gradebook(f"sqlite:///{PLACE}/gradebook.db")


def test_nbgrader_finds_every_score_and_comment_of_ours(exported: Path) -> None:
    with book() as found:
        ada, bob = (found.find_submission("tiny", student) for student in ("ada", "bob"))
        assert (ada.score, ada.max_score, bob.score) == (40.0, 100.0, 5.0)
        assert not ada.needs_manual_grade
        assert ada.timestamp == datetime(2027, 1, 10, 12)
        grades = {grade.name: grade.auto_score for grade in ada.notebooks[0].grades}
        assert grades == {"check-double": 40.0, "check-quad": 0.0}
        comments = {comment.name: comment.auto_comment for comment in bob.notebooks[0].comments}
        assert comments["double"].startswith("5 of 20 points\ny against a numeric derivative: ")


def test_its_folders_are_whole_and_hold_no_solution(exported: Path) -> None:
    for folder in ("submitted/ada", "autograded/ada", "autograded/bob", "source", "release"):
        assert (PLACE / folder / "tiny/tiny.ipynb").is_file()
        assert (PLACE / folder / "tiny/public_checks.json").is_file()
    text = (PLACE / "source/tiny/tiny.ipynb").read_text()
    assert "2.0 * np.asarray(x)" not in text
    assert "3.0 * np.asarray" in (PLACE / "autograded/bob/tiny/tiny.ipynb").read_text()
    assert (PLACE / "autograded/ada/tiny/timestamp.txt").read_text().startswith("2027-01-10 12:00:00")


def give(student: str, exercise: str, points: float | None = None, more: float = 0.0, comment: str = "") -> None:
    """Grade a cell by hand, as formgrader stores it."""
    with book() as found:
        (notebook,) = found.find_submission("tiny", student).notebooks
        grade = next(each for each in notebook.grades if each.name == f"check-{exercise}")
        grade.manual_score, grade.extra_credit = points, more
        next(each for each in notebook.comments if each.name == exercise).manual_comment = comment
        found.db.commit()


def overrides() -> list[tuple[str, ...]]:
    rows = csv.DictReader(Path("decisions/overrides.csv").read_text("utf-8").splitlines())
    return [(row["student"], row["exercise"], row["score"], row["reason"], row["by"]) for row in rows]


BY_HAND = "graded by hand in nbgrader"


def test_hand_grades_come_back_as_overrides_once(exported: Path, capsys) -> None:
    give("ada", "quad", 12.5)
    for count in (1, 0):
        assert main(["import", "nbgrader", str(PLACE)]) == 0
        assert f"overrides.csv: {count} added, 0 changed, 0 taken back" in capsys.readouterr().out
    assert overrides() == [("ada", "quad", "12.5", BY_HAND, "nbgrader")]
    assert main(["export", "nbgrader", "grades"]) == 0
    with book() as found:
        assert found.find_submission("tiny", "ada").score == 52.5
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert len(overrides()) == 1


def test_extra_credit_and_comments_without_points_come_back_too(exported: Path) -> None:
    give("ada", "quad", more=1.5)
    give("bob", "double", comment="Triple,\nand not *double*?")
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert overrides() == [
        ("ada", "quad", "+1.5", BY_HAND, "nbgrader"),
        ("bob", "double", "+0", "Triple, and not *double*?", "nbgrader"),
    ]
    assert main(["grade", "--unsafe-no-sandbox", "--quiet", "--force"]) == 0
    rows = csv.DictReader(Path("grades/grades.csv").read_text("utf-8").splitlines())
    assert {row["student"]: row["tiny"] for row in rows} == {"ada": "41.5", "bob": "5"}
    assert main(["export", "nbgrader", "grades"]) == 0
    with book() as found:
        (notebook,) = found.find_submission("tiny", "bob").notebooks
        assert [each.manual_comment for each in notebook.comments] == ["Triple, and not *double*?", None]


def test_what_nbgrader_gave_earlier_is_changed_or_taken_back_and_other_lines_stay(exported: Path, capsys) -> None:
    Path("decisions").mkdir()
    kept = "student;assignment;exercise;score;reason;by;date\nbob;tiny;quad;1,5;on paper;MC;\n"
    Path("decisions/overrides.csv").write_text(kept, "utf-8")
    give("ada", "quad", 12.5)
    give("bob", "double", 7)
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert main(["export", "nbgrader", "grades"]) == 0
    give("ada", "quad", 13, comment="better")
    give("bob", "double")
    capsys.readouterr()
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert "0 added, 1 changed, 1 taken back" in capsys.readouterr().out
    text = Path("decisions/overrides.csv").read_text("utf-8")
    assert text.startswith(kept)
    assert [line.split(";")[:6] for line in text.splitlines()[2:]] == [
        ["ada", "tiny", "quad", "13", "better", "nbgrader"]
    ]


def test_hand_grades_that_are_in_no_decision_are_not_written_over(exported: Path, capsys) -> None:
    give("ada", "quad", 12.5)
    assert main(["export", "nbgrader", "grades"]) == 2
    said = (
        "a grade that was given there by hand is in no decision yet and would be lost: run `autograder import nbgrader"
    )
    assert said in capsys.readouterr().err
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert main(["export", "nbgrader", "grades"]) == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ada,tiny,quad,1,typo", "decisions/overrides.csv:2: sets `quad` of ada to 1, nbgrader to 12.5"),
        ("ada,tiny,quad,+2,nice", "decisions/overrides.csv:2: sets `quad` of ada to 2, nbgrader to 12.5"),
        ("ada,tiny,quad,excused,ill", "decisions/overrides.csv:2: sets `quad` of ada to no points, nbgrader to 12.5"),
    ],
)
def test_a_hand_grade_that_contradicts_an_override_is_refused_with_its_line(
    exported: Path, capsys, line: str, said: str
) -> None:
    Path("decisions").mkdir()
    text = f"student,assignment,exercise,score,reason\n{line}\n"
    Path("decisions/overrides.csv").write_text(text)
    assert main(["export", "nbgrader", "grades"]) == 0
    give("ada", "quad", 12.5)
    assert main(["import", "nbgrader", str(PLACE)]) == 2
    assert said in capsys.readouterr().err
    assert Path("decisions/overrides.csv").read_text() == text


def test_a_comment_to_what_the_staff_decided_is_left_there_and_told(exported: Path, capsys) -> None:
    Path("decisions").mkdir()
    Path("decisions/overrides.csv").write_text("student,assignment,exercise,score,reason\nada,tiny,quad,1,typo\n")
    assert main(["export", "nbgrader", "grades"]) == 0
    give("ada", "quad", 1, comment="but why?")
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    said = "note: ada/tiny: the comment to `quad` is left there: decisions/overrides.csv:2 has its own reason"
    assert said in capsys.readouterr().err


def test_rows_that_are_added_keep_who_gave_them_in_a_sheet_without_such_columns(exported: Path) -> None:
    Path("decisions").mkdir()
    Path("decisions/overrides.csv").write_bytes(
        b"\r\nstudent;assignment;exercise;score;reason\r\nada;tiny;quad;1;typo\r\n"
    )
    assert main(["export", "nbgrader", "grades"]) == 0
    give("bob", "quad", 7)
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert main(["export", "nbgrader", "grades"]) == 0
    lines = Path("decisions/overrides.csv").read_bytes().split(b"\n")
    assert lines[1:3] == [b"student;assignment;exercise;score;reason;by;date\r", b"ada;tiny;quad;1;typo\r"]
    assert lines[3].startswith(b"bob;tiny;quad;7;graded by hand in nbgrader;nbgrader;2")


def test_a_regrade_under_an_override_does_not_pass_for_a_hand_grade(exported: Path, capsys) -> None:
    Path("decisions").mkdir()
    Path("decisions/overrides.csv").write_text("student,assignment,exercise,score,reason\nada,tiny,double,-2,untidy\n")
    assert main(["export", "nbgrader", "grades"]) == 0
    record = Path("grades/records/tiny/ada.json")
    record.write_text(record.read_text("utf-8").replace('"score": 40', '"score": 30'), "utf-8")
    assert main(["import", "nbgrader", str(PLACE)]) == 0
    assert "0 added, 0 changed" in capsys.readouterr().out


def test_a_folder_without_a_gradebook_is_refused(exported: Path, capsys) -> None:
    assert main(["import", "nbgrader", "grades"]) == 2
    assert "there is no grades/gradebook.db" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + b"x" * 200])
def test_a_gradebook_that_is_none_is_refused(exported: Path, capsys, data: bytes) -> None:
    (PLACE / "gradebook.db").write_bytes(data)
    assert main(["import", "nbgrader", str(PLACE)]) == 2
    assert "gradebook.db: is not a gradebook of nbgrader that can be read: " in capsys.readouterr().err
    assert not Path("decisions").exists()


def test_a_database_that_cannot_be_written_is_said_and_the_old_one_stays(exported: Path, monkeypatch, capsys) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(nbgrader_db, "note_exported", full)
    assert main(["export", "nbgrader", "grades"]) == 2
    assert "gradebook.db: cannot be written: database or disk is full" in capsys.readouterr().err
    with book() as found:
        assert found.find_submission("tiny", "ada").score == 40
    assert list(PLACE.glob(".new-*")) == []


def test_a_thousand_submissions_are_one_commit(tmp_path: Path) -> None:
    marks = {"grade": True, "solution": False, "locked": True, "points": 2, "checksum": "x"}
    names = [f"check-e{number}" for number in range(5)]
    cells = [MarkedCell({**marks, "grade_id": name}, "code", "") for name in names]
    points = dict.fromkeys(names, 1.5)
    works = [Work(f"s{n:04}", "A B", "", "a", datetime.now(UTC), points, {}, frozenset(), {}, 0.0) for n in range(1000)]
    start = time.process_time()
    assert write_database(tmp_path / "gradebook.db", "c", [Sheet("a", None, cells)], works) == 1000
    assert time.process_time() - start < 10  # 2 to 3 on a machine that does nothing else; 13 to 32 one by one
    with nbgrader.Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as found:
        assert found.find_submission("a", "s0999").score == 7.5
    assert given_since(tmp_path / "gradebook.db") == {}


def test_what_its_database_cannot_hold_is_said(exported: Path, capsys) -> None:
    Path("decisions").mkdir()
    Path("decisions/overrides.csv").write_text(
        "student,assignment,exercise,score,reason\nada,tiny,,77,on paper\nbob,tiny,,excused,ill\n"
    )
    Path("roster.csv").write_text("student\nada\nbob\ncy\n")
    assert main(["export", "nbgrader", "grades"]) == 0
    said = capsys.readouterr().err
    assert (
        "note: ada/tiny: 77 points count, and nbgrader adds up 40: a decision on the whole has no place there" in said
    )
    assert "note: bob/tiny: excused, which nbgrader cannot say: its score is there as if it counted" in said
    assert "cy" not in said
