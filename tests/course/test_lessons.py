"""What a lesson promises its reader is true: its examples, its cells, and what it says about mistakes."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from autograder.core.question.form import Kind
from autograder.release.leaks import clues
from support.real_course import ASSIGNMENTS, EXERCISES, workbook

every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)
every_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[f"{a}-{b}" for a, b in EXERCISES])


# --- examples ----------------------------------------------------------------------------------------------------


@every_exercise
def test_the_examples_of_a_docstring_are_true(name: str, exercise: str) -> None:
    names = dict(workbook(name).solution)
    (found,) = doctest.DocTestFinder().find(names[exercise], exercise, module=False, globs=names)
    said = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(found, out=said.write)
    assert result.attempted > 0, "there is no example"
    assert result.failed == 0, said.getvalue()


@every_exercise
def test_a_docstring_says_what_goes_in_and_what_comes_out(name: str, exercise: str) -> None:
    function = workbook(name).solution[exercise]
    text = " ".join(function.__doc__.split())
    code = function.__code__
    assert "Returns: " in text
    missing = [word for word in code.co_varnames[: code.co_argcount] if not re.search(rf"\b{word}\b", text)]
    assert not missing


@every_assignment
def test_the_comment_beside_a_print_is_what_it_prints(name: str) -> None:
    promised = dict(_promises(name))
    printed = {line: said for line, said in _printed(name) if line in promised}
    assert printed.keys() == promised.keys()
    wrong = [f"{line}\nprints {printed[line]}" for line, text in promised.items() if not text.startswith(printed[line])]
    assert not wrong, "\n".join(wrong)


def _promises(name: str) -> Iterator[tuple[str, str]]:
    """Yield each line `print(…)  # 3.5` of the demonstrations, and its comment."""
    for cell in workbook(name).lesson.cells:
        for line in cell.source.splitlines() if cell.kind == "code" else ():
            if match := re.match(r"print\(.*\)  # (.*)", line):
                yield line, match[1]


def _printed(name: str) -> Iterator[tuple[str, str]]:
    """Run a solved lesson's cells; yield each line that prints by itself, and what it printed."""
    names = dict(workbook(name).solution)
    for cell in workbook(name).lesson.cells:
        if cell.kind != "code" or cell.exercise or cell.given or cell.check or "plt." in cell.source:
            continue
        for line in re.split(r"^(print\(.*\)  # .*)$", cell.source, flags=re.MULTILINE):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(line, names)
            yield line, said.getvalue().strip()


# --- the cells ---------------------------------------------------------------------------------------------------


@every_assignment
def test_each_exercise_is_followed_by_its_check(name: str) -> None:
    code = [cell for cell in workbook(name).lesson.cells if cell.kind == "code"]
    followed = {cell.exercise: after.check for cell, after in pairwise(code) if cell.exercise}
    questions = workbook(name).questions  # whose own cells say how they were answered
    programmed = [exercise for exercise in workbook(name).lesson.exercises if exercise not in questions]
    assert {exercise: after for exercise, after in followed.items() if exercise not in questions} == {
        exercise: exercise for exercise in programmed
    }


@every_assignment
def test_a_lesson_begins_with_its_setup(name: str) -> None:
    first = next(cell for cell in workbook(name).lesson.cells if cell.kind == "code")
    assert first.given == "setup"


@every_assignment
def test_a_lesson_names_its_sources_on_its_first_page(name: str) -> None:
    first = workbook(name).lesson.cells[0].source
    assert re.search("Weidman|Ruiz", first)


# --- mistakes ----------------------------------------------------------------------------------------------------


@every_assignment
def test_every_exercise_knows_three_mistakes_and_another_right_answer(name: str) -> None:
    mistakes = Counter(mistake.exercise for mistake in workbook(name).mistakes)
    right = Counter(answer.exercise for answer in workbook(name).right)
    known = workbook(name).lesson.exercises.keys() - workbook(name).questions.keys()
    assert [exercise for exercise in sorted(known) if mistakes[exercise] < 3 or right[exercise] < 1] == []


@every_assignment
def test_understanding_is_asked_by_three_to_five_questions_with_a_sentence_for_each_wrong_answer(name: str) -> None:
    if name == "digits":
        pytest.skip("all of it is extra credit")
    asked = workbook(name).questions.values()
    assert 3 <= len(asked) <= 5
    few = [each.name for each in asked if len(each.solution.wrong) < 2]
    choices = [len(each.form.choices) - len(each.solution.wrong) for each in asked if each.form.kind is Kind.ONE]
    assert (few, set(choices)) == ([], {1})


@every_assignment
def test_what_is_said_about_a_mistake_is_a_sentence_and_not_an_essay(name: str) -> None:
    odd = [m.name for m in workbook(name).mistakes if len(m.sentence) > 300 or not m.sentence.endswith((".", "?"))]
    assert not odd


@every_assignment
def test_what_is_said_about_a_mistake_does_not_give_the_answer_away(name: str) -> None:
    lines = [clue.text.removeprefix("return ") for clue in clues(workbook(name).lesson)]
    telling = [line for line in lines if len(line) > 8 and re.search(r"[-+*/@(\[]", line)]
    told = [(m.name, line) for m in workbook(name).mistakes for line in telling if line in m.sentence]
    assert not told
