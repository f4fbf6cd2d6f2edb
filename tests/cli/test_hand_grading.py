"""An essay and a drawing, from the student's notebook to points that count: by sheet, and through nbgrader."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from autograder.api import load_course
from autograder.cli.main import main
from support.hand_graded import hand_graded_course, handed_in, picture_bundle

HOSTILE = '=Never: $a<b$. <script>x()</script> [me](javascript:x()) ![p](http://127.0.0.1/p.png)\n\n"So," she said.'


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three, graded: ada has written and drawn, cy has written, bob has done neither."""
    root = tmp_path_factory.mktemp("graded")
    course = hand_graded_course(root)
    drawing = {"source": "plt.plot([1])", "outputs": [{"output_type": "display_data", "data": picture_bundle()}]}
    essay = {"source": HOSTILE, "attachments": {"a.png": picture_bundle()}}
    handed_in(course, "ada", essay=essay, sketch=drawing, double="def double(x):\n    return x + x\n")
    handed_in(course, "bob")
    handed_in(course, "cy", essay="It depends.")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["grade", "submitted", "--out", "grades", "--jobs", "1"]) == 0
    return root


@pytest.fixture
def course(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import shutil

    shutil.copytree(graded, tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path / "course"


def scores(root: Path) -> dict[str, tuple[str, str]]:
    from autograder.gradebook.entries import open_gradebook
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_of

    text = grades_csv(table_of(open_gradebook(load_course(root), root / "grades")))
    return {row["student"]: (row["tiny"], row["tiny status"]) for row in csv.DictReader(text.splitlines())}


def fill_in(path: Path, who: str, delimiter: str = ",", **cells: str) -> None:
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
    for row in rows:
        if row["student"] == who:
            row.update({next(name for name in row if name.startswith(key)): said for key, said in cells.items()})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def sheet(root: Path, exercise: str = "essay") -> Path:
    assert main(["export", "rubric", "grades"]) == 0
    return root / "grades" / "exports" / "rubric" / "tiny" / f"{exercise}.csv"


def test_what_people_grade_waits_and_leaves_the_score_blank(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scores(course) == {"ada": ("", "needs_grading"), "bob": ("0", "graded"), "cy": ("", "needs_grading")}
    record = json.loads((course / "grades/records/tiny/ada.json").read_text("utf-8"))
    essay = next(each for each in record["exercises"] if each["name"] == "essay")
    assert (record["status"], record["score"], record["max_score"]) == ("needs_grading", 40, 107)
    assert essay["answer"]["text"] == HOSTILE.strip()
    assert essay["answer"]["pictures"] == 1
    assert [each["status"] for each in essay["checks"]] == ["needs_grading"] * 2
    assert main(["status", "grades"]) == 1
    assert "needs grading  ada/tiny  to be graded by hand: essay, sketch" in capsys.readouterr().out


def test_a_sheet_that_was_filled_in_becomes_decisions_and_then_points(course: Path) -> None:
    essay = sheet(course)
    row = next(each for each in csv.DictReader(essay.read_text("utf-8").splitlines(keepends=True)))
    assert (row["student"], row["answer"]) == ("ada", "'" + HOSTILE.strip())
    assert (essay.parent / row["pictures"]).read_bytes().startswith(b"\x89PNG")
    fill_in(essay, "ada", ";", states="3", gives="1,5", comment="Why, though?", by="kim")
    assert main(["import", "rubric", str(essay)]) == 0
    assert scores(course)["ada"] == ("", "needs_grading")  # the drawing still waits
    drawing = sheet(course, "sketch")
    fill_in(drawing, "ada", both="2")
    assert main(["import", "rubric", str(drawing), str(essay)]) == 0
    assert scores(course)["ada"] == ("46.5", "graded")
    assert main(["grade", "submitted", "--out", "grades", "--jobs", "1", "--force"]) == 0
    assert scores(course)["ada"] == ("46.5", "graded")


def test_feedback_shows_the_rows_of_the_rubric_and_what_is_still_to_come(course: Path) -> None:
    essay = sheet(course)
    fill_in(essay, "cy", states="3", gives="0", comment="Why, though?", by="kim")
    assert main(["import", "rubric", str(essay)]) == 0
    assert main(["export", "feedback", "grades"]) == 0
    cy, ada = ((course / f"grades/feedback/{name}/tiny.txt").read_text("utf-8") for name in ("cy", "ada"))
    assert "Public checks: 3 of 57 points." in cy
    assert "✎ essay: 3 of 5 points\n    ✓ states the claim: 3 of 3\n    ✗ gives a counterexample: 0 of 2" in cy
    assert cy.count("Why, though?") == 1
    assert "Public checks so far: 20 of 57 points; people will grade `essay`, `sketch`, for up to 7 of them." in ada
    page = (course / "grades/feedback/cy/tiny.html").read_text("utf-8")
    assert "What is looked for" in page
    assert "graded by people" in page


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"states": "4", "gives": "1"}, "essay.csv:5: 4 points under 'states_the_claim_(3)', where 3 is the most"),
        ({"states": "-1", "gives": "1"}, "essay.csv:5: '-1' under 'states_the_claim_(3)' is not a number of points"),
        ({"states": "3"}, "essay.csv:5: 'gives_a_counterexample_(2)' is blank, others are not"),
        ({"states": "3", "gives": "2", "date": "soon"}, "essay.csv:5: date is 'soon'"),
        ({"student": "cyy"}, "essay.csv:5: no student 'cyy' among the submissions (did you mean 'cy'?)"),
        ({"exercise": "esay"}, "essay.csv:5: no exercise 'esay' of 'tiny' is graded by hand (did you mean 'essay'?)"),
    ],
    ids=["too many", "negative", "half", "date", "student", "exercise"],
)
def test_a_fault_in_a_sheet_is_said_with_its_line_and_nothing_is_taken(
    course: Path, cells: dict[str, str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    essay = sheet(course)
    fill_in(essay, "cy", **cells)
    assert main(["import", "rubric", str(essay)]) == 2
    assert complaint in capsys.readouterr().err
    assert not (course / "decisions").exists()


def test_a_sheet_is_not_written_over_points_that_were_not_brought_back(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(sheet(course), "cy", states="3", gives="2")
    assert main(["export", "rubric", "grades"]) == 2
    assert "this was not brought back yet and would be lost: run `autograder import rubric" in capsys.readouterr().err


@pytest.mark.parametrize("answer", ["a\0b\r=1\ud800", "#REF!", "=1+1", "::error::x", '"', ";;\t;"])
def test_a_sheet_with_an_odd_answer_in_it_comes_back(course: Path, answer: str) -> None:
    handed_in(load_course(course), "cy", essay=answer)
    assert main(["grade", "submitted", "--out", "grades", "--jobs", "1", "--student", "cy"]) == 0
    essay = sheet(course)
    fill_in(essay, "cy", states="3", gives="2")
    assert main(["import", "rubric", str(essay)]) == 0
    assert scores(course)["cy"] == ("5", "graded")


def test_a_mark_for_what_was_written_before_holds_and_is_told(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essay = sheet(course)
    fill_in(essay, "cy", states="3", gives="2")
    assert main(["import", "rubric", str(essay)]) == 0
    path = course / "submitted/cy/tiny/tiny.ipynb"
    path.write_text(path.read_text("utf-8").replace("It depends.", "It does not."), "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--jobs", "1"]) == 0
    assert scores(course)["cy"] == ("5", "graded")
    assert main(["status", "grades"]) == 1
    assert "there is another answer to `essay` now; decisions/rubric.csv:2 still holds" in capsys.readouterr().out


def test_nbgrader_shows_harmless_cells_to_grade_by_hand_and_gives_points_and_comments_back(course: Path) -> None:
    pytest.importorskip("nbgrader")
    from nbgrader.api import Gradebook

    assert main(["export", "nbgrader", "grades"]) == 0
    place = course / "grades/exports/nbgrader"
    notebook = json.loads((place / "autograded/ada/tiny/tiny.ipynb").read_text("utf-8"))
    cells = {cell["metadata"].get("exercise"): cell for cell in notebook["cells"]}
    essay = cells["essay"]["source"]
    assert "$a< b$. < script>x()< /script> [me] (javascript:x()) [p] (http" in essay
    assert cells["essay"]["attachments"] == {"picture-1.png": picture_bundle()}
    assert cells["sketch"]["outputs"] == [{"output_type": "display_data", "metadata": {}, "data": picture_bundle()}]
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as book:
        submission = book.find_submission("tiny", "cy")
        (waiting,) = (grade for each in submission.notebooks for grade in each.grades if grade.needs_manual_grade)
        (comment,) = (said for each in submission.notebooks for said in each.comments if said.name == "essay")
        assert (waiting.name, waiting.max_score, submission.needs_manual_grade) == ("essay", 5, True)
        assert "states the claim: up to 3" in comment.auto_comment
        waiting.manual_score, comment.manual_comment = 2.5, "On what\ndoes it depend?"
        book.db.commit()
    assert main(["import", "nbgrader", str(place)]) == 0
    assert scores(course)["cy"] == ("2.5", "graded")
    assert "cy,tiny,essay,2.5,On what does it depend?,nbgrader" in (course / "decisions/overrides.csv").read_text()


def test_a_hand_graded_cell_alone_is_work_beside_a_script_that_was_worked_on(course: Path) -> None:
    released = (course / "assignments/tiny/tiny.py").read_text("utf-8")
    script = released.replace("    # YOUR CODE HERE\n    raise NotImplementedError()", "    return 2.0 * x", 1)
    (course / "submitted/cy/tiny/tiny.py").write_text(script, "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--jobs", "1"]) == 0
    record = json.loads((course / "grades/records/tiny/cy.json").read_text("utf-8"))
    found = {each["name"]: (each["score"], each["status"]) for each in record["exercises"]}
    assert (found["double"], found["essay"]) == ((40, "passed"), (0, "needs_grading"))
