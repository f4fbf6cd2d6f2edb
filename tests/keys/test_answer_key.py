"""The key is checked before it judges anybody: a reference that is wrong, or a probe that cannot work, is said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.assignment import load_workbook
from autograder.authoring.course import CourseFolder
from autograder.batch.batch import Batch, answer_keys, grade_batch, usable_keys
from autograder.batch.executors import serially
from autograder.cli.main import main
from autograder.core.answer_key import ExerciseKey, Observation
from autograder.errors import SourceError
from autograder.judging.kinds.numbers import allowed_difference
from autograder.keys.build import PUBLIC_SEED, SECRET_TRIALS, exercise_keys
from support.handed_in import answered, hand_in, records_in, released_course
from support.tiny import ANSWERS, CHECKS, LESSON, make_course

DOUBLE = CHECKS.splitlines().index("def double(answer, draw):") + 1
RETURNS = "return 2.0 * np.asarray(x)"


def keys(folder: Path, seed: str | None = "secret", **texts: str) -> tuple[ExerciseKey, ...]:
    return exercise_keys(load_workbook(make_course(folder, **texts).solutions / "tiny"), seed)


def complaint(folder: Path, **texts: str) -> str:
    """Return what is said of exercise 'double', whose probe is at line DOUBLE of checks.py."""
    with pytest.raises(SourceError) as caught:
        keys(folder, **texts)
    start = f"{folder}/solutions/tiny/checks.py:{DOUBLE}: exercise 'double': "
    assert str(caught.value).startswith(start)
    return str(caught.value).removeprefix(start)


def lesson(solution: str) -> str:
    assert LESSON.count(RETURNS) == 1
    return LESSON.replace(RETURNS, solution)


def checks(old: str, new: str) -> str:
    assert old in CHECKS
    return CHECKS.replace(old, new, 1)


# --- what a key holds --------------------------------------------------------------------------------------------


def test_the_students_key_has_public_checks_at_the_public_seed_alone(tmp_path: Path) -> None:
    for key in keys(tmp_path, None):
        usual, *edges = key.trials
        assert all(trial.where for trial in edges)
        assert not any(check.hidden for check in key.checks)
        assert set(usual.expected) == {check.name for check in key.checks}
        assert key.points == sum(check.points for check in key.checks)


def test_the_full_key_adds_hidden_checks_and_secret_trials(tmp_path: Path) -> None:
    for key in keys(tmp_path):
        assert sum(not trial.where for trial in key.trials) == 1 + SECRET_TRIALS
        assert any(check.hidden for check in key.checks)
    assert [key.points for key in keys(tmp_path)] == [40, 60]


def inputs(key: ExerciseKey) -> list[list[float]]:
    return [trial.calls[0].args[0].tolist() for trial in key.trials if not trial.where]


def test_the_public_trial_is_the_same_for_every_seed_and_the_secret_ones_are_not(tmp_path: Path) -> None:
    (public,) = inputs(keys(tmp_path, None)[0])
    first, other = inputs(keys(tmp_path)[0]), inputs(keys(tmp_path, "another")[0])
    assert first[0] == other[0] == public
    assert len({tuple(x) for x in (*first, *other)}) == 1 + 2 * SECRET_TRIALS


def edges(key: ExerciseKey) -> dict[str, list[float]]:
    return {trial.where: trial.calls[0].args[0].tolist() for trial in key.trials if trial.where}


def test_every_probe_visits_far_numbers_zero_and_a_size_of_one_and_students_may_know(tmp_path: Path) -> None:
    found, public = edges(keys(tmp_path)[0]), edges(keys(tmp_path, None)[0])
    assert found == edges(keys(tmp_path, "another")[0])
    assert public == {where: numbers for where, numbers in found.items() if where in public}
    shapes = ["for arrays of shape (10,)", "for arrays of shape (1,)"]
    assert list(public) == ["with 30, -30, 8, -8, 0 and 15 among the numbers", *shapes]
    assert found.keys() - public.keys() == {"for arrays of shape (1, 3)", "for arrays of shape (2, 1)"}  # hidden checks
    middle = found["with 30, -30, 8, -8, 0 and 15 among the numbers"][2]
    assert middle == 30.0


def test_a_probe_that_counts_on_its_sizes_is_asked_at_those(tmp_path: Path) -> None:
    fixed = checks("draw.both_signs(4), draw.normal(2, 3)", "draw.both_signs(4) * np.ones(4), draw.normal(2, 3)")
    found = edges(keys(tmp_path, checks=f"import numpy as np\n{fixed.replace('ones(4)', 'arange(4).reshape(4)')}")[0])
    assert "for arrays of shape (1,)" not in found


def test_a_solution_that_breaks_off_at_an_edge_is_not_asked_there(tmp_path: Path) -> None:
    found = edges(keys(tmp_path, lesson=lesson("return 2.0 * x if np.size(x) > 1 and np.max(x) < 9 else 1 / 0"))[0])
    assert "for arrays of shape (1,)" not in found
    assert next(iter(found)) == "with 8, -8 and 0 among the numbers"


def test_a_key_is_made_the_same_again(tmp_path: Path) -> None:
    assert inputs(keys(tmp_path)[0]) == inputs(keys(tmp_path)[0])


def test_the_word_for_the_public_seed_draws_no_secret_inputs(tmp_path: Path) -> None:
    public, *secret = inputs(keys(tmp_path, PUBLIC_SEED)[0])
    assert public not in secret


def test_two_exercises_draw_different_inputs(tmp_path: Path) -> None:
    double, quad = keys(tmp_path)
    assert inputs(double)[0] != inputs(quad)[0]


def test_expected_values_are_the_solutions(tmp_path: Path) -> None:
    trial = keys(tmp_path)[1].trials[0]
    np.testing.assert_allclose(trial.expected["value of y"].values, 4.0 * trial.calls[0].args[0])


def test_expected_gradients_are_numeric_and_not_the_solutions(tmp_path: Path) -> None:
    off = keys(tmp_path, lesson=lesson("return 2.0 * np.asarray(x) * (1 + 1e-6)"))[0].trials[0]
    x = off.calls[0].args[0]
    np.testing.assert_allclose(off.expected["gradient of y"].values, 2.0 * x, rtol=1e-9)


def test_what_an_exercise_depends_on_is_known(tmp_path: Path) -> None:
    double, quad = keys(tmp_path)
    assert double.depends_on == ()
    assert quad.depends_on == ("double",)


def test_fingerprints_show_what_each_mistake_of_the_exercise_returns(tmp_path: Path) -> None:
    trial = keys(tmp_path)[0].trials[0]
    assert [mistake.name for mistake in trial.mistakes] == ["unchanged", "squared", "summed"]
    x = trial.calls[0].args[0]
    np.testing.assert_array_equal(trial.mistakes[0].outputs["y"].values, x)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('return "x"', "a str"),
        ("return None", "None (is a `return` missing?)"),
        ("return [x]", "a list"),
        ("return x, x", "a tuple"),
        ("return x + 1j", "an array of shape (4,) of complex128"),
    ],
)
def test_a_mistake_without_numbers_shows_what_it_returns_instead(tmp_path: Path, body: str, kind: str) -> None:
    answers = ANSWERS.replace("    return square(x)", f"    {body}")
    squared = keys(tmp_path, answers=answers)[0].trials[0].mistakes[1]
    assert squared.outputs["y"] == Observation(None, kind)


def test_a_mistake_that_raises_shows_nothing(tmp_path: Path) -> None:
    answers = ANSWERS.replace("    return square(x)", "    raise ValueError(x)")
    assert keys(tmp_path, answers=answers)[0].trials[0].mistakes[1].outputs == {"y": None, "y_2": None}


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
    assert complaint(tmp_path, lesson=lesson("return 2.0 * np.asarray(x) + np.random.rand()")).startswith(
        "result 'y' of the solution is another one when the same is asked again"
    )


# --- what was released -------------------------------------------------------------------------------------------


def rename(course: CourseFolder, was: str) -> None:
    """Rename the exercise `double` in solutions/, and nowhere else."""
    folder = course.solutions / "tiny"
    for path in (folder / "lesson.py", folder / "answers.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\bdouble\b", "twice", text), "utf-8")
    text = re.sub(r"\bdouble\b(?! of its)", "twice", (folder / "checks.py").read_text("utf-8"))
    (folder / "checks.py").write_text(text.replace("Exercise(twice, points=40,", f"Exercise(twice, points=40, {was}"))


def test_grading_by_other_exercises_than_were_released_is_refused(tmp_path, monkeypatch, capsys) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    rename(course, "")
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 2
    said = capsys.readouterr().err
    assert "assignments/tiny is not what" in said
    assert "(exercise 'double' differs): run `autograder release tiny`" in said


def test_a_text_that_students_got_otherwise_is_told_and_stops_nothing(tmp_path, monkeypatch, capsys) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    assert "another text" not in capsys.readouterr().out
    lesson = course.solutions / "tiny" / "lesson.py"
    changed = lesson.read_text("utf-8").replace("def quad(", "# Said better now.\ndef quad(", 1)
    lesson.write_text(changed, "utf-8")
    for _ in range(2):  # the second time, nothing is graded and no key is read
        assert main(["grade"]) == 0
        said = capsys.readouterr().out
        assert "assignments/tiny has another text than solutions/tiny releases now, in `quad`" in said
        assert "autograder release tiny" in said


def test_work_under_an_exercises_former_name_counts(tmp_path, monkeypatch) -> None:
    course = released_course(tmp_path)
    solved = "def double(x):\n    return 2.0 * np.asarray(x)\n"
    hand_in(course, "alice", answered(course, double=solved, quad="def quad(x):\n    return double(double(x))\n"))
    hand_in(course, "bob", answered(course))
    rename(course, 'was="double",')
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    made = records_in(course)
    assert [made[name]["score"] for name in ("alice", "bob")] == [100, 0]
    assert [exercise["name"] for exercise in made["alice"]["exercises"]] == ["twice", "quad"]
    assert made["bob"]["exercises"][0]["status"] == "not_attempted"


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


# --- how far an answer may be off --------------------------------------------------------------------------------


def test_entries_near_zero_get_some_room_from_the_others() -> None:
    np.testing.assert_allclose(allowed_difference(np.array([0.0, 10.0]), 1e-3), [7.071e-4, 1.07071e-2], rtol=1e-4)


def test_nothing_has_a_tolerance_of_zero() -> None:
    assert allowed_difference(np.zeros(2), 1e-6).min() > 0
    assert allowed_difference(np.zeros((0, 2)), 1e-6).shape == (0, 2)
    assert allowed_difference(np.array(0.0), 1e-6).shape == ()


def test_a_right_answer_with_a_step_of_its_own_widens_the_tolerance_by_what_the_step_costs(tmp_path: Path) -> None:
    by_differences = """

@right("quad")
def by_differences(x, delta=0.001):
    return x * (np.exp(delta) - np.exp(-delta)) / (2 * delta) * 4.0
"""
    plain = keys(tmp_path / "plain")[1].trials[0].expected["value of y"]
    wider = keys(tmp_path / "wider", answers=ANSWERS + by_differences)[1].trials[0].expected["value of y"]
    step = 0.01
    off = 2 * np.abs(plain.values) * (np.sinh(step) / step - 1)
    np.testing.assert_allclose(wider.tolerance, plain.tolerance + off, rtol=1e-6)


def test_a_result_that_no_check_looks_at_may_be_of_any_kind(tmp_path: Path) -> None:
    checks = CHECKS.replace('"y_2": answer.quad(w)}', '"y_2": answer.quad(w), "said": answer.quad.printed(x)}')
    course = make_course(tmp_path, checks=checks)
    workbook = load_workbook(course.solutions / "tiny")
    (_, quad) = exercise_keys(workbook, "a seed")
    assert [trial.outputs["said"].plain for trial in quad.trials if "said" in trial.outputs][:1] == [True]
