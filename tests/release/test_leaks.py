"""What counts as a leak of a solution, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.authoring.course import find_course, open_workbook
from autograder.authoring.lesson import asks_question, read_lesson
from autograder.cli.release import release_into
from autograder.errors import SourceError
from autograder.release.folder import build_folder
from autograder.release.leaks import clues, refuse_leaks
from support.tiny import CHECKS, LESSON, make_course

COURSE = find_course(Path(__file__).parents[2])
SOLVED = '''\
# %% exercise="f"
def f(x, y):
    """Return a number."""
    ### BEGIN SOLUTION
    # a remark that gives nothing away by itself
    a = x + y
    b = a * y  # a trailing remark
    for i in range(n):
        größe = np.dot(x, y) / len("größe")
    return größe
    ### END SOLUTION

# %% exercise="g"
def g(x):
    ### BEGIN SOLUTION
    return x @ x
    ### END SOLUTION
'''


def refuse(tmp_path: Path, text: str, name: str = "notes.py") -> None:
    """Ask whether `text`, released as a file of this name, leaks a part of SOLVED."""
    path = tmp_path / "lesson.py"
    path.write_text(SOLVED, "utf-8")
    refuse_leaks(read_lesson(path), {name: text.encode()})


@pytest.mark.parametrize(
    "text",
    [
        'größe = np.dot(x, y) / len("größe")',
        'see `größe = np.dot(x, y)/len("größe")` for more',
        '    größe=np.dot( x,y ) / len("größe")  # with a remark',
        "a = x + y\nb = a * y",
        "    a = x + y  # first\n\n    b = a * y",
        "# a = x + y\n# b = a * y",
        "b = a * y\nfor i in range(n):",
        "    return x @ x",
    ],
)
def test_a_part_of_a_solution_is_found(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"lesson\.py:\d+: this part of a solution would be released in notes\.py"):
        refuse(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "a = x + y",  # short, and alone
        "b = a * y\n\na = x + y",  # in another order
        "for i in range(n):",
        "return größe",
        "return x @ x_transposed",
        "a = x + y2\nb = a * y",
        "# a remark that gives nothing away by itself",
    ],
)
def test_words_that_anyone_may_use_are_no_leak(tmp_path: Path, text: str) -> None:
    refuse(tmp_path, text)


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_a_line_is_found_inside_of_json_whatever_is_escaped(tmp_path: Path, ensure_ascii: bool) -> None:
    document = {"exercises": [{"hint": 'try größe = np.dot(x, y) / len("größe")', "points": 1}]}
    with pytest.raises(SourceError, match="größe"):
        refuse(tmp_path, json.dumps(document, ensure_ascii=ensure_ascii), "public_checks.json")


def test_two_lines_are_found_in_a_notebooks_list_of_lines(tmp_path: Path) -> None:
    notebook = json.dumps({"cells": [{"source": ["a = x + y\n", "b = a * y"]}]})
    with pytest.raises(SourceError, match=r"lesson\.py:6: .*lesson\.ipynb"):
        refuse(tmp_path, notebook, "lesson.ipynb")


def test_the_line_of_the_lesson_is_named_even_if_it_is_there_twice(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"lesson\.py:9: "):
        refuse(tmp_path, 'größe = np.dot(x, y) / len("größe")')


def test_every_solution_of_the_course_has_a_clue() -> None:
    for assignment in COURSE.course.assignments:
        lesson = read_lesson(COURSE.solutions / assignment.name / "lesson.py")
        sources = {name: cell.line for name, cell in lesson.exercises.items() if not asks_question(cell)}
        for name, start in sources.items():
            end = start + lesson.exercises[name].source.count("\n")
            assert any(start <= clue.line <= end for clue in clues(lesson)), f"{assignment}: {name}"


LEAKY = "return double(double(x))"
PLACES = {
    "a markdown cell": {"lesson": LESSON.replace("# The end.", f"# Hint: `{LEAKY}`")},
    "a fenced example": {"lesson": LESSON.replace("# The end.", f"# ```python\n# def quad(x):\n#     {LEAKY}\n# ```")},
    "a demonstration": {"lesson": LESSON + f"\n# %%\ndef again(x):\n    {LEAKY}\n"},
    "a given cell": {"lesson": LESSON.replace("    return x * x", f"    # {LEAKY}\n    return x * x")},
    "a docstring": {"lesson": LESSON.replace("by doubling twice.", f"by {LEAKY}.")},
    "a hint": {"checks": CHECKS.replace("how much is it for 1?", LEAKY)},
}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_when_a_solution_would_be_released(tmp_path: Path, place: str) -> None:
    course = make_course(tmp_path, **PLACES[place])  # type: ignore[arg-type]
    line = next(
        number
        for number, text in enumerate((tmp_path / "solutions/tiny/lesson.py").read_text().splitlines(), 1)
        if text == f"    {LEAKY}"
    )
    with pytest.raises(SourceError, match=rf"lesson\.py:{line}: .*double\(double\(x\)\)"):
        release_into(course, ())
    assert not course.assignments.exists()


def test_a_mistakes_sentence_may_not_tell_the_answer(tmp_path: Path) -> None:
    from support.tiny import ANSWERS

    course = make_course(tmp_path, answers=ANSWERS.replace("do it again.", f"write {LEAKY}."))
    with pytest.raises(SourceError, match=r"released in public_checks\.json"):
        build_folder(open_workbook(course, course.course.assignments[0]))


def test_a_hidden_checks_hint_is_not_released_and_so_cannot_leak(tmp_path: Path) -> None:
    course = make_course(tmp_path, checks=CHECKS.replace("does it work for a matrix?", LEAKY))
    build_folder(open_workbook(course, course.course.assignments[0]))
