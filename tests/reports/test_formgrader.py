"""Hand grading in nbgrader's formgrader, clicked through in Chromium, and back into decisions, tables and feedback."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.cli.main import main
from support.chromium import CHROMIUM, Page, opened
from support.nbgrader_programs import MIXED, SOLVED, STUB, TOKEN, Formgrader, book, exported_class, nbgrader_says

pytest.importorskip("nbgrader.api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

NAME = "derivatives"
COMMENT = "See *me*: why 0?"
BY_HAND = "graded by hand in nbgrader"


@dataclass(frozen=True)
class Clicked:
    """An nbgrader course in which somebody has graded by hand; the table of submissions that they saw before that.

    before and after: the points of the one that was graded; full: those of its exercise that got all.
    """

    course: Path
    table: str
    before: float
    after: float
    full: str


@pytest.fixture(scope="module")
def clicked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clicked]:
    """Open the one with mistakes from the list; give points, a comment, extra credit, full credit; look at the next."""
    course = exported_class(tmp_path_factory.mktemp("term"), [NAME])
    with book(course) as found:
        (notebook,) = found.find_submission(NAME, MIXED).notebooks
        before, comment = notebook.score, next(each.comment for each in notebook.comments if each.name == "square")
    home = tmp_path_factory.mktemp("home")
    with Formgrader(course, home) as address, opened(f"{address}/formgrader?token={TOKEN}") as page:
        table = open_submission(page, f"{before:g} / 105")
        assert comment.splitlines()[0] in page.run("return document.querySelector('#square-comment').placeholder")
        grade(page, "check-relu", "2.5")
        grade(page, "relu-comment", COMMENT)
        grade(page, "check-tangent_line_extra_credit", "1.5")
        grade(page, "deriv-comment", "Nothing to add.")
        page.click(".nbgrader_cell:has(#check-sigmoid) .full-credit")
        stored(page, "check-sigmoid")
    with book(course) as found:
        (notebook,) = found.find_submission(NAME, MIXED).notebooks
        full = next(each.max_score for each in notebook.grades if each.name == "check-sigmoid")
        yield Clicked(course, table, before, notebook.score, f"{full:g}")


def open_submission(page: Page, score: str) -> str:
    """Go from the list of assignments to the submission with this score; return the table of submissions."""
    for link, address in (
        ("a[href$='/formgrader/gradebook']", "/gradebook"),
        ("#main-table td a", f"/gradebook/{NAME}"),
        ("#main-table td a", f"/gradebook/{NAME}/{NAME}"),
    ):
        page.click(link)
        page.wait(f"return location.pathname.endsWith({address!r})")
    table = page.wait("return document.querySelector('#main-table td a') && document.body.innerText")
    rows = "[...document.querySelectorAll('#main-table tr')]"
    row = page.run(f"return 1 + {rows}.findIndex(each => each.querySelector('.score').innerText === {score!r})")
    page.click(f"#main-table tr:nth-child({row}) a.name-hidden")
    loaded = "window.formgrader && formgrader.grades && formgrader.grades.loaded && formgrader.comments.loaded"
    page.wait(f"return location.pathname.includes('/submissions/') && {loaded}")
    return str(table)


def grade(page: Page, field: str, text: str) -> None:
    """Type into a field and leave it, and wait until that is stored."""
    page.click(f"#{field}")
    page.type(text)
    stored(page, field)


def stored(page: Page, field: str) -> None:
    """Wait until the page says by its tick that a field's cell was stored."""
    page.wait(f"return $('#{field}').parents('.nbgrader_cell').find('.save-icon.glyphicon-ok:visible').length")


def test_the_pages_show_scores_and_the_words_of_our_checks(clicked: Clicked) -> None:
    for score in ("0 / 105", "105 / 105", f"{clicked.before:g} / 105"):
        assert score in clicked.table


def test_nbgrader_exports_what_was_clicked_and_shows_it_in_its_feedback(clicked: Clicked) -> None:
    assert nbgrader_says(clicked.course, "export").startswith("done")
    with (clicked.course / "grades.csv").open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert scores == {SOLVED: 105, STUB: 0, MIXED: clicked.after}
    assert nbgrader_says(clicked.course, "generate_feedback", NAME, "--force").startswith("done")
    page = (clicked.course / f"feedback/{MIXED}/{NAME}/{NAME}.html").read_text("utf-8")
    assert "Nothing to add." in page
    assert "See <em>me</em>: why 0?" in page


def test_what_was_clicked_counts_here_and_a_regrade_keeps_it(clicked: Clicked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clicked.course.parents[2])
    assert main(["import", "nbgrader", str(clicked.course)]) == 0
    rows = csv.DictReader(Path("decisions/overrides.csv").read_text("utf-8").splitlines())
    found = {row["exercise"]: (row["score"], row["reason"]) for row in rows}
    assert found == {
        "square": ("1.25", "graded by hand"),
        "relu": ("2.5", COMMENT),
        "deriv": ("+0", "Nothing to add."),
        "tangent_line": ("+1.5", BY_HAND),
        "sigmoid": (clicked.full, BY_HAND),
    }
    for again in ([], ["--force"]):
        assert main(["grade", "--quiet", "--unsafe-no-sandbox", *again]) == 0
        table = {
            row["student"]: row for row in csv.DictReader(Path("grades/grades.csv").read_text("utf-8").splitlines())
        }
        assert float(table[MIXED][NAME]) == clicked.after
    assert main(["export", "feedback", "grades"]) == 0
    said = Path(f"grades/feedback/{MIXED}/{NAME}.txt").read_text("utf-8")
    assert re.search(rf"`relu`: set to 2.5 points by nbgrader on [0-9-]+: {re.escape(COMMENT)}", said)
    assert re.search(r"`deriv`: points unchanged by nbgrader on [0-9-]+: Nothing to add\.", said)
    assert main(["export", "nbgrader", "grades"]) == 0
    with book(clicked.course) as again:
        assert again.find_submission(NAME, MIXED).score == clicked.after
