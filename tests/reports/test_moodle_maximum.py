"""What an assignment is worth in Moodle: one positive number, or no score can be filled in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import SourceError
from autograder.gradebook.entries import Student
from autograder.reports.downloaded import read_downloaded
from autograder.reports.export import Exported, Request
from autograder.reports.moodle import moodle
from support.books import course_of, record_of, rules_of, sheet


def filled(folder: Path, *most: str) -> Exported:
    header = "Identifier,Full name,Email address,Grade,Maximum grade"
    rows = [f"Participant {number},N{number},s{number}@x.org,,{text}" for number, text in enumerate(most)]
    sheet(folder, "chain_rule.csv", header, *rows)
    rules = rules_of(course_of("chain_rule"), (Student("s0", "N0", "s0@x.org"),))
    book = rules.gradebook([rules.entry(record_of("s0", "chain_rule", 50.0))])
    read = read_downloaded(folder / "chain_rule.csv")
    return moodle(book, Request(datetime(2027, 2, 1, tzinfo=UTC), sheet=read))


@pytest.mark.parametrize("most", ["0", "nan", "-100.00", "1e9", "100%", "Pass"])
def test_a_maximum_that_no_points_can_have_is_refused_with_its_line(tmp_path: Path, most: str) -> None:
    with pytest.raises(SourceError, match=rf"chain_rule\.csv:2: the maximum grade is '{most}'"):
        filled(tmp_path, most)


def test_two_maxima_in_one_worksheet_are_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"chain_rule\.csv:3: the maximum grade is 50 here and 100 in line 2"):
        filled(tmp_path, "100", "50")


def test_a_worksheet_may_leave_its_maximum_out(tmp_path: Path) -> None:
    assert b"s0@x.org,50," in filled(tmp_path, "").files["chain_rule.csv"]
