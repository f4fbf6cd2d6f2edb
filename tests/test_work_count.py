"""How much is done for one submission, counted and not timed: a change that does something twice fails here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from real_course import ASSIGNMENTS, COURSE, LESSONS, key

import autograder.executors
from autograder.executors import Grader
from autograder.model import Cell, Job, Limits, Observations, Submission
from autograder.sandbox import forked, host
from autograder.sandbox.host import AnySandbox, Upstream
from autograder.sandbox.levels import Level


@dataclass
class Work:
    """What was done for one submission."""

    jobs: list[Job] = field(default_factory=list)
    forks: int = 0
    orders: int = 0

    def each(self) -> tuple[int, int, int, int, int]:
        """Return workers, orders, given cells, other cells, and calls."""
        given, cells = sum(len(job.given) for job in self.jobs), sum(len(job.cells) for job in self.jobs)
        return self.forks, self.orders, given, cells, sum(len(job.calls) for job in self.jobs)


@dataclass
class Counting:
    """A sandbox that counts, in front of one that works."""

    sandbox: AnySandbox
    work: Work

    def __enter__(self) -> Counting:
        return self

    def close(self) -> None:
        """Leave the other one open."""

    def run(self, job: Job, limits: Limits, upstream: Upstream | None = None) -> Observations:
        self.work.jobs.append(job)
        seen = self.sandbox.run(job, limits, upstream)
        self.work.forks += seen.workers
        return seen


Graded = Callable[[str, Sequence[Cell]], Work]


@pytest.fixture
def graded(course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> Graded:
    def grade(name: str, cells: Sequence[Cell]) -> Work:
        work, encode = Work(), host.encode_order

        def count(order: object) -> bytes:
            work.orders += 1
            return encode(order)

        monkeypatch.setattr(host, "encode_order", count)
        monkeypatch.setattr(autograder.executors, "open_sandbox", lambda *_: Counting(course_sandbox, work))
        with Grader(COURSE.course, {name: key(name)}, Level.NONE) as grader:
            record = grader.grade(Submission("s", name, None, "", tuple(cells)))
        assert record["status"] == "graded", record["notes"]
        return work

    return grade


def calls(name: str) -> int:
    return sum(len(trial.calls) for exercise in key(name).exercises for trial in exercise.trials)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_right_answer_takes_one_worker_one_order_and_each_cell_and_call_once(name, graded) -> None:
    lesson = LESSONS[name]
    expected = (1, 1, len(key(name).given), len(lesson.exercises), calls(name))
    assert graded(name, lesson.cells).each() == expected


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_untouched_file_takes_no_worker_at_all(name, graded) -> None:
    stub = key(name).stub
    cells = [Cell("code", stub[cell.exercise], exercise=cell.exercise) if cell.exercise else cell
             for cell in LESSONS[name].cells]  # fmt: skip
    assert graded(name, cells).each() == (0, 0, 0, 0, 0)


def test_calls_of_untouched_exercises_are_not_made(graded) -> None:
    name = ASSIGNMENTS[0]
    first, *others = LESSONS[name].exercises
    stub = key(name).stub
    cells = [LESSONS[name].exercises[first], *(Cell("code", stub[other], exercise=other) for other in others)]
    (exercise,) = (each for each in key(name).exercises if each.name == first)
    assert len(graded(name, cells).jobs[0].calls) == sum(len(trial.calls) for trial in exercise.trials)


def test_nothing_that_draws_is_forked_off_the_process_with_matplotlib(monkeypatch, graded) -> None:
    asked: list[bool] = []
    may_draw = forked.may_draw
    monkeypatch.setattr(forked, "may_draw", lambda job: asked.append(may_draw(job)) or asked[-1])
    for name in ASSIGNMENTS:
        graded(name, LESSONS[name].cells)
    assert not any(asked)


def test_a_wrong_exercise_has_others_asked_once_more_and_itself_never(graded) -> None:
    name = ASSIGNMENTS[1]
    lesson, wrong = LESSONS[name], next(iter(LESSONS[name].exercises))
    cells = [
        Cell("code", f"def {wrong}(*_):\n    return None", exercise=wrong) if cell.exercise == wrong else cell
        for cell in lesson.cells
    ]
    first, *again = graded(name, cells).jobs
    assert (len(first.calls), first.upstream) == (calls(name), ())
    assert all(wrong in job.upstream for job in again)
    assert len(again) < len(lesson.exercises)


@pytest.mark.parametrize("count", [1, 5])
def test_submissions_of_one_process_share_its_warm_process(count, monkeypatch) -> None:
    name, started = ASSIGNMENTS[0], []
    lesson = LESSONS[name]
    start = forked.WarmParent.__init__

    def counted(self: forked.WarmParent, *arguments: object) -> None:
        started.append(1)
        start(self, *arguments)

    monkeypatch.setattr(forked.WarmParent, "__init__", counted)
    with Grader(COURSE.course, {name: key(name)}, Level.NONE) as grader:
        for number in range(count):
            grader.grade(Submission(f"s{number}", name, None, "", lesson.cells))
    assert len(started) == 1
