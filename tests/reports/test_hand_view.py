"""What feedback says of an exercise that people grade: row by row, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.gradebook.rubric import Mark, RowMark
from autograder.gradebook.sheet import Row
from autograder.gradebook.standing import hand_graded, marked, of_record
from autograder.reports.feedback_page import feedback_page
from autograder.reports.feedback_view import view_of
from autograder.settings import Shown
from support.made_records import check, exercise, record

ROWS = (RowMark("states the claim", 3, 3), RowMark("gives a reason", 1.5, 2, "which number?"))
MARK = Mark("s001", "tiny", "essay", 4.5, ROWS, "Say why, too.", "kim", "2027-01-25", "a1", Row(Path("r"), 2, {}))


def waiting(name: str, **rows: float) -> Any:
    made = exercise(name, *(check(text, "needs_grading", 0.0, most) for text, most in rows.items()))
    made["checks"] = [{**each, "kind": "rubric"} for each in made["checks"]]
    return {**made, "answer": {"text": "No.", "pictures": 0, "identity": "a1"}}


def test_each_row_has_its_points_and_each_comment_is_said_once() -> None:
    made = record(exercise("double", check("value of y", points=40.0)), waiting("essay", claim=3.0, reason=2.0))
    entry = hand_graded(of_record({**made, "status": "needs_grading"}), frozenset({"essay"}))
    view = view_of(marked(entry, MARK), Shown.MESSAGE)
    assert (view.score, view.counted, view.reasons, view.waiting) == (44.5, 44.5, (), ())
    essay = view.exercises[1]
    assert (essay.state, essay.score, essay.diagnosis, essay.note) == ("graded", 4.5, "", "Say why, too.")
    page = feedback_page(view, "A course")
    assert [page.count(said) for said in ("which number?", "Say why, too.", "graded by people")] == [1, 1, 1]


def test_until_all_that_waits_is_graded_there_is_no_score_that_counts() -> None:
    made = record(waiting("essay", claim=3.0, reason=2.0), waiting("sketch", lines=2.0))
    entry = hand_graded(of_record({**made, "status": "needs_grading"}), frozenset({"essay"}))
    view = view_of(marked(entry, MARK), Shown.MESSAGE)
    assert (view.score, view.counted, [each.name for each in view.waiting]) == (4.5, None, ["sketch"])
