"""Where an answer that people grade is looked for, and when there is none."""

from __future__ import annotations

import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.by_hand import HandKey, by_hand
from autograder.core.model import Cell, Status
from autograder.core.verdicts import Report
from autograder.grading.hand_graded import (
    CHARACTERS_AT_MOST,
    hand_graded_sources,
    with_hand_graded,
    without_hand_graded,
)

STUB = "YOUR ANSWER HERE"
ESSAY = by_hand("essay", {"states the claim": 3, "gives a reason": 2})
KEY = AnswerKey(
    "a", (), (), {}, "", "", by_hand=(HandKey(ESSAY, STUB),), order=("essay",), prose=("The question.", "The end.")
)


def markdown(source: str, exercise: str | None = None, pictures: int = 0) -> Cell:
    return Cell("markdown", source, exercise=exercise, pictures=pictures)


def report_on(*cells: Cell) -> object:
    (report,) = with_hand_graded(KEY, cells, Report(())).exercises
    return report


@pytest.mark.parametrize("source", ["", "  \n ", STUB, f"\n{STUB} \n"])
def test_an_answer_that_is_empty_or_as_released_is_not_attempted(source: str) -> None:
    report = report_on(markdown("The question."), markdown(source, "essay"), markdown("The end."))
    assert {verdict.status for verdict in report.verdicts} == {Status.NOT_ATTEMPTED}
    assert (report.score, report.max_score, report.answer) == (0, 5, None)


def test_no_cell_at_all_is_not_attempted() -> None:
    assert report_on(Cell("code", "x = 1")).answer is None


def test_an_answer_waits_with_its_text() -> None:
    report = report_on(markdown(" No.\n\nBecause. ", "essay"))
    assert {verdict.status for verdict in report.verdicts} == {Status.NEEDS_GRADING}
    assert report.answer.text == "No.\n\nBecause."


def test_a_picture_alone_is_an_answer() -> None:
    assert report_on(markdown(STUB, "essay", pictures=1)).answer.pictures == 1


def test_what_is_written_right_below_the_untouched_cell_counts() -> None:
    cells = [markdown("The question."), markdown(STUB, "essay"), markdown("No."), markdown("Because.")]
    report = report_on(*cells, markdown("The end."), markdown("Thank you for the course."))
    assert report.answer.text == "No.\n\nBecause."
    assert report.note == "its own cell is as released; what is written below it is graded"


def test_copies_of_the_cell_are_one_answer() -> None:
    assert report_on(markdown("No.", "essay"), markdown("Because.", "essay")).answer.text == "No.\n\nBecause."


def test_a_code_cell_in_the_place_of_the_answer_is_read_too() -> None:
    assert report_on(Cell("code", "No, because 2 < 3", exercise="essay")).answer.text == "No, because 2 < 3"


def test_an_endless_answer_is_cut_and_that_is_said() -> None:
    report = report_on(markdown("x" * 10 * CHARACTERS_AT_MOST, "essay"))
    assert len(report.answer.text) == CHARACTERS_AT_MOST
    assert report.note == "its answer was cut after 20,000 characters"


def test_the_name_of_an_answer_changes_with_its_text_and_pictures_and_is_no_number() -> None:
    written = [report_on(markdown(*each)).answer for each in (("a", "essay"), ("b", "essay"), ("a", "essay", 1))]
    assert len({each.identity for each in written}) == 3
    assert all(each.identity[0] == "a" and len(each.identity) == 12 for each in written)


def test_a_drawing_is_left_out_where_code_runs() -> None:
    drawing = Cell("code", "plt.plot([1])", exercise="essay")
    assert hand_graded_sources(KEY, [drawing]) == ("plt.plot([1])",)
    assert [cell.exercise for cell in without_hand_graded(KEY, [drawing])] == [None]
