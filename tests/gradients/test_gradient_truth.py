"""The benchmark of judges: its tasks, and that we are right at three points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.gradients.numeric import numeric_gradient
from bench import rivals, tasks, truth
from bench.course import course_questions


@pytest.fixture
def only_ours(monkeypatch):
    monkeypatch.setattr(truth, "judges", lambda: {"ours": rivals.ours})


@pytest.mark.parametrize("regime", ["normal", "saturated"])
def test_the_closed_forms_of_the_tasks_are_their_gradients(regime):
    for point in tasks.points(regime, 1):
        numeric = numeric_gradient(point.f, point.x, point.upstream)
        if not numeric.kinks.any():
            exact = point.answers[0].value
            assert np.allclose(exact, numeric.values, rtol=1e-8, atol=1e-9 * (1 + np.abs(exact).max())), point.task


def test_every_task_has_right_answers_and_wrong_ones():
    for point in tasks.points("normal", 1):
        assert sum(answer.right for answer in point.answers) == 3
        assert sum(answer.wrong for answer in point.answers) >= 9
        assert not any(answer.right and answer.wrong for answer in point.answers)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_verdict_of_ours_is_false_at_three_points(only_ours, monkeypatch):
    few = {name: tasks.TASKS[name] for name in ("tanh", "sin(XW) by X", "two layers, leaky ReLU")}
    for module in (tasks, truth):
        monkeypatch.setattr(module, "TASKS", few)
    scores, _ = truth.judge_tasks(2)
    assert truth.errors(scores, ["ours, three points"]) == "None of our verdicts is false."
    assert all(score.right and score.wrong for score in scores["ours"].values())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_differences_of_the_books_step_pass_wherever_the_course_checks_a_gradient():
    questions = dict(course_questions(truth.ROOT / "solutions"))
    assert len(questions) > 30
    for name, question in questions.items():
        assert rivals.ours(replace(question, claim=rivals.central(question, 0.001))), name


def test_a_false_verdict_is_counted_and_listed():
    score = truth.Score()
    for name, right, accepted in [("a", True, True), ("b", True, False), ("c", False, True), ("d", False, False)]:
        score.count(name, right, accepted)
    score.seconds.append(0.002)
    text = truth.table({"ours": {"normal": score}}, ["normal"])
    assert text.splitlines()[-1] == "| ours | **50** / **50** | 2 |"
    listed = truth.errors({"ours": {"normal": score}}, ["ours"])
    assert listed == "- 1 × ours: rejects the right b\n- 1 × ours: accepts the wrong c"


def test_every_rival_at_hand_tells_a_right_gradient_from_a_negated_one():
    x = np.array([0.3, -0.7])
    for name, judge in rivals.judges().items():
        if name != "CS231n < 1e-7":  # which rejects right ones as well
            assert judge(rivals.Question(np.sin, x, np.array([1.0, 2.0]), np.cos(x) * [1, 2])), name
        assert not judge(rivals.Question(np.sin, x, np.array([1.0, 2.0]), -np.cos(x) * [1, 2])), name
