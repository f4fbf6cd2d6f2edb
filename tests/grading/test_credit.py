"""What breaks costs only what depends on it, and what is right except for an earlier answer gets its points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import autograder.grading.grade
from autograder.core.model import Limits, Status
from autograder.grading.grade import grade
from autograder.keys.plan import publish
from autograder.submissions.read import read_one
from support.graded_once import LIMITS, Graded, marked
from support.handed_in import QUAD, QUAD_ALONE, TRIPLE, Borrowed, answered, code, hand_in

IMPATIENT = Limits(call_seconds=0.3, patience=100)


# --- what breaks costs only what depends on it -------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    ["def f(:\n", "1 / 0", "import not_there", "raise SystemExit", "print 'Python 2'", "  x = 1\n y = 2"],
)
def test_a_broken_cell_of_ones_own_costs_no_points_and_is_named(graded, broken) -> None:
    report = graded(code(broken), *marked())
    assert report.scores() == (40, 60)
    assert len(report.notes) == 1
    assert "did not run to its end" in report.notes[0]


def test_a_syntax_error_in_an_answer_costs_that_answer_alone(graded) -> None:
    report = graded(*marked(double="def double(x)\n    return 2 * x", quad=QUAD_ALONE))
    assert report.scores() == (0, 60)
    assert "SyntaxError" in report.messages("double")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("while True: pass", Status.TIMEOUT, "longer than 0.3 s"),
        ("import os; os._exit(3)", Status.CRASHED, "exit code 3"),
        ("import os; os.kill(os.getpid(), 11)", Status.CRASHED, "SIGSEGV"),
        ("raise SystemExit", Status.ERROR, "SystemExit"),
        ("raise ValueError('no <b>')", Status.ERROR, "ValueError: no <b>"),
    ],
)
def test_an_answer_that_hangs_or_dies_costs_its_own_points_and_is_named(graded, body, status, words) -> None:
    report = graded(*marked(double=f"def double(x):\n    {body}", quad=QUAD_ALONE), limits=IMPATIENT)
    assert report.scores() == (0, 60)
    assert report.statuses("double") == {status}
    assert words in report.messages("double")
    assert "`double`" in report.messages("double")


def test_a_cell_that_never_ends_is_skipped_and_the_rest_counts(graded) -> None:
    report = graded(code("while True: pass"), *marked())
    assert report.scores() == (40, 60)
    assert "took longer than 1 s" in report.notes[0]


@pytest.mark.parametrize(
    "harmless",
    [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "%matplotlib inline\n!rm -rf nothing\n%timeit 1 + 1",
        "%%time\nx = 1",
        "get_ipython().run_line_magic('load_ext', 'autoreload')",
        "input()",
    ],
    ids=["plot", "magics", "cell magic", "get_ipython", "input"],
)
def test_plots_and_magics_do_no_harm(graded, harmless) -> None:
    assert graded(code(harmless), *marked()).scores() == (40, 60)


@pytest.mark.parametrize("seed", ["", "np.random.seed(7)", "import random; random.seed(7)"])
def test_seeding_the_global_generators_does_not_change_a_grade(graded, seed) -> None:
    noisy = "def double(x):\n    return 2.0 * np.asarray(x) + (np.random.rand() < 0.5)"
    first, second = (graded(code(seed), *marked(double=noisy, quad=QUAD_ALONE)) for _ in range(2))
    assert first.by_name == second.by_name
    assert first.by_name == graded(*marked(double=noisy, quad=QUAD_ALONE)).by_name


def test_an_answer_that_changes_its_argument_changes_nobody_elses(graded) -> None:
    assert graded(*marked(double="def double(x):\n    x *= 2\n    return x")).scores() == (40, 60)


def test_a_known_mistake_is_named(graded) -> None:
    report = graded(*marked(double="def double(x):\n    return x"))
    assert {verdict.mistake for verdict in report["double"].verdicts if verdict.points == 0} == {"unchanged"}
    assert "double it" in report.messages("double")


class Counting(Borrowed):
    """A sandbox that counts the cells of what is run in it."""

    @property
    def cells(self) -> list[int]:
        return [len(job.cells) for job in self.jobs]


@pytest.mark.parametrize(
    ("double", "runs"), [("return 2 * x", [2]), ("return house * x", [2, 3]), ("return helper * x", [2, 3])]
)
def test_a_demonstration_runs_only_where_a_name_is_missed(key, course_sandbox, double, runs) -> None:
    shown, counting = "house = 2\nprint(house)", Counting(course_sandbox)
    cells = (code(shown), *marked(double=f"def double(x):\n    {double}"))
    report = Graded(grade(replace(key, demonstrations=(shown,)), cells, counting, LIMITS, follow_through=0.0))
    assert counting.cells == runs
    assert (report["double"].score == 40) == ("helper" not in double)


def published_sums(key) -> list[float]:
    return [float(np.sum(call.args[0])) for trial in publish(key.exercises[0]).trials for call in trial.calls]


def test_inputs_that_nobody_knows_do_not_choose_what_is_shown(key, course_sandbox) -> None:
    """Else a name missed at some of them alone would tell a student about them."""
    shown, known = "house = 2\nprint(house)", published_sums(key)
    double = f"""def double(x):
    assert "house" not in globals()
    return 2 * x if np.sum(x) in {known!r} else house"""
    cells, counting = (code(shown), *marked(double=double, quad=QUAD_ALONE)), Counting(course_sandbox)
    report = grade(replace(key, demonstrations=(shown,)), cells, counting, LIMITS, follow_through=0.0)
    assert counting.cells == [2, 3]
    assert "AssertionError" not in str(report.public)
    assert "AssertionError" in str(report.exercises)


# --- credit for what is right except for an earlier answer ----------------------------------------------------------


@pytest.mark.parametrize(("share", "quad"), [(1.0, 60.0), (0.5, 35.0), (0.0, 10.0)])
def test_quad_gets_credit_when_only_the_double_it_calls_is_wrong(graded, share, quad) -> None:
    report = graded(*marked(double=TRIPLE), follow_through=share)
    assert report["quad"].score == quad  # its shape, worth 10, is right in any case
    assert ("right except for `double`" in report["quad"].note) == (share > 0)
    assert ("passes with a right `double`" in report.messages("quad")) == (share > 0)


@pytest.mark.parametrize("helper", ["", "def twice(x):\n    return double(double(x))"])
def test_an_earlier_exercise_that_only_the_student_builds_on_is_excused_too(key, course_sandbox, helper) -> None:
    alone = replace(key, exercises=tuple(replace(exercise, depends_on=()) for exercise in key.exercises))
    quad = "def quad(x):\n    return twice(x)" if helper else QUAD
    report = Graded(grade(alone, (code(helper), *marked(double=TRIPLE, quad=quad)), course_sandbox, LIMITS))
    assert report["quad"].score == 60


def test_a_later_exercise_answers_for_no_earlier_one(graded) -> None:
    report = graded(*marked(double="def double(x):\n    return quad(x) / 2", quad="def quad(x):\n    return 5 * x"))
    assert report["double"].score < 40


def test_quad_gets_credit_when_double_was_not_attempted(course, graded) -> None:
    cells = read_one(hand_in(course, "half", answered(course, quad=QUAD)), LIMITS).cells
    report = graded(*cells)
    assert report.scores() == (0, 60)
    assert report.statuses("double") == {Status.NOT_ATTEMPTED}


def test_an_independent_mistake_in_quad_gets_no_credit(graded) -> None:
    once = "def quad(x):\n    return double(x)"
    report = graded(*marked(double=TRIPLE, quad=once))
    assert report["quad"].score == 10
    assert report["quad"].note == ""


def test_a_wrong_quad_is_not_excused_by_a_right_double(graded) -> None:
    assert graded(*marked(quad="def quad(x):\n    return double(x)"))["quad"].score == 10


def test_credit_never_exceeds_the_points(graded) -> None:
    for double in (TRIPLE, "def double(x):\n    return None", "def double(x):\n    raise ValueError"):
        report = graded(*marked(double=double))
        assert report["quad"].score == 60
        assert report["double"].score < 40


def test_nothing_can_be_asked_before_all_answers_are_in(key, course_sandbox) -> None:
    watching = Borrowed(course_sandbox)
    grade(key, marked(double=TRIPLE), watching, LIMITS)
    own, again = watching.rounds[:2], watching.rounds[2:]
    assert [asked.references for asked in watching.rounds] == [(), (), ("double",), ("double",)]
    calls = [call for exercise in key.exercises for trial in exercise.trials for call in trial.calls]
    assert {id(call) for asked in own for call in asked.calls} == set(map(id, calls))
    assert {call.function for asked in again for call in asked.calls} == {"quad"}


def test_what_stays_wrong_in_one_trial_is_asked_no_further(key, course_sandbox) -> None:
    watching = Borrowed(course_sandbox)
    grade(key, marked(double=TRIPLE, quad="def quad(x):\n    return double(x)"), watching, LIMITS)
    *_, again = watching.rounds
    assert [asked.references for asked in watching.rounds] == [(), (), ("double",)]
    assert len(again.calls) < len([call for trial in key.exercises[1].trials for call in trial.calls])


def test_an_answer_that_remembers_its_first_result_wins_nothing_by_being_asked_less(graded) -> None:
    remembers = "seen = []\ndef quad(x):\n    seen.append(double(double(x)))\n    return seen[0]"
    assert graded(*marked(double=TRIPLE, quad=remembers))["quad"].score == 0


def test_credit_is_not_taken_back_where_right_versions_of_more_exercises_win_less(monkeypatch, graded) -> None:
    ask_again, before = autograder.grading.grade.ask_again, []

    def nothing_the_second_time(*asked):
        before.append(asked[-1])
        return ask_again(*asked) if len(before) == 1 else before[0]

    vectors = "def quad(x):\n    return double(double(x)) if np.ndim(x) == 1 else x"
    alone = graded(*marked(double=TRIPLE, quad=vectors))["quad"]
    monkeypatch.setattr(autograder.grading.grade, "ask_again", nothing_the_second_time)
    below = {"quad": ("double", "square")}
    monkeypatch.setattr(autograder.grading.grade, "prerequisites", lambda exercise, *_: below.get(exercise.name, ()))
    credited_once = graded(*marked(double=TRIPLE, quad=vectors))["quad"]
    assert len(before) == 2
    assert credited_once.score == alone.score > 10
