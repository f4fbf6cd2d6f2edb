"""The table of scores, and what a spreadsheet, GitHub and a terminal make of it."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from autograder.core.text import markdown_text
from autograder.records.schema import Record
from autograder.reports import terminal
from autograder.reports.github import github_summary
from autograder.reports.grades_csv import grades_csv
from autograder.reports.table import ScoreTable, TableRow, table_of
from autograder.reports.terminal import show
from support.books import gradebook_of, record_of

NAMES = [
    "s001",
    "Ana María Ñandú",
    "学生 一",
    "a, b",
    'the "best"',
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    "**bold** _and_ `code`",
    "[link](http://example.com)",
    "a|b",
    "a\\|b",
    "~~gone~~",
    "@someone #1 www.example.com http://example.com",
    "![picture](x)",
    "1. one",
    "- dash",
    "[red]rich[/red]",
    ":smile:",
    "..%2Fx",
]
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"]


def record(student: str, assignment: str, score: float | None, status: str = "graded") -> Record:
    return record_of(student, assignment, score, status=status)


def scores(records: list[Record], assignments: list[str]) -> ScoreTable:
    return table_of(gradebook_of(records, *assignments))


def table(*names: str) -> ScoreTable:
    return scores([record(name, "chain_rule", 1.5) for name in names], ["chain_rule", "other"])


def test_the_table_has_a_row_a_student_in_order_of_name_and_sums_up() -> None:
    made = scores(
        [record("b", "one", 1.25), record("a", "two", 2), record("a", "one", 3), record("b", "gone", 9)],
        ["one", "two"],
    )
    assert made.rows == (
        TableRow("a", (3, 2), ("graded", "graded"), 5),
        TableRow("b", (1.25, None), ("graded", "missing"), 1.25),
    )


def test_missing_broken_and_unreadable_are_blank_with_a_status_and_never_a_zero() -> None:
    made = scores(
        [record("a", "one", 0.0, "missing"), record("b", "one", None, "broken"), record("c", "one", 0.0, "unreadable")],
        ["one"],
    )
    assert [row.scores for row in made.rows] == [(None,), (None,), (None,)]
    assert grades_csv(made) == ("student,one,total,one status,reasons\na,,0,missing,\nb,,0,broken,\nc,,0,unreadable,\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_out_of_the_csv_as_it_is(name: str) -> None:
    rows = list(csv.reader(io.StringIO(grades_csv(table(name)))))
    shown = f"'{name}" if name[0] in "-@" else name
    assert [row[:4] for row in rows] == [["student", "chain_rule", "other", "total"], [shown, "1.5", "", "1.5"]]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_is_no_formula_to_a_spreadsheet(name: str) -> None:
    assert list(csv.reader(io.StringIO(grades_csv(table(name)), newline="")))[1][0] == f"'{name}"


class Cells(HTMLParser):
    """The text of each table cell, and every tag that is seen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts and data != "\n":
            self.texts[-1] += data


def test_github_shows_every_name_as_it_is_and_as_nothing_else() -> None:
    made = table(*NAMES)
    page = Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(github_summary(made)))
    assert page.texts[:4] == ["student", "chain_rule", "other", "total"]
    assert page.texts[4::4] == [row.student for row in made.rows]
    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("name", ["www.example.com", "http://example.com"])
def test_nothing_in_a_name_becomes_a_link_by_itself(name: str) -> None:
    assert name not in markdown_text(name)


def test_the_terminal_shows_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    show(table("[red]rich[/red]", "学生 一", ":smile:"))
    shown = capsys.readouterr().out
    assert "[red]rich[/red]" in shown
    assert "学生 一" in shown
    assert ":smile:" in shown
    assert "\x1b" not in shown


def test_the_terminal_shows_a_mean_and_a_dash_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show(scores([record("a", "one", 1.0), record("b", "one", 2.0)], ["one", "two"]))
    lines = capsys.readouterr().out.split("\n")
    assert ["a", "1", "–", "1"] in [line.split() for line in lines]
    assert ["mean", "1.5", "–", "1.5"] in [line.split() for line in lines]


def test_a_class_of_hundreds_is_cut_short_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show(table(*(f"s{number:03}" for number in range(500))))
    shown = capsys.readouterr().out
    assert "… and 440 more students in grades.csv" in shown
    assert shown.count("\n") < 80


def test_no_line_is_wider_than_a_terminal_even_for_a_long_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "room_here", lambda: 80)
    show(table("x" * 200))
    assert max(map(len, capsys.readouterr().out.split("\n"))) <= 80


def test_in_a_pipe_a_long_name_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    show(table("x" * 200))
    assert "x" * 200 in capsys.readouterr().out


def test_an_empty_class_is_an_empty_table(capsys: pytest.CaptureFixture[str]) -> None:
    show(table())
    assert grades_csv(table()) == "student,chain_rule,other,total,chain_rule status,other status,reasons\n"
    assert "student" in capsys.readouterr().out
