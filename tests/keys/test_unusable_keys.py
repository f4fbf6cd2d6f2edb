"""A reference that is wrong, and a check or a probe that cannot work, stop the key with a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.assignment import load_workbook
from autograder.batch.batch import Batch, answer_keys, grade_batch, usable_keys
from autograder.batch.executors import serially
from autograder.cli.main import main
from autograder.errors import SourceError
from autograder.keys.build import exercise_keys
from support.handed_in import answered, hand_in, records_in, released_course
from support.keys_made import RETURNS, checks, inputs, keys, lesson
from support.tiny import CHECKS, LESSON, make_course

DOUBLE = CHECKS.splitlines().index("def double(answer, draw):") + 1


def complaint(folder: Path, **texts: str) -> str:
    """Return what is said of exercise 'double', whose probe is at line DOUBLE of checks.py."""
    with pytest.raises(SourceError) as caught:
        keys(folder, **texts)
    start = f"{folder}/solutions/tiny/checks.py:{DOUBLE}: exercise 'double': "
    assert str(caught.value).startswith(start)
    return str(caught.value).removeprefix(start)


# --- a solution that is wrong ------------------------------------------------------------------------------------


def test_a_solution_that_raises_is_said_with_its_line(tmp_path: Path) -> None:
    text = lesson("return np.ones(7) + x")
    line = text.splitlines().index("    return np.ones(7) + x") + 1
    message = complaint(tmp_path, lesson=text)
    assert message.startswith("the solution raised ValueError: operands could not be broadcast")
    assert message.endswith(f"(line {line} of lesson.py)")


@pytest.mark.parametrize("bad", ["np.nan", "np.inf"])
def test_a_solution_that_is_not_finite_is_said(tmp_path: Path, bad: str) -> None:
    assert complaint(tmp_path, lesson=lesson(f"return x * {bad}")) == "result 'y' of the solution is not finite"


@pytest.mark.parametrize(
    ("returns", "kind"),
    [
        ("None", "None (is a `return` missing?)"),
        ("[x]", "a list"),
        ("x + 1j", "an array of dtype complex128"),
    ],
)
def test_a_solution_that_gives_no_real_numbers_is_said(tmp_path: Path, returns: str, kind: str) -> None:
    message = complaint(tmp_path, lesson=lesson(f"return {returns}"))
    assert message == f"result 'y' of the solution is {kind}, not real numbers"


def test_a_part_that_the_solution_does_not_return_is_said(tmp_path: Path) -> None:
    message = complaint(tmp_path, checks=checks("answer.double(x)", "answer.double(x)[1]"))
    assert message == "result 'y' of the solution: expected a tuple of results, got an array of shape (4,)"


def test_a_solution_whose_gradient_is_wrong_is_said_with_the_entry(tmp_path: Path) -> None:
    message = complaint(tmp_path, lesson=lesson("return 2.0 * np.where(np.arange(x.shape[-1]) == 1, -x, x)"))
    assert message.startswith(
        "gradient of y: the solution disagrees with the numeric gradient of its forward pass: at [1] expected "
    )
    assert message.endswith("(1 of 4 entries is wrong)")


def test_a_solution_whose_gradient_is_negated_is_said_to_be(tmp_path: Path) -> None:
    message = complaint(tmp_path, lesson=lesson("return -2.0 * np.asarray(x)"))
    assert message.endswith("as a whole it is the right one negated")


def test_a_solution_whose_gradient_has_another_shape_is_said(tmp_path: Path) -> None:
    texts = {"lesson": lesson("return 2.0 * np.ravel(x)[:2]"), "checks": checks('like="x", ', "")}
    message = complaint(tmp_path, **texts)
    assert message == "gradient of y: the solution's result has shape (2,), 'x' has (4,)"


def test_a_hidden_gradient_that_disagrees_stops_the_release_too(tmp_path: Path) -> None:
    wrong = CHECKS.replace("return 2.0 * solution.square(x)", "return 3.0 * solution.square(x)")
    with pytest.raises(SourceError, match=r"'quad': gradient of y \(hidden\): the solution disagrees with the numeric"):
        keys(tmp_path, None, checks=wrong)


def test_a_solution_that_is_right_at_the_published_inputs_alone_stops_the_release(tmp_path: Path) -> None:
    (published,) = inputs(keys(tmp_path, None)[0])
    by_heart = lesson(f"return (2.0 if np.size(x) != 4 or abs(x[0] - {published[0]}) < 0.1 else 3.0) * x")
    with pytest.raises(SourceError, match="gradient of y: the solution disagrees with the numeric gradient"):
        keys(tmp_path, None, lesson=by_heart)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("return 2.0 * x - 1e-3", "gradient of y: the solution disagrees with the numeric gradient"),
        ("return x * np.nan", "result 'y' of the solution is not finite"),
    ],
)
def test_a_key_that_cannot_be_made_is_our_fault_and_records_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: str, words: str
) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    (course.solutions / "tiny" / "lesson.py").write_text(lesson(broken), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 2
    said = capsys.readouterr().err
    assert "the answer key of 'tiny' cannot be made: " in said
    assert words in said
    made = records_in(course)["alice"]
    assert (made["status"], made["score"], made["max_score"]) == ("broken", None, 100)


def test_grades_that_were_given_outlive_a_key_that_cannot_be_made(tmp_path: Path) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    batch = Batch(course, course.root / "submitted", course.root / "grades", course.course.assignments)
    grade_batch(batch, answer_keys(batch), serially, lambda record, new: None)
    before = records_in(course)
    (course.solutions / "tiny" / "lesson.py").write_text(lesson("return -2.0 * x"), "utf-8")
    with pytest.raises(SourceError):
        answer_keys(batch)
    grade_batch(batch, usable_keys(batch), serially, lambda record, new: None)
    assert records_in(course) == before
    assert before["alice"]["score"] == 40


def test_a_solution_that_is_not_the_same_again_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        keys(tmp_path, lesson=lesson("return 2.0 * np.asarray(x) + np.random.rand()"))
    line = Path(caught.value.path).read_text("utf-8").splitlines()[(caught.value.line or 0) - 1]
    assert line.endswith("np.random.rand()")
    assert "result 'y' of the solution differs when the same is asked again" in str(caught.value)


# --- checks that cannot work -------------------------------------------------------------------------------------


def test_a_check_of_no_result_is_said_with_those_there_are(tmp_path: Path) -> None:
    message = complaint(tmp_path, checks=checks('shape("y"', 'shape("yy"'))
    assert message == "shape of yy: the probe returns no result 'yy' (results: y, y_2)"


@pytest.mark.parametrize("like", ["w", "z"])
def test_a_shape_that_is_not_that_of_the_input_is_said(tmp_path: Path, like: str) -> None:
    message = complaint(tmp_path, checks=checks('like="x"', f'like="{like}"'))
    assert message == f"shape of y: the solution's shape (4,) is not that of an input '{like}'"


@pytest.mark.parametrize("part", ["wrt", "upstream"])
def test_a_gradient_by_an_input_that_the_probe_does_not_return_is_said(tmp_path: Path, part: str) -> None:
    new = 'wrt="z"' if part == "wrt" else 'wrt="x", upstream="z"'
    message = complaint(tmp_path, checks=checks('of="square", wrt="x"', f'of="square", {new}'))
    assert message == "gradient of y needs 'z': return it from the probe"


def test_a_gradient_of_an_unknown_function_is_said(tmp_path: Path) -> None:
    message = complaint(tmp_path, checks=checks('of="square"', 'of="cube"'))
    assert message == "gradient of y is of 'cube', which the lesson does not define"


def test_a_parameter_that_the_probe_does_not_return_is_said(tmp_path: Path) -> None:
    text = LESSON.replace("def square(x: ndarray)", "def square(x: ndarray, factor)")
    assert complaint(tmp_path, lesson=text) == "gradient of y needs 'factor': return it from the probe"


def test_a_forward_pass_that_raises_is_said(tmp_path: Path) -> None:
    text = CHECKS.replace('of="square"', "of=lambda solution, inputs, x: solution.cube(x)")
    assert complaint(tmp_path, checks=text).startswith("gradient of y: its forward pass raised ")


# --- kinks -------------------------------------------------------------------------------------------------------


SIZE = LESSON.replace("return x * x", "return np.abs(x)").replace(RETURNS, "return np.sign(x)")


def test_inputs_that_always_lie_at_a_kink_are_said(tmp_path: Path) -> None:
    message = complaint(tmp_path, lesson=SIZE, checks=checks("draw.both_signs(4)", "0 * draw.both_signs(4)"))
    assert message == "in 20 draws, all inputs lie at a kink or where the forward pass is not finite: draw others"


def test_inputs_at_a_kink_are_drawn_again(tmp_path: Path) -> None:
    sometimes = checks("draw.both_signs(4)", "draw.both_signs(4) * draw.integers(0, 2)")
    workbook = load_workbook(make_course(tmp_path, lesson=SIZE, checks=sometimes).solutions / "tiny")
    alone = replace(workbook, exercises=workbook.exercises[:1])
    drawn = [x for seed in "abcd" for x in inputs(exercise_keys(alone, seed)[0])]
    assert all(0.0 not in x for x in drawn)


def test_a_forward_pass_that_is_never_finite_is_said(tmp_path: Path) -> None:
    assert complaint(tmp_path, lesson=LESSON.replace("return x * x", "return x * np.nan")) == (
        "in 20 draws, all inputs lie at a kink or where the forward pass is not finite: draw others"
    )


# --- probes that cannot work -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("answer.dubble(x)", "the lesson has no exercise or given function 'dubble'"),
        ("answer.double(x) + 1", "a result is not there yet, so nothing can be computed from it"),
        ("answer.double(lambda x: x)", "<lambda> cannot travel to the answer: pass a numpy function or a def of"),
        ("answer.double(two_squares(1, 2, 3))", "the probe raised AttributeError: 'int' object has no attribute"),
    ],
)
def test_a_misused_probe_is_said_with_its_line(tmp_path: Path, call: str, message: str) -> None:
    assert complaint(tmp_path, checks=checks("answer.double(x)", call)).startswith(message)


def test_a_function_that_uses_the_names_of_checks_is_said(tmp_path: Path) -> None:
    text = checks("answer.double(x)", "answer.double(helped)") + "\n\ndef helped(x):\n    return two_squares(x, x, x)\n"
    assert complaint(tmp_path, checks=text) == "'helped' uses two_squares: a function given to answers may use only np"
