"""A gradebook of Canvas that has last and first names in columns of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from autograder.gradebook.entries import Student
from autograder.reports.canvas import canvas
from autograder.reports.downloaded import read_downloaded
from autograder.reports.export import Request
from support.books import course_of, record_of, rules_of, sheet

HEADER = "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Chain Rule (501)"


def test_last_and_first_names_may_be_apart_and_the_test_student_is_nobody(tmp_path: Path) -> None:
    rows = ["Lovelace,Ada,,,,A,", "Stranger,A,99,,,A,", "Student,Test,100,,,A,"]
    sheet(tmp_path, "x.csv", HEADER, "    Points Possible,,,,,,100", *rows)
    rules = rules_of(course_of("chain_rule"), (Student("s1", "Ada Lovelace"),))
    book = rules.gradebook([rules.entry(record_of("s1", "chain_rule", 87.5))])
    made = canvas(book, Request(datetime(2027, 2, 1, tzinfo=UTC), sheet=read_downloaded(tmp_path / "x.csv")))
    assert made.files["x.csv"].decode().splitlines()[2:] == [f"{rows[0]}87.5", *rows[1:]]
    assert made.notes == ("in no roster and without records, left alone: Stranger, A (line 4)",)
