"""A course that nbgrader's own programs open: scores, comments, and hand grades that come back."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.reports.nbgrader_db import MarkedCell, Sheet, Work, hand_grades, write_database
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


def test_hand_grades_come_back_as_overrides_once(exported: Path, capsys) -> None:
    with book() as found:
        (notebook,) = found.find_submission("tiny", "ada").notebooks
        next(grade for grade in notebook.grades if grade.name == "check-quad").manual_score = 12.5
        found.db.commit()
    for count in (1, 0):
        assert main(["import", "nbgrader", str(PLACE)]) == 0
        assert f"imported: {count} scores given by hand" in capsys.readouterr().out
    (row,) = csv.DictReader(Path("decisions/overrides.csv").read_text().splitlines())
    assert (row["student"], row["exercise"], row["score"], row["by"]) == ("ada", "quad", "12.5", "nbgrader")
    assert main(["export", "nbgrader", "grades"]) == 0
    with book() as found:
        assert found.find_submission("tiny", "ada").score == 52.5


def test_a_hand_grade_that_contradicts_an_override_is_refused_with_its_line(exported: Path, capsys) -> None:
    Path("decisions").mkdir()
    Path("decisions/overrides.csv").write_text("student,assignment,exercise,score,reason\nada,tiny,quad,1,typo\n")
    with book() as found:
        (notebook,) = found.find_submission("tiny", "ada").notebooks
        next(grade for grade in notebook.grades if grade.name == "check-quad").manual_score = 12.5
        found.db.commit()
    assert main(["import", "nbgrader", str(PLACE)]) == 2
    assert "decisions/overrides.csv:2: sets `quad` of ada to 1, nbgrader to 12.5" in capsys.readouterr().err


def test_a_folder_without_a_gradebook_is_refused(exported: Path, capsys) -> None:
    assert main(["import", "nbgrader", "grades"]) == 2
    assert "there is no grades/gradebook.db" in capsys.readouterr().err


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
    assert hand_grades(tmp_path / "gradebook.db") == {}


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
