"""How much is done for one submission, counted and not timed: a change that does something twice fails here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

import autograder.batch.grader
from autograder.batch.context import GradingContext
from autograder.batch.grader import Grader
from autograder.core.calls import Call, Outcome
from autograder.core.model import Cell, Submission
from autograder.keys.public import FILE, load
from autograder.sandbox.host import prefork
from autograder.sandbox.host import session as host
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.reference_worker import ReferenceWorker
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.protocol import messages
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.messages import CallDone, CellDone, Order, Reply, Round
from support.handed_in import Borrowed
from support.real_course import ASSIGNMENTS, COURSE, key, workbook


@dataclass
class Work:
    """What was done for one submission: what was sent to its workers, and what they replied.

    references, questions: the workers of a reference beside them, and the calls that these were asked.
    """

    forks: int = 0
    orders: list[Order] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    references: int = 0
    questions: list[Call] = field(default_factory=list)
    beside: bool = False

    def each(self) -> tuple[int, int, int, int, int, int]:
        """Return workers, orders, rounds, given cells, other cells, and calls."""
        given = sum(len(order.job.given) for order in self.orders)
        given += sum(len(self.orders[-1].job.given) for asked in self.rounds if asked.afresh)
        cells, calls = (sum(isinstance(reply, kind) for reply in self.replies) for kind in (CellDone, CallDone))
        return self.forks, len(self.orders), len(self.rounds), given, cells, calls


Graded = Callable[[str, Sequence[Cell]], Work]


@pytest.fixture
def graded(course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> Graded:
    memories: dict[str, dict] = {}

    def grade(name: str, cells: Sequence[Cell]) -> Work:
        work, start, start_beside = Work(), course_sandbox.start_worker, course_sandbox.beside().start_worker
        ask = ReferenceWorker._ask

        def started() -> host.Worker:
            work.forks += 1
            return start()

        def started_beside() -> host.Worker:
            work.references += 1
            return start_beside()

        def asked(self: ReferenceWorker, question: Calls) -> Outcome:
            work.questions += question.calls
            work.beside = True
            try:
                return ask(self, question)
            finally:
                work.beside = False

        with monkeypatch.context() as patch:
            patch.setattr(course_sandbox, "_memories", memories.setdefault(name, {}))
            patch.setattr(course_sandbox, "start_worker", started)
            patch.setattr(course_sandbox.beside(), "start_worker", started_beside)
            patch.setattr(ReferenceWorker, "_ask", asked)
            patch.setattr(host, "encode_order", noting(work, work.orders, host.encode_order))
            patch.setattr(host, "encode_round", noting(work, work.rounds, host.encode_round))
            patch.setattr(host, "read_reply", telling(work, work.replies, host.read_reply))
            patch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(course_sandbox))
            with Grader(GradingContext(COURSE.course, {name: key(name)}, Level.NONE)) as grader:
                record = grader.grade(Submission("s", name, None, "", tuple(cells)))
        assert record["status"] == "graded", record["notes"]
        return work

    return grade


def noting(work: Work, noted: list, encode: Callable[..., bytes]) -> Callable[..., bytes]:
    """Return encode, which notes what it is given for the submission itself."""
    return lambda message: (work.beside or noted.append(message), encode(message))[1]


def telling(work: Work, noted: list, decode: Callable[..., Reply]) -> Callable[..., Reply]:
    """Return decode, which notes what it returns of the submission itself."""

    def decoded(*frame: object) -> Reply:
        reply = decode(*frame)
        if not work.beside:
            noted.append(reply)
        return reply

    return decoded


def calls(name: str, *exercises: str) -> list[Call]:
    """Return the calls of all exercises of an assignment, or of those that are named."""
    asked = [each for each in key(name).exercises if not exercises or each.name in exercises]
    return [call for exercise in asked for trial in exercise.trials for call in trial.calls]


def ids(calls: Sequence[Call]) -> list[int]:
    return sorted(map(id, calls))


def spoiled(name: str, wrong: str) -> list[Cell]:
    """Return the lesson's cells with an answer that returns nothing in place of one."""
    cell = Cell("code", f"def {wrong}(*_):\n    return None", exercise=wrong)
    return [cell if each.exercise == wrong else each for each in workbook(name).lesson.cells]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_right_answer_takes_one_worker_one_order_two_rounds_and_each_cell_and_call_once(name, graded) -> None:
    lesson = workbook(name).lesson
    expected = (1, 1, 2, len(key(name).given), len(lesson.exercises), len(calls(name)))
    assert graded(name, lesson.cells).each() == expected


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_untouched_file_takes_no_worker_at_all(name, graded) -> None:
    stub = key(name).stub
    cells = [Cell("code", stub[cell.exercise], exercise=cell.exercise) if cell.exercise else cell
             for cell in workbook(name).lesson.cells]  # fmt: skip
    assert graded(name, cells).each() == (0, 0, 0, 0, 0, 0)


def test_calls_of_untouched_exercises_are_not_made(graded) -> None:
    name = ASSIGNMENTS[0]
    first, *others = workbook(name).lesson.exercises
    stub = key(name).stub
    cells = [workbook(name).lesson.exercises[first], *(Cell("code", stub[other], exercise=other) for other in others)]
    work = graded(name, cells)
    assert ids([call for asked in work.rounds for call in asked.calls]) == ids(calls(name, first))


def test_nothing_that_draws_is_forked_off_the_process_with_matplotlib(monkeypatch, graded) -> None:
    asked: list[bool] = []
    needs_matplotlib = prefork.needs_matplotlib
    monkeypatch.setattr(prefork, "needs_matplotlib", lambda job: asked.append(needs_matplotlib(job)) or asked[-1])
    for name in ASSIGNMENTS:
        graded(name, workbook(name).lesson.cells)
    assert not any(asked)


# As released: to make answer keys takes long, and this is asked whenever tests are collected.
BUILT_UPON = tuple(
    name
    for name in ASSIGNMENTS
    if any(each.depends_on for each in load((COURSE.assignments / name / FILE).read_text("utf-8")).exercises)
)


def foundation(name: str) -> str:
    """Return the exercise that most others rest on."""
    return Counter(below for each in key(name).exercises for below in each.depends_on).most_common(1)[0][0]


@pytest.mark.parametrize("name", BUILT_UPON)
def test_a_wrong_exercise_has_others_asked_again_and_itself_never(name, graded) -> None:
    lesson, wrong = workbook(name).lesson, foundation(name)
    work = graded(name, spoiled(name, wrong))
    first, then, *again = work.rounds
    assert ids([*first.calls, *then.calls]) == ids(calls(name))
    assert [(asked.references, asked.afresh) for asked in (first, then)] == [((), False)] * 2
    assert all(wrong in asked.references and asked.afresh for asked in again)
    others = [set(ids(calls(name, other))) for other in lesson.exercises if other != wrong]
    asked_again = [ids(asked.calls) for asked in again]
    assert asked_again
    assert all(any(other.issuperset(asked) for other in others) for asked in asked_again)
    # Once with right versions of those that are wrong, once more with those of all that it may rest on.
    assert max(Counter(call for asked in asked_again for call in asked).values()) <= 2


@pytest.mark.parametrize("name", BUILT_UPON)
def test_what_is_asked_again_is_asked_in_the_same_worker(name, graded) -> None:
    """Its cells are run once more for each exercise, its calls once; there is no other process and no other order."""
    work = graded(name, spoiled(name, foundation(name)))
    runs, asked = len(work.rounds) - 1, sum(len(asked.calls) for asked in work.rounds)
    given, cells = len(key(name).given), len(workbook(name).lesson.exercises)
    assert work.each() == (1, 1, 1 + runs, runs * given, runs * cells, asked)


@pytest.mark.parametrize("name", BUILT_UPON)
def test_the_reference_takes_one_worker_and_is_asked_nothing_twice(name, graded) -> None:
    work = graded(name, spoiled(name, foundation(name)))
    assert work.questions
    assert work.references == 1
    assert len({Calls([question]).written for question in work.questions}) == len(work.questions)


@pytest.mark.parametrize("name", BUILT_UPON[:1])
def test_what_the_reference_has_returned_for_one_submission_no_other_asks_it_again(name, graded) -> None:
    first, second = (graded(name, spoiled(name, foundation(name))) for _ in range(2))
    assert (bool(first.questions), second.questions) == (True, [])
    assert (first.references, second.references) == (1, 0)
    assert first.each() == second.each()


@pytest.mark.parametrize("count", [1, 5])
def test_submissions_of_one_process_share_its_fork_server(count, monkeypatch) -> None:
    name, started = ASSIGNMENTS[0], []
    lesson = workbook(name).lesson
    start = prefork.ForkServer.__init__

    def counted(self: prefork.ForkServer, *arguments: object) -> None:
        started.append(1)
        start(self, *arguments)

    monkeypatch.setattr(prefork.ForkServer, "__init__", counted)
    with Grader(GradingContext(COURSE.course, {name: key(name)}, Level.NONE)) as grader:
        for number in range(count):
            grader.grade(Submission(f"s{number}", name, None, "", lesson.cells))
    assert len(started) == 1


def test_for_a_class_given_cells_are_compiled_once_and_calls_are_written_once(graded) -> None:
    name = ASSIGNMENTS[0]
    messages._compiled.cache_clear()
    several = [graded(name, workbook(name).lesson.cells) for _ in range(3)]
    assert messages._compiled.cache_info().misses == 1
    parts = [[part for asked in work.rounds for part in asked.parts] for work in several]
    # What a part looks like on the wire, it keeps.
    assert parts[0]
    assert all(each is first for others in parts for each, first in zip(others, parts[0], strict=True))
    assert parts[0][0].written is parts[0][0].written
