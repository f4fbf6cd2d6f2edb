"""The audit certificate: what was proved, on what, and no secret of the course."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from autograder.audit.known_answers import Finding, audit
from autograder.audit.mutants import Mutant
from autograder.audit.mutation import Survivors, try_mutants
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.keys.load import answer_key
from autograder.reports.certificate import certificate
from support.browser import faults, invalid
from support.handed_in import released_course


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[CourseFolder, Path]:
    course = released_course(tmp_path_factory.mktemp("course"))
    assignment = course.course.assignments[0]
    workbook, seed = open_workbook(course, assignment), course.course.seed
    tried = audit(workbook, seed), try_mutants(workbook, seed)
    page = certificate(workbook, *tried, answer_key(course, assignment), datetime(2027, 1, 2, tzinfo=UTC), "A course")
    path = tmp_path_factory.mktemp("page") / "certificate-tiny.html"
    path.write_text(page, "utf-8")
    return course, path


def test_it_says_what_every_known_answer_gets_and_how_far_off_a_check_allows(made: tuple[CourseFolder, Path]) -> None:
    text = made[1].read_text("utf-8").replace("<wbr>", "")
    assert "The input is squared, which is not the same as doubled." in text
    assert "40 of 40" in text
    assert "exact" in text
    assert "killed" in text


def test_it_says_how_many_mutants_of_each_exercise_were_killed_and_survived(made: tuple[CourseFolder, Path]) -> None:
    course = made[0]
    found = try_mutants(open_workbook(course, course.course.assignments[0]), course.course.seed)
    assert sum(found.killed_of.values()) == found.killed > 0
    page = made[1].read_text("utf-8").replace("<wbr>", "")
    for name, killed in found.killed_of.items():
        same = sum(each.exercise == name for each in found.equivalent)
        row = [killed + same, killed, same, 0]
        assert f"{name}</th>" + "".join(f'<td class="number">{number}</td>' for number in row) in page


def test_it_holds_no_seed(made: tuple[CourseFolder, Path]) -> None:
    course, page = made
    text = page.read_text("utf-8")
    assert course.course.seed not in text
    assert answer_key(course, course.course.assignments[0]).seed_id in text


def test_a_page_of_findings_shows_neither_a_solution_nor_an_input_that_is_not_published(
    made: tuple[CourseFolder, Path],
) -> None:
    course = made[0]
    assignment = course.course.assignments[0]
    workbook, seed = open_workbook(course, assignment), course.course.seed
    mutant = Mutant("double", "def double(x):\n    return SOLUTION", "-    return SOLUTION")
    survivors = Survivors("tiny", {"quad": 3}, (), (mutant, mutant), ())
    told = "right answer 'added' fails value of y (hidden)"
    found = replace(
        audit(workbook, seed), findings=(Finding("double", f"{told}: at [0] expected 0.7713, got 1", told),)
    )
    key, now = answer_key(course, assignment), datetime(2027, 1, 2, tzinfo=UTC)
    page = certificate(workbook, found, survivors, key, now, "A course", {"lesson.py": b"SOLUTION"})
    assert "Not proved:" in page
    assert unescape(page).count(told) == 1
    assert "2 of the mutants return something else" in page
    assert "0.7713" not in page
    assert "SOLUTION" not in page
    assert hashlib.sha256(b"SOLUTION").hexdigest() in page


def test_the_page_is_valid_and_axe_finds_nothing(made: tuple[CourseFolder, Path]) -> None:
    assert faults(made[1]) == []
    assert invalid([made[1]]) == ""
