"""The class report's pages are sound, accessible and nobody's to abuse."""

from __future__ import annotations

import re
import shlex
from html import unescape
from pathlib import Path

import pytest

from autograder.gradebook.entries import Gradebook
from autograder.reports.class_overview import overview
from autograder.reports.class_report import ReportSources, numbered, report_pages, write_report
from autograder.reports.clusters import clusters
from autograder.reports.misconceptions import common
from autograder.settings import Assignment
from support.books import DUE, exercise_of, gradebook_of, record_of
from support.browser import answer, faults, invalid, violations
from support.reported_class import UNNAMED, a_class


@pytest.fixture(scope="module")
def book() -> Gradebook:
    return gradebook_of(a_class())


@pytest.fixture(scope="module")
def folder(book: Gradebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    write_report(made, book, ReportSources(answers=lambda cluster: [UNNAMED], last_year=a_class()[:7]))
    return made


PAGES = ["index.html", "tiny.html", "mistakes.html"]


@pytest.mark.parametrize("page", PAGES)
def test_all_can_use_a_page_that_is_opened_from_disk_and_it_asks_for_nothing(page: str, folder: Path) -> None:
    assert faults(folder / page) == []
    text = (folder / page).read_text("utf-8")
    assert "default-src 'none'; script-src 'sha256-" in unescape(text)
    assert "http" not in text.replace('http-equiv="', "")


def test_the_pages_are_valid_html(folder: Path) -> None:
    assert invalid([folder / page for page in PAGES]) == ""


def test_a_heading_sorts_its_column_both_ways(folder: Path) -> None:
    script = """const heads = [...document.querySelectorAll("#roster th button")], total = heads.at(-1);
        const first = () => document.querySelector("#roster tbody tr").lastElementChild.dataset.value;
        total.click(); const low = first(); total.click();
        return [low, first(), total.parentElement.getAttribute("aria-sort")]"""
    assert answer(folder / "index.html", script) == ["0", "100", "descending"]


def test_students_are_found_by_name_and_by_state(folder: Path) -> None:
    script = """const search = document.querySelector("[data-filter]"), state = document.querySelector("[data-state]");
        const said = () => document.querySelector("[data-count]").textContent;
        search.value = "u0"; search.dispatchEvent(new Event("input")); const named = said();
        search.value = ""; state.value = "late"; state.dispatchEvent(new Event("change"));
        return [named, said()]"""
    assert answer(folder / "index.html", script) == ["2 of 13 students", "3 of 13 students"]


def test_a_cluster_is_named_in_the_page(folder: Path) -> None:
    script = """const type = (mark, text) => { const box = document.querySelector(`[data-${mark}]`);
            box.value = text; box.dispatchEvent(new Event("input")); };
        type("name", "three added"); type("sentence", `It's "twice".`);
        return ["entry", "command"].map(what => document.querySelector(`[id^=${what}]`).textContent)"""
    entry, command = answer(folder / "tiny.html", script)
    assert 'def three_added(x):\n    """It\'s \\"twice\\"."""' in entry
    (cluster,) = clusters(a_class())
    assert shlex.split(command) == ["autograder", "report", "--name", cluster.id, "three_added", 'It\'s "twice".']


def test_strangers_names_are_text_on_every_page(folder: Path) -> None:
    for page in PAGES:
        text = (folder / page).read_text("utf-8")
        assert "<script>alert" not in text
        assert (page != "index.html") or "{{ 7*7 }}" in text


def test_an_anonymous_report_names_nobody_and_quotes_nobody(book: Gradebook) -> None:
    pages = report_pages(book, ReportSources(anonymous=True, feedback=True, answers=lambda cluster: [UNNAMED]))
    assert set(pages) == set(PAGES)
    assert "expected 1, got 2" not in pages["tiny.html"]
    assert "def unnamed" not in pages["tiny.html"]
    names = [student.name for student in book.counted if len(student.name) == 3]
    for text in pages.values():
        assert not [name for name in names if name in text]
        assert "../feedback" not in text
    numbers = re.findall(r"student \d+", pages["index.html"])
    assert len(numbers) == len(book.counted)
    assert numbers == sorted(numbers), "in the order of names, each would be known by its place"
    late = re.findall(r"student \d+", pages["tiny.html"].partition('id="late"')[2].partition("</p>")[0])
    assert late == sorted(late)


def test_only_the_courses_seed_tells_the_order_of_numbers() -> None:
    students = [f"s{n:03}" for n in range(100)]
    made = numbered(students, "a secret")
    assert len(set(made.values())) == 100
    assert list(made) != sorted(made)
    assert list(made) != list(numbered(students, "another"))


def test_axe_does_see_a_fault(folder: Path, tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    page = tmp_path / "faulty.html"
    page.write_text((folder / "index.html").read_text("utf-8").replace(' lang="en"', "").replace("#1c2128", "#bbb"))
    assert {each.split(":")[0] for each in violations(page)} == {"html-has-lang", "color-contrast"}


def test_where_all_is_extra_credit_shares_are_of_that_and_means_are_points() -> None:
    scores = {"ann": 20.0, "bob": 5.0}
    records = [
        record_of(name, score=score, max_score=0.0, exercises=[exercise_of("a", score, 20.0, extra=True)])
        for name, score in scores.items()
    ]
    book = gradebook_of(records, Assignment("tiny", 0, DUE))
    found = overview(book, "tiny")
    assert (found.max_score, found.full, found.shares) == (0, 20, (1.0, 0.25))
    assert (found.mean, found.median, found.spread) == (12.5, 12.5, 7.5)
    page = report_pages(book, ReportSources())["tiny.html"]
    assert "median 12.5 of 20 points, all extra credit." in " ".join(page.split())


def test_what_students_were_told_of_a_mistake_is_shown_without_what_was_drawn_for_each() -> None:
    assert common("the rate is 0.5, not -2", "the rate is 0.25, not -2") == "the rate is …, not -2"
    assert common("the rate is …, not -2", "the rate is 0.75, not −3") == "the rate is …, not …"
    assert common("add the bias", "the bias is left out of it") == "add the bias"
