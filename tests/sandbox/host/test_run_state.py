"""An answer is a function of its arguments: one that remembers, counts, guesses or knows the inputs is found out.

Each submission here goes through the real chain. What is right whenever it is asked keeps all its points, whatever it
keeps in memory for its own use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Call, Job
from autograder.core.model import Limits
from autograder.core.verdicts import ExerciseReport
from autograder.grading.grade import grade
from autograder.keys.plan import publish
from autograder.keys.reference import try_call
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import QUAD, QUAD_ALONE, code
from support.running import run

Grade = Callable[..., dict[str, ExerciseReport]]


@pytest.fixture
def graded(key: AnswerKey, course_sandbox: AnySandbox) -> Grade:
    """A function that grades the cells of `double` and `quad`, without credit for follow-through."""

    def run(double: str, quad: str = QUAD_ALONE) -> dict[str, ExerciseReport]:
        cells = (code(f"import functools\n{double}", "double"), code(quad, "quad"))
        report = grade(key, cells, course_sandbox, Limits(), follow_through=0.0)
        return {exercise.name: exercise for exercise in report.exercises}

    return run


def messages(report: ExerciseReport) -> str:
    return " ".join(verdict.message for verdict in report.verdicts)


# --- what depends on the calls before ----------------------------------------------------------------------------

FORGETFUL = {
    "right for the first two calls": """
calls = []
def double(x):
    calls.append(1)
    return 2.0 * x if len(calls) <= 2 else x
""",
    "right at every other call": """
calls = []
def double(x):
    calls.append(1)
    return 2.0 * x if len(calls) % 2 else x
""",
    "wrong at the first call": """
seen = []
def double(x):
    seen.append(1)
    return x if len(seen) == 1 else 2.0 * x
""",
    "the first result again and again, for each shape": """
known = {}
def double(x):
    return known.setdefault(x.shape, 2.0 * x)
""",
    "an accumulator as a default value": """
def double(x, total={}):
    total[x.shape] = total.get(x.shape, 0.0) + 2.0 * x
    return total[x.shape]
""",
    "a buffer that is added to": """
buffer = {}
def double(x):
    out = buffer.setdefault(x.shape, np.zeros(x.shape))
    out += 2.0 * x
    return out
""",
    "an iterator that runs dry": """
factors = iter([2.0] * 4)
def double(x):
    return next(factors, 1.0) * x
""",
    "a matrix is right only after a vector": """
last = [0]
def double(x):
    before, last[0] = last[0], x.ndim
    return 2.0 * x if (before, x.ndim) != (2, 2) and (x.ndim == 1 or before == 1) else x
""",
    "a cache whose arrays are changed afterwards": """
known = {}
def double(x):
    out = known.setdefault(x.tobytes(), x.copy())
    out *= 2.0
    return out
""",
}


@pytest.mark.parametrize("double", FORGETFUL.values(), ids=FORGETFUL)
def test_an_answer_that_depends_on_earlier_calls_loses_its_points(graded: Grade, double: str) -> None:
    report = graded(double)
    assert report["double"].score <= 25  # what is right each time keeps its points
    assert report["quad"].score == 60


def test_an_answer_that_changes_when_asked_again_is_told_so(graded: Grade) -> None:
    report = graded(FORGETFUL["a cache whose arrays are changed afterwards"])["double"]
    assert "right when asked first, but asked the same again after other calls: " in messages(report)


def test_a_cache_by_identity_is_found_out(graded: Grade) -> None:
    """Arguments are fresh copies, so that the identity of an old one comes back with other numbers."""
    report = graded("known = {}\ndef double(x):\n    return known.setdefault(id(x), 2.0 * x)\n")
    assert report["double"].score < 40


def test_what_another_exercise_left_behind_is_no_answer(graded: Grade) -> None:
    double = "last = [0.0]\ndef double(x):\n    last[0] = x\n    return 2.0 * x\n"
    report = graded(double, "def quad(x):\n    return 4.0 * last[0]\n")
    assert report["double"].score == 40
    assert report["quad"].score <= 10


def test_a_global_in_place_of_the_argument_is_no_answer(graded: Grade) -> None:
    assert graded("x = np.array([1.0, 2.0, 3.0, 4.0])\ndef double(y):\n    return 2.0 * x\n")["double"].score <= 5


# --- what depends on chance --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "noise",
    ["1e-3 * np.random.rand()", "(np.random.rand() < 0.5)", "np.random.default_rng().normal()", "hash(str(x)) % 2"],
)
def test_an_answer_with_chance_in_it_loses_its_points(graded: Grade, noise: str) -> None:
    assert graded(f"def double(x):\n    return 2.0 * x + 1e-3 + {noise}\n")["double"].score <= 5


def test_chance_is_not_kind_to_every_call(graded: Grade) -> None:
    assert graded("def double(x):\n    return 2.0 * x if np.random.rand() < 0.6 else x\n")["double"].score <= 25


# --- what knows the inputs ---------------------------------------------------------------------------------------


def test_published_results_by_heart_are_worth_nothing_at_fresh_inputs(graded: Grade, key: AnswerKey) -> None:
    published = publish(key.exercises[0]).trials
    assert len(published) > 1  # those of unusual inputs are published, too
    calls = [call for trial in published for call in trial.calls]
    table = {call.args[0].tobytes(): (2.0 * call.args[0]).tolist() for call in calls}
    report = graded(f"table = {table!r}\ndef double(x):\n    return np.array(table.get(x.tobytes(), x))\n")["double"]
    assert report.score <= 5
    assert "right at the published inputs, but at fresh ones: " in messages(report)


# --- what is nobody's business -----------------------------------------------------------------------------------

HONEST = {
    "a cached pure helper": """
@functools.cache
def factor(n):
    return float(n)
def double(x):
    return factor(2) * x
""",
    "results remembered by the numbers that they are of": """
known = {}
def double(x):
    found = (x.shape, x.tobytes())
    if found not in known:
        known[found] = 2.0 * x
    return known[found]
""",
    "lru_cache over tuples": """
@functools.lru_cache(maxsize=None)
def of(numbers):
    return tuple(2.0 * n for n in numbers)
def double(x):
    return np.array(of(tuple(x.ravel().tolist()))).reshape(x.shape)
""",
    "a count of its own calls": """
calls = 0
def double(x):
    global calls
    calls += 1
    return 2.0 * x
""",
    "its argument, changed and returned": """
def double(x):
    x *= 2.0
    return x
""",
    "a view of its argument": """
def double(x):
    x += x
    return x[...]
""",
    "one buffer for each shape, filled again": """
buffers = {}
def double(x):
    out = buffers.setdefault(x.shape, np.empty(x.shape))
    np.multiply(x, 2.0, out=out)
    return out
""",
    "an argument that is spoilt afterwards": """
def double(x):
    out = 2.0 * x
    x[...] = np.nan
    return out
""",
    "random numbers that cancel": """
def double(x):
    noise = np.random.rand(*x.shape).round(3)
    return (x + noise) + (x - noise)
""",
    "a class that remembers": """
class Doubler:
    def __init__(self):
        self.last = None
    def __call__(self, x):
        self.last = x
        return 2.0 * self.last
double = Doubler()
""",
}


@pytest.mark.parametrize("double", HONEST.values(), ids=HONEST)
def test_what_an_answer_keeps_for_itself_costs_nothing(graded: Grade, double: str) -> None:
    assert {name: report.score for name, report in graded(double, QUAD).items()} == {"double": 40, "quad": 60}


# --- what never ends ---------------------------------------------------------------------------------------------


def test_an_answer_that_never_ends_leaves_the_others_their_time(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    cells = (code("def double(x):\n    while True: pass", "double"), code(QUAD_ALONE, "quad"))
    limits = Limits(call_seconds=0.2, total_seconds=1.0, patience=100.0)
    endless, other = grade(key, cells, course_sandbox, limits, follow_through=0.0).exercises
    assert (endless.score, other.score) == (0, 60)


# --- a student's own notebook ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "x.astype(object)",
        "(x, x)",
        "[x]",
        "{}",
        "np.float64(1)",
        "x > 0",
        "np.ma.array(x, mask=[True, False])",
        "1j",
        "10**500",
        "str(x)",
    ],
)
def test_a_result_is_the_same_thing_in_the_notebook_and_in_the_sandbox(
    course_sandbox: AnySandbox, expression: str
) -> None:
    """What check() says of an answer, grading says too."""
    call, source = Call("f", (np.array([1.0, 2.0]),)), f"import numpy as np\ndef f(x): return {expression}"
    names: dict[str, Any] = {}
    exec(source, names)
    (far,) = run(course_sandbox, Job((), (code(source),), ("f",)), [call], Limits()).outcomes
    assert repr(try_call(call, names)) == repr(far)
