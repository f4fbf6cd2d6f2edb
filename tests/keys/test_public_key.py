"""public_checks.json: what it holds, what it must not, and that it reads back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.assignment import load_workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.checks import shape, value
from autograder.core.answer_key import AnswerKey, ExerciseKey, MistakeOutputs, Observation, Output, Trial
from autograder.core.calls import Call, FunctionRef, Returned
from autograder.core.exercise import Expected
from autograder.core.model import Status
from autograder.errors import UsageError
from autograder.judging.judge import judge
from autograder.keys.build import exercise_keys
from autograder.keys.plan import publish
from autograder.keys.public import dump, load
from support.tiny import ANSWERS, CHECKS, LESSON, make_course

SHOWN = np.array([1.0, 2.0])
SECRET = np.array([31.25, 77.5])
TRIAL = Trial(
    calls=(Call("f", (SECRET,)), Call("f", (SHOWN, [FunctionRef("numpy", "sin"), (1, None, "word", True)]))),
    outputs={"hidden_y": Output(0), "y": Output(1, (0,), (1,))},
    expected={"shape of y": Expected(SHOWN, SHOWN), "value of y": Expected(2 * SHOWN, 0.1 * SHOWN)},
    mistakes=(
        MistakeOutputs(
            "as_it_came", "It is returned as it came.", {"hidden_y": Observation(SECRET), "y": Observation(SHOWN)}
        ),
    ),
)
CHECK = value("y", points=2.0, hint="double it")
HIDDEN = value("hidden_y", points=3.0, hidden=True, hint="a hidden hint")
EXERCISE = ExerciseKey("f", 6.0, (shape("y", points=1.0, like="x"), CHECK, HIDDEN), (TRIAL,))
KEY = AnswerKey("tiny", (EXERCISE,), ("import numpy as np",), {"f": "def f(x): …"}, "a fingerprint", "a secret seed")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return make_course(tmp_path_factory.mktemp("course"))


def test_calls_and_outputs_that_only_hidden_checks_use_are_left_out() -> None:
    (trial,) = publish(EXERCISE).trials
    assert [call.args[0].tolist() for call in trial.calls] == [[1.0, 2.0]]
    assert trial.outputs == {"y": Output(0, (0,), (1,))}
    assert [list(made.outputs) for made in trial.mistakes] == [["y"]]


def test_nothing_hidden_or_secret_is_in_the_text() -> None:
    text = dump(KEY)
    for secret in ("hidden", "31.25", "77.5", "a secret seed", "a fingerprint"):
        assert secret not in text


def test_the_points_are_those_of_the_public_checks() -> None:
    assert load(dump(KEY)).exercises[0].points == 3.0


def test_an_exercise_with_hidden_checks_alone_is_left_out() -> None:
    assert load(dump(replace(KEY, exercises=(replace(EXERCISE, checks=(HIDDEN,)),)))).exercises == ()


def test_only_the_first_trial_is_written() -> None:
    secret = replace(TRIAL, calls=(Call("f", (np.array([123.456]),)),) * 2)
    assert dump(replace(KEY, exercises=(replace(EXERCISE, trials=(TRIAL, secret)),))) == dump(KEY)


def test_what_is_written_reads_back() -> None:
    key = load(dump(KEY))
    (exercise,) = key.exercises
    (trial,) = exercise.trials
    assert (key.assignment, key.given, key.stub) == (KEY.assignment, KEY.given, KEY.stub)
    assert [check.name for check in exercise.checks] == ["shape of y", "value of y"]
    assert trial.calls[0].args[1] == [FunctionRef("numpy", "sin"), (1, None, "word", True)]
    assert trial.expected["value of y"].values.tolist() == [2.0, 4.0]
    assert trial.expected["value of y"].tolerance.tolist() == [0.1, 0.2]
    assert trial.outputs == {"y": Output(0, (0,), (1,))}
    assert trial.mistakes[0].outputs["y"].values.tolist() == [1.0, 2.0]  # type: ignore[union-attr]


def test_writing_what_was_read_changes_nothing() -> None:
    assert dump(load(dump(KEY))) == dump(KEY)


def test_the_judge_gives_the_same_verdicts_by_the_public_key() -> None:
    (exercise,) = load(dump(KEY)).exercises
    wrong, right = (judge(exercise, [[Returned([values])]]).verdicts for values in (SHOWN, 2 * SHOWN))
    assert [verdict.status for verdict in right] == [Status.PASSED, Status.PASSED]
    assert wrong[1].mistake == "as_it_came"
    assert wrong[1].advice == "It is returned as it came."


def test_the_last_bits_of_a_number_do_not_reach_the_file() -> None:
    def text(values: np.ndarray) -> str:
        trial = replace(TRIAL, expected={name: Expected(values, SHOWN) for name in TRIAL.expected})
        return dump(replace(KEY, exercises=(replace(EXERCISE, trials=(trial,)),)))

    third = np.array([1 / 3, 1e-20])
    assert text(third) == text(third + 1e-13)


def test_rounding_takes_less_than_a_thousandth_of_the_tolerance() -> None:
    values, tolerance = np.array([1 / 3, -2000 / 7]), np.array([3e-8, 2e-5])
    trial = replace(TRIAL, expected={name: Expected(values, tolerance) for name in TRIAL.expected})
    read = load(dump(replace(KEY, exercises=(replace(EXERCISE, trials=(trial,)),)))).exercises[0].trials[0]
    assert np.all(np.abs(read.expected["value of y"].values - values) < 1e-3 * tolerance)


def test_whatever_a_mistake_shows_reads_back() -> None:
    shown = {
        "nan": Observation(np.array([np.nan, np.inf])),
        "raises": None,
        "a list": Observation(None, "a list"),
        "one for a pair": Observation(SHOWN, "expected a tuple of 2 results, got an array of shape (2,)"),
    }
    checks = tuple(shape(name, points=1.0) for name in shown)
    trial = replace(
        TRIAL,
        outputs=dict.fromkeys(shown, Output(0)),
        expected={check.name: Expected(SHOWN, SHOWN) for check in checks},
        mistakes=(MistakeOutputs("odd", "It is odd.", shown),),
    )
    key = replace(KEY, exercises=(ExerciseKey("f", 4.0, checks, (trial,)),))
    (read,) = load(dump(key)).exercises[0].trials[0].mistakes
    assert read.outputs["raises"] is None
    for name in shown.keys() - {"raises"}:
        assert read.outputs[name].problem == shown[name].problem
        np.testing.assert_array_equal(read.outputs[name].values, shown[name].values)


def test_the_words_of_a_released_course_hold_no_hidden_output(course: CourseFolder) -> None:
    workbook = open_workbook(course, course.course.assignments[0])
    text = dump(AnswerKey("tiny", exercise_keys(workbook, None), (), {}, "", ""))
    assert "y_2" not in text
    assert "does it work for a matrix?" not in text
    assert all(call["args"][0]["shape"] == [4] for row in json.loads(text)["exercises"] for call in row["calls"])


def test_a_function_that_only_a_hidden_check_passes_on_does_not_travel(tmp_path: Path) -> None:
    wave = "import numpy as np\n\n\ndef secret_wave(x):\n    return np.sin(x)\n\n\n"
    checks = CHECKS.replace("def double(", f"{wave}def double(", 1)
    checks = checks.replace("answer.double(w)}", "answer.double(w, secret_wave)}")
    lesson = LESSON.replace("def double(x: ndarray)", "def double(x: ndarray, f: object = None)")
    folder = make_course(tmp_path, checks=checks, lesson=lesson)
    workbook = open_workbook(folder, folder.course.assignments[0])
    full = AnswerKey("tiny", exercise_keys(workbook, "seed"), (), {}, "", "")
    assert any("secret_wave" in str(call) for call in full.exercises[0].trials[0].calls)
    assert "secret_wave" not in dump(full)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"exercises": 3}', '{"exercises": [{"name": "f"}]}', dump(KEY)[:-40], dump(KEY) + "}"],
)
def test_a_damaged_file_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"public_checks\.json is damaged: copy it afresh"):
        load(text)


@pytest.mark.parametrize(("name", "returned"), [("double", "2.0 * np.clip(x, -5, 5)"), ("quad", "4.000024 * x")])
def test_students_get_a_mistakes_results_at_unusual_inputs_only_where_the_usual_ones_do_not_tell_it(
    tmp_path: Path, name: str, returned: str
) -> None:
    """They do not tell what is right there, nor what is so nearly right that a right answer would be taken for it."""
    untold = f"{ANSWERS}\n\n@mistake({name!r})\ndef untold(x):\n    '''Not told.'''\n    return {returned}\n"
    workbook = load_workbook(make_course(tmp_path, answers=untold).solutions / "tiny")
    key = next(each for each in exercise_keys(workbook, None) if each.name == name)
    usual, *edges = key.trials
    assert edges
    for edge in edges:
        assert [made.name for made in edge.mistakes] == [made.name for made in usual.mistakes]
        assert [made.name for made in edge.mistakes if made.outputs] == ["untold"]
