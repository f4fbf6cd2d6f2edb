"""A folder of solutions/ becomes a workbook, or the file, the line and what to do are said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.assignment import Workbook, load_workbook
from autograder.core.answer_key import AnswerKey
from autograder.errors import SourceError
from autograder.keys.build import exercise_keys
from autograder.keys.public import dump
from autograder.keys.public import load as load_key
from support.tiny import ANSWERS, CHECKS, LESSON, make_course


def load(folder: Path, **texts: str | None) -> Workbook:
    return load_workbook(make_course(folder, **texts).solutions / "tiny")


def complaint(folder: Path, **texts: str | None) -> str:
    """Return what is said of changed texts, from the file's name on."""
    with pytest.raises(SourceError) as caught:
        load(folder, **texts)
    assert str(caught.value).startswith(f"{folder}/solutions/tiny/")
    return str(caught.value).removeprefix(f"{folder}/solutions/tiny/")


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


# --- what is loaded ----------------------------------------------------------------------------------------------


def test_a_workbook_has_all_that_its_author_wrote(tmp_path: Path) -> None:
    workbook = load(tmp_path)
    assert workbook.name == "tiny"
    assert workbook.points == 100
    assert [exercise.name for exercise in workbook.exercises] == ["double", "quad"]
    assert [mistake.name for mistake in workbook.mistakes[:3]] == ["unchanged", "squared", "summed"]
    assert [right.name for right in workbook.right] == ["by_adding", "by_multiplying"]


def test_exercises_come_in_the_order_of_the_lesson(tmp_path: Path) -> None:
    checks = CHECKS + "\nEXERCISES.reverse()\n"
    assert [exercise.name for exercise in load(tmp_path, checks=checks).exercises] == ["double", "quad"]


def test_given_names_are_the_solutions_own_objects(tmp_path: Path) -> None:
    workbook = load(tmp_path)
    assert workbook.given["square"] is workbook.solution["square"]
    assert "double" not in workbook.given


def test_the_lesson_is_importable_only_while_a_workbook_loads(tmp_path: Path) -> None:
    load(tmp_path)
    assert "lesson" not in sys.modules
    with pytest.raises(SourceError):
        load(tmp_path, answers="1 / 0\n")
    assert "lesson" not in sys.modules


def test_the_fingerprint_follows_the_sources_but_not_their_line_ends(tmp_path: Path) -> None:
    first = load(tmp_path / "a").fingerprint
    folder = make_course(tmp_path / "b").solutions / "tiny"
    path = folder / "checks.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_workbook(folder).fingerprint == first
    assert load(tmp_path / "c", checks=CHECKS + "\n# more\n").fingerprint != first


def test_sentences_of_mistakes_are_on_one_line(tmp_path: Path) -> None:
    answers = ANSWERS.replace("which is not the same as doubled", "which is not\n    the same as doubled")
    sentences = [mistake.sentence for mistake in load(tmp_path, answers=answers).mistakes]
    assert "The input is squared, which is not the same as doubled." in sentences


def test_a_right_answer_may_have_a_docstring_and_is_still_right(tmp_path: Path) -> None:
    answers = ANSWERS.replace("    return x + x\n", '    """By adding it to itself."""\n    return x + x\n')
    right = load(tmp_path, answers=answers).right
    assert [known.sentence for known in right] == ["", ""]


# --- the source of a variation -----------------------------------------------------------------------------------

ODD = '''

@mistake("double")
def exp(
    x,  # any shape
):
    """Exponential."""
    # this is a comment
    def inner(y):
        return np.exp(y)

    return inner(x) if x is not None else exp(x)
'''


def test_a_variation_is_pasted_under_the_name_of_its_exercise(tmp_path: Path) -> None:
    source = load(tmp_path, answers=ANSWERS + ODD).mistakes[-1].source
    namespace: dict[str, Any] = {"np": np}
    exec(source, namespace)
    assert namespace["double"](0.0) == 1.0
    assert "Exponential" not in source
    assert "@mistake" not in source


def test_renaming_leaves_attributes_of_the_same_name_alone(tmp_path: Path) -> None:
    source = load(tmp_path, answers=ANSWERS + ODD).mistakes[-1].source
    assert "np.exp(y)" in source
    assert "else double(x)" in source


def test_a_variation_on_one_line_is_refused(tmp_path: Path) -> None:
    answers = ANSWERS + '\n@right("double")\ndef short(x): return x + x\n'
    line = line_of(answers, "def short")
    assert complaint(tmp_path, answers=answers) == f"answers.py:{line}: 'short': write its body on lines of its own"


# --- complaints about checks.py ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["checks", "answers"])
def test_a_missing_file_is_said(tmp_path: Path, name: str) -> None:
    message = complaint(tmp_path, **{name: None})
    assert message.startswith(f"{name}.py: this file is missing: every assignment has a {name}.py")


@pytest.mark.parametrize("name", ["checks", "answers"])
def test_a_file_that_does_not_parse_is_said_with_its_line(tmp_path: Path, name: str) -> None:
    assert complaint(tmp_path, **{name: "x = 1\ny = = 2\n"}) == f"{name}.py:2: this does not parse: invalid syntax"


def test_an_error_while_loading_is_said_with_its_line(tmp_path: Path) -> None:
    checks = CHECKS.replace("import Exercise, gradient", "import Exercise, grad")
    assert complaint(tmp_path, checks=checks).startswith("checks.py:3: ImportError: cannot import name 'grad'")


def test_a_name_that_the_lesson_does_not_define_is_said(tmp_path: Path) -> None:
    answers = ANSWERS.replace("import double, np, square", "import cube")
    assert complaint(tmp_path, answers=answers).startswith("answers.py:4: ImportError: cannot import name 'cube'")


def test_an_unknown_keyword_of_a_check_is_said_with_its_line(tmp_path: Path) -> None:
    checks = CHECKS.replace("points=15", "pionts=15")
    message = complaint(tmp_path, checks=checks)
    assert message.startswith(f"checks.py:{line_of(checks, 'pionts')}: TypeError: gradient() ")
    assert "'pionts'" in message


@pytest.mark.parametrize("made", ["", "EXERCISES = None\n", "EXERCISES = [1]\n"])
def test_exercises_must_be_a_list_of_exercises(tmp_path: Path, made: str) -> None:
    assert complaint(tmp_path, checks=made) == "checks.py: EXERCISES must be a list of Exercise(…)"


def test_an_exercise_without_checks_is_said_where_it_is_in_the_lesson(tmp_path: Path) -> None:
    message = complaint(tmp_path, checks=CHECKS + "\nEXERCISES.pop()\n")
    line = line_of(LESSON, "def quad")
    assert message == f"lesson.py:{line}: exercise 'quad' has no checks: declare them in checks.py"


def test_checks_of_no_exercise_are_refused(tmp_path: Path) -> None:
    checks = CHECKS.replace("def quad(", "def quat(").replace("Exercise(quad", "Exercise(quat")
    assert complaint(tmp_path, checks=checks) == (
        f"checks.py:{line_of(checks, 'def quat')}: "
        "checks for 'quat', but no cell of lesson.py is marked exercise=\"quat\""
    )


def test_an_exercise_declared_twice_is_refused(tmp_path: Path) -> None:
    checks = CHECKS + "\nEXERCISES.append(EXERCISES[0])\n"
    line = line_of(CHECKS, "def double")
    assert complaint(tmp_path, checks=checks) == f"checks.py:{line}: two exercises are named 'double': rename one"


def test_an_empty_list_of_checks_is_refused(tmp_path: Path) -> None:
    checks = CHECKS + "\nEXERCISES[1] = Exercise(quad, points=60, checks=[])\n"
    message = complaint(tmp_path, checks=checks)
    assert message.startswith(f"checks.py:{line_of(CHECKS, 'def quad')}: exercise 'quad' has no checks: add shape(…)")


def test_points_of_checks_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    checks = CHECKS.replace("points=40", "points=41")
    line = line_of(CHECKS, "def double")
    assert complaint(tmp_path, checks=checks) == (
        f"checks.py:{line}: the checks of 'double' add up to 40 points, the exercise says 41"
    )


def test_points_that_are_not_a_number_do_not_add_up(tmp_path: Path) -> None:
    message = complaint(tmp_path, checks=CHECKS.replace("points=40", 'points=float("nan")'))
    assert message.endswith("add up to 40 points, the exercise says nan")


def test_a_check_that_costs_points_is_refused(tmp_path: Path) -> None:
    checks = CHECKS.replace("points=5,", "points=-5,").replace("points=15", "points=25")
    assert complaint(tmp_path, checks=checks).endswith("a check of 'double' is worth less than 0 points")


def test_one_check_declared_twice_is_refused(tmp_path: Path) -> None:
    more = 'checks=[value("y", points=20), value("y", points=40)]'
    message = complaint(tmp_path, checks=f"{CHECKS}\nEXERCISES[1] = Exercise(quad, points=60, {more})\n")
    assert message.endswith("'quad' declares 'value of y' twice: use another result or kind")


def test_extra_credit_does_not_count_among_the_assignments_points(tmp_path: Path) -> None:
    checks = CHECKS.replace("Exercise(quad, points=60,", "Exercise(quad, extra=True, points=60,")
    assert load(tmp_path, checks=checks).points == 40


def test_an_exercise_whose_checks_are_all_hidden_is_refused(tmp_path: Path) -> None:
    more = 'checks=[value("y", points=60, hidden=True)]'
    message = complaint(tmp_path, checks=f"{CHECKS}\nEXERCISES[1] = Exercise(quad, points=60, {more})\n")
    assert message.endswith("every check of 'quad' is hidden: students need a public one to work with")


# --- complaints about answers.py ---------------------------------------------------------------------------------


EXPLAINED = "from autograder.mistakes import Explanation\nEXPLANATIONS = [Explanation({})]\n"


def test_what_an_author_says_of_an_exception_reaches_the_students_checks(tmp_path: Path) -> None:
    workbook = load(tmp_path, answers=ANSWERS + EXPLAINED.format("r\"KeyError: '(\\w+)'\", 'No {1}: see section 2.'"))
    key = load_key(dump(AnswerKey("tiny", exercise_keys(workbook, None), (), {}, "", "")))
    assert [each.sentence for each in key.exercises[1].explanations] == ["No {1}: see section 2."]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ("'(', 'No.'", "its pattern is not a regular expression"),
        ("'a(b)', 'No {2}.'", "its sentence may name {0} to {1}, the groups of its pattern"),
        ("'a', ''", "its sentence must be a text"),
    ],
)
def test_an_explanation_that_cannot_be_is_said_with_its_line(tmp_path: Path, arguments: str, fault: str) -> None:
    answers = ANSWERS + EXPLAINED.format(arguments)
    assert f": {fault}" in complaint(tmp_path, answers=answers)


def test_a_mistake_without_a_docstring_is_refused(tmp_path: Path) -> None:
    answers = ANSWERS.replace('    """The input is returned as it came: double it."""\n', "")
    line = line_of(answers, "def unchanged")
    assert complaint(tmp_path, answers=answers) == (
        f"answers.py:{line}: mistake 'unchanged' has no docstring: it is what its author will read"
    )


@pytest.mark.parametrize("role", ["mistake", "right"])
def test_an_answer_to_an_unknown_exercise_is_refused(tmp_path: Path, role: str) -> None:
    answers = ANSWERS + f'\n@{role}("triple")\ndef thrice(x):\n    """Three."""\n    return 3 * x\n'
    line = line_of(answers, "def thrice")
    assert complaint(tmp_path, answers=answers) == (
        f"answers.py:{line}: 'thrice' answers 'triple', which is not an exercise of lesson.py"
    )


def test_two_answers_of_one_name_are_refused_at_the_second(tmp_path: Path) -> None:
    answers = ANSWERS.replace("def four_added", "def squared")
    line = line_of(answers, "return x + 4.0") - 2
    assert complaint(tmp_path, answers=answers) == f"answers.py:{line}: 'squared' is defined twice: rename one"


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (
            "Exercise(lambda answer, draw: {}, points=40, checks=[",
            "this probe is a lambda, which has no name",
        ),
        (
            "Exercise(double, points=40, checks=[lambda got: True, ",
            "a check of 'double' is a lambda: declare it with",
        ),
    ],
)
def test_a_lambda_as_probe_or_check_is_said(tmp_path: Path, declared: str, words: str) -> None:
    said = complaint(tmp_path, checks=CHECKS.replace("Exercise(double, points=40, checks=[", declared))
    assert words in said
