"""Every attack of attacks/on_functions/, at each safe level: what a submission asks the reference gains it nothing.

An attack is the text of `attack(chain, x)`, which runs within two exercises while wrong earlier ones, `compose` and
`affine`, are answered for by the reference; `ask(question)` in it returns None where that refuses.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import autograder.grading.opened
from autograder.authoring.course import open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Call, Outcome, Returned
from autograder.core.model import Limits, Status
from autograder.core.verdicts import Report
from autograder.grading.grade import grade
from autograder.grading.question_size import MOST
from autograder.keys.build import exercise_keys
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.host.session import AnySandbox
from support.composed import HONEST_ABOVE, WRONG, make_composed_course

ATTACKS = sorted((Path(__file__).parent / "attacks" / "on_functions").glob("*.py"))
SECRET = "a secret of the tests"
SHORT = Limits(call_seconds=0.3, cell_seconds=0.3, total_seconds=0.8, memory_mb=256, reply_mb=1)
PATIENT = Limits(call_seconds=20, cell_seconds=20, total_seconds=60, memory_mb=256, reply_mb=1)
GRADER_KB = 48 * 1024
WORTH = 10  # the shape of `slope`
AROUND = """
# %%
def ask(question):
    try:
        return question()
    except Exception:
        return None
# Before, what takes too long would be late where nobody is asked, and not be asked again where the reference is.
def is_answered():
    return compose.__code__.co_name == "proxy"
# %%
@ATTACK@
# %% exercise="slope"
def slope(chain, x):
    if is_answered():
        attack(chain, x)
    return x
# %% exercise="product"
def product(a, b):
    if is_answered():
        attack([np.sin, np.cos], a)
    return None
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="attacks need the forked sandbox, so Linux")


@dataclass
class World:
    """A sandbox, a key, and how many numbers each result of the reference had; None where it refused."""

    sandbox: AnySandbox
    key: AnswerKey
    said: list[int | None]

    def grade(self, text: str, limits: Limits) -> Report:
        return grade(self.key, settle_marks(read_percent(text))[0], self.sandbox, limits)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> AnswerKey:
    course = make_composed_course(tmp_path_factory.mktemp("course"))
    workbook = open_workbook(course, course.course.assignments[0])
    given = tuple(cell.source for cell in workbook.lesson.given)
    solution = (*given, *(cell.source for cell in workbook.lesson.exercises.values()))
    return AnswerKey("tiny", exercise_keys(workbook, SECRET), given, {}, "", SECRET, solution)


@pytest.fixture(scope="module", params=[Level.STRICT, Level.PORTABLE], ids=str)
def sandbox(request: pytest.FixtureRequest, key: AnswerKey) -> Iterator[AnySandbox]:
    if request.param not in available():
        pytest.skip(f"this machine has no {request.param} sandbox")
    with open_sandbox("forked", level=request.param) as opened:
        grade(key, settle_marks(read_percent(HONEST_ABOVE))[0], opened, PATIENT)  # whatever is started, is by now
        yield opened


@pytest.fixture
def world(sandbox: AnySandbox, key: AnswerKey, monkeypatch: pytest.MonkeyPatch) -> World:
    made, answering = World(sandbox, key, []), autograder.grading.opened.answering

    def noting(*arguments: object) -> Callable[[Call, Call], Outcome]:
        answer = answering(*arguments)

        def noted(calling: Call, question: Call) -> Outcome:
            outcome = answer(calling, question)
            made.said.append(numbers(outcome.value) if isinstance(outcome, Returned) else None)
            return outcome

        return noted

    monkeypatch.setattr(autograder.grading.opened, "answering", noting)
    return made


def points(report: Report) -> float:
    return sum(exercise.score for exercise in report.exercises)


def texts(report: Report) -> list[str]:
    verdicts = [verdict for exercise in report.exercises for verdict in exercise.verdicts]
    return [*report.notes, *(exercise.note for exercise in report.exercises), *(each.message for each in verdicts)]


def numbers(value: object) -> int:
    """Return how many numbers a value of the reference holds. Anything but numbers is refused."""
    if isinstance(value, list | tuple):
        return sum(map(numbers, value))
    assert isinstance(value, np.ndarray | complex | float | int | None)
    assert not isinstance(value, np.ndarray) or value.dtype.kind in "biufc"
    return value.size if isinstance(value, np.ndarray) else 1


@pytest.mark.parametrize("file", ATTACKS, ids=lambda file: file.stem)
def test_an_attack_on_the_reference_gains_nothing(file: Path, world: World, capfd: pytest.CaptureFixture[str]) -> None:
    memory, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    report = world.grade(WRONG + AROUND.replace("@ATTACK@", file.read_text("utf-8")), SHORT)
    assert time.monotonic() - started < 30  # SHORT allows a few seconds; a loaded machine takes some more
    assert points(report) <= WORTH, texts(report)
    assert not {verdict.status for each in report.exercises for verdict in each.verdicts} & {Status.BROKEN}
    assert all(text.isprintable() and SECRET not in text for text in texts(report))
    assert all(each is None or each <= MOST.entries for each in world.said)
    assert capfd.readouterr() == ("", "")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < GRADER_KB
    assert points(world.grade(HONEST_ABOVE, PATIENT)) == 80


FORBIDDEN = ("heap_by_class", "heap_by_empty", "terminal_by_check", "terminal_by_builtin", "doubling_modf",
             "modf_then_slow", "two_inputs", "itself_by_name", "dotted_names")  # fmt: skip


@pytest.mark.parametrize("name", FORBIDDEN)
def test_functions_that_the_right_pass_never_uses_are_refused(name: str, world: World) -> None:
    text = (Path(__file__).parent / "attacks" / "on_functions" / f"{name}.py").read_text("utf-8")
    world.grade(WRONG + AROUND.replace("@ATTACK@", text), PATIENT)
    assert world.said
    assert not [each for each in world.said if each is not None]


def test_every_question_draws_on_the_time_of_the_submission_that_asks(world: World) -> None:
    text = """
def attack(chain, x):
    for shift in range(10**6):
        ask(lambda: compose([np.tan] * 1900, np.full(90, float(shift))))
"""
    limits = Limits(call_seconds=5, cell_seconds=5, total_seconds=1, memory_mb=256)
    started = time.monotonic()
    world.grade(WRONG + AROUND.replace("@ATTACK@", text), limits)
    assert time.monotonic() - started < 2 * limits.total_seconds * limits.patience
    assert world.said
