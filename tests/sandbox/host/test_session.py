"""One submission asked round after round: what its worker keeps from one to the next, and what it must not."""

from __future__ import annotations

import os
import select
import textwrap
from collections import deque
from dataclasses import replace

import pytest

from autograder.core.calls import Call, Failed, Job, Outcome, Returned
from autograder.core.model import Cell, Limits, Status
from autograder.sandbox.host.accounting import WorkerExit
from autograder.sandbox.host.rounds import ReferenceFunctions
from autograder.sandbox.host.session import AnySandbox, Session
from autograder.sandbox.protocol.codec import Frames
from autograder.sandbox.protocol.messages import (
    Ask,
    CallDone,
    CellDone,
    Order,
    Ready,
    Reply,
    Round,
    decode_order,
    decode_round,
)
from autograder.sandbox.protocol.messages import encode_reply as said
from support.running import ask, ask_round

LIMITS = Limits(call_seconds=0.5, cell_seconds=5, total_seconds=20, patience=100, memory_mb=256, reply_mb=1)
F, G, GOOD = (Call(name, ()) for name in ("f", "g", "good"))
NO_ANSWER = Failed(Status.CRASHED, "`f` sent the grader something that is no answer")
needs_fork = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")


@pytest.fixture(scope="module")
def sandbox(bare: AnySandbox) -> AnySandbox:
    return bare


def code(source: str, exercise: str | None = None) -> Cell:
    return Cell("code", textwrap.dedent(source).strip("\n"), exercise=exercise)


def opened(sandbox: AnySandbox, *cells: Cell | str, given: tuple[str, ...] = (), limits: Limits = LIMITS) -> Session:
    """Return a submission of these cells, and one that defines `good`."""
    made = (cell if isinstance(cell, Cell) else code(cell) for cell in cells)
    return sandbox.open(Job(given, (*made, code("def good(*_): return 1")), ("f", "g", "good")), limits)


def answering(outcome: Outcome, *names: str) -> ReferenceFunctions:
    return ReferenceFunctions(names or ("g",), lambda calling, call: outcome)


SEVEN = answering(Returned(7))


def values(outcomes: tuple[Outcome, ...]) -> list[object]:
    assert all(isinstance(outcome, Returned) for outcome in outcomes), outcomes
    return [outcome.value for outcome in outcomes]


# --- one worker ----------------------------------------------------------------------------------------------------


def test_rounds_are_answered_by_one_worker_that_has_run_the_cells_once(sandbox: AnySandbox) -> None:
    with opened(sandbox, "runs = []", "runs.append(1)\ndef f(): runs.append(1); return len(runs)") as session:
        assert values(ask(session, F, F)) == [2, 3]
        assert values(ask(session, F)) == [4]
        assert values(ask(session)) == []
        assert values(ask(session, GOOD, F)) == [1, 5]
        assert session.workers == 1


def test_cells_are_run_even_if_nothing_is_asked(sandbox: AnySandbox) -> None:
    with opened(sandbox, "1 / 0") as session:
        result = ask_round(session)
        assert result.outcomes == ()
        assert result.cell_errors == {0: "line 1: ZeroDivisionError: division by zero"}


KNOWN = """
    import gc
    def known():
        calls = [each.args for each in gc.get_objects() if type(each).__name__ == "Call"]
        return sorted(arg for args in calls for arg in args if isinstance(arg, str))
"""


def test_the_calls_of_a_round_are_not_there_before_those_of_the_last_are_answered(sandbox: AnySandbox) -> None:
    with opened(sandbox, KNOWN, "early = known()\ndef f(_): return known()\ndef g(_): return early") as session:
        assert values(ask(session, Call("f", ("one",)), Call("g", ("two",)))) == [["one", "two"], []]
        assert values(ask(session, Call("f", ("three",)))) == [["three"]]


# --- the cells afresh ------------------------------------------------------------------------------------------------

LEFT_BEHIND = {
    "a counter": """
        count = 0
        def f():
            global count
            count += 1
            return count
    """,
    "a cache": """
        import functools
        calls = []
        @functools.cache
        def slow(x): calls.append(x); return len(calls)
        def f():
            slow(len(calls))
            return len(calls)
    """,
    "a default": """
        def f(seen=[]):
            seen.append(1)
            return len(seen)
    """,
    "an attribute": """
        def f():
            f.count = getattr(f, "count", 0) + 1
            return f.count
    """,
    "a replaced function": """
        def h(): return 1
        def f():
            global h
            found = h()
            h = lambda: found + 1
            return found
    """,
    "a replaced exercise": """
        def good(): return 1
        def f():
            global good
            found = good()
            good = lambda: found + 1
            return found
    """,
    "a replaced given function": """
        def f():
            found = given()
            globals()["given"] = lambda: found + 1
            return found
    """,
    "a name": """
        def f():
            globals()["left"] = globals().get("left", 0) + 1
            return left
    """,
    "the module of the notebook": """
        import sys
        def f():
            main = sys.modules["__main__"]
            main.left = getattr(main, "left", 0) + 1
            return main.left
    """,
}


@pytest.mark.parametrize("source", LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_nothing_that_rounds_leave_in_a_notebook_is_there_when_its_cells_run_afresh(
    sandbox: AnySandbox, source: str
) -> None:
    with opened(sandbox, source, given=("def given(): return 1",)) as session:
        assert values(ask(session, F, F)) == [1, 2]
        assert values(ask(session, F)) == [3]
        assert values(ask(session, F, F, references=SEVEN)) == [1, 2]
        assert values(ask(session, F, references=SEVEN)) == [1]
        assert session.workers == 1


def test_what_is_random_comes_as_it_came_the_first_time(sandbox: AnySandbox) -> None:
    source = "import numpy as np, random\nx = np.random.rand()\ndef f(): return [x, np.random.rand(), random.random()]"
    with opened(sandbox, source) as session:
        first = ask(session, F, GOOD, F)
        assert repr(ask(session, F, GOOD, F, references=SEVEN)) == repr(first)


def test_each_follow_through_has_the_grader_answer_for_its_own_exercises_alone(sandbox: AnySandbox) -> None:
    cells = code("def g(): return 'own g'", "g"), code("def good(): return 'own good'", "good")
    with opened(sandbox, *cells, "def f(): return [g(), good()]") as session:
        assert values(ask(session, F)) == [["own g", "own good"]]
        assert values(ask(session, F, references=SEVEN)) == [[7, "own good"]]
        assert values(ask(session, F, references=answering(Returned(8), "good"))) == [["own g", 8]]
        assert values(ask(session, F, references=answering(Returned(9), "g", "good"))) == [[9, 9]]
        assert session.workers == 1


def test_an_answer_of_one_follow_through_is_not_remembered_in_the_next(sandbox: AnySandbox) -> None:
    with opened(sandbox, code("def g(x): return x", "g"), "def f(): return [g(1), g(1)]") as session:
        assert values(ask(session, F, references=SEVEN)) == [[7, 7]]
        assert values(ask(session, F, references=answering(Returned(8)))) == [[8, 8]]


# --- death in a later round ------------------------------------------------------------------------------------------


def test_a_worker_that_dies_in_a_later_round_is_replaced_and_costs_one_call(sandbox: AnySandbox) -> None:
    with opened(sandbox, "import os\ndef f(): os._exit(3)") as session:
        assert values(ask(session, GOOD)) == [1]
        died = Failed(Status.CRASHED, "`f` ended the program (exit code 3)")
        assert ask(session, GOOD, F, GOOD) == (Returned(1), died, Returned(1))
        assert session.workers == 2
        assert ask(session, GOOD, F, GOOD, references=SEVEN) == (Returned(1), died, Returned(1))
        assert session.workers == 3
        assert values(ask(session, GOOD)) == [1]
        assert session.workers == 3


def test_notes_of_cells_stay_those_of_the_first_time(sandbox: AnySandbox) -> None:
    """A later run may know what students must not read: from another process, or from its own before."""
    source = """
        import os, random
        random.runs = getattr(random, "runs", 0) + 1
        told = f"{os.getpid()} {random.runs}"
        raise ValueError(told)
    """
    with opened(sandbox, source, "def f(): return told\ndef g(): import os; os._exit(3)") as session:
        seen = values(ask(session, F))
        first = ask_round(session).cell_errors
        assert first == {0: f"line 4: ValueError: {seen[0]}"}
        ask(session, G)
        seen += values(ask(session, F))
        seen += values(ask(session, F, references=answering(Returned(7), "good")))
        assert len(set(seen)) == 3
        # Over what a worker is lost that has not said anything in its round, the next one shows.
        assert (ask_round(session).cell_errors, session.workers) == (first, 3)


def test_a_cell_that_fails_only_later_gets_no_note(sandbox: AnySandbox) -> None:
    source = """
        import os, random
        random.runs = getattr(random, "runs", 0) + 1
        if random.runs == 2: raise ValueError("a secret")
        if random.runs == 3: os._exit(3)
    """
    with opened(sandbox, source) as session:
        for _ in range(3):
            assert values(ask(session, GOOD, references=SEVEN)) == [1]
            assert ask_round(session).cell_errors == {}


@needs_fork
def test_a_worker_that_ends_between_rounds_is_replaced(forked: AnySandbox) -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGALRM, lambda *_: os._exit(5))
        def f(): signal.setitimer(signal.ITIMER_REAL, 0.1)
    """
    with opened(forked, source) as session:
        assert values(ask(session, F)) == [None]
        wait_for_end(session._worker._pidfd)
        first, second = ask(session, GOOD, GOOD)
        assert first == Returned(1)
        assert (second, session.workers) == (Returned(1), 2)


def wait_for_end(pidfd: int) -> None:
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    assert poll.poll(20_000)


# --- limits of the whole ---------------------------------------------------------------------------------------------

LOOP = "def f():\n    while True: pass"


@needs_fork
def test_time_that_is_used_up_in_one_round_is_missing_in_all_that_follow(forked) -> None:
    limits = replace(LIMITS, call_seconds=5, total_seconds=0.5)
    with opened(forked, LOOP, limits=limits) as session:
        over = [
            Failed(Status.TIMEOUT, f"`{name}` was not run: the whole file took longer than 0.5 s")
            for name in ("f", "good")
        ]
        assert values(ask(session, GOOD)) == [1]
        assert ask(session, F, GOOD) == tuple(over)
        assert ask(session, GOOD) == (over[1],)
        assert session.workers == 1
        assert ask(session, GOOD, references=SEVEN) == (over[1],)
        assert session.workers == 1


def test_so_it_is_with_what_is_sent(sandbox: AnySandbox) -> None:
    limits = replace(LIMITS, reply_mb=1, total_reply_mb=2)
    with opened(sandbox, "import numpy as np\ndef f(): return np.zeros(100_000)", limits=limits) as session:
        too_much = "was not run: the whole file sent the grader more than 2 MB"
        over = Failed(Status.CRASHED, f"`good` {too_much}")
        assert isinstance(ask(session, F)[0], Returned)
        assert ask(session, F, F, GOOD)[1:] == (Failed(Status.CRASHED, f"`f` {too_much}"), over)
        assert ask(session, GOOD) == (over,)
        assert session.workers == 1
        assert ask(session, GOOD, references=SEVEN) == (over,)


@needs_fork
def test_a_function_that_took_too_long_twice_is_not_asked_again_in_any_round(forked) -> None:
    with opened(forked, LOOP) as session:
        late = Failed(Status.TIMEOUT, "`f` took longer than 0.5 s")
        spared = Failed(Status.TIMEOUT, "`f` took too long 2 times and was not asked again")
        assert ask(session, F, GOOD, F, F) == (late, Returned(1), late, spared)
        assert session.workers == 2
        assert ask(session, F, GOOD, F) == (spared, Returned(1), spared)
        assert session.workers == 3
        assert ask(session, F, GOOD, references=SEVEN) == (spared, Returned(1))


@needs_fork
def test_once_is_not_twice_and_rounds_are_added_up(forked) -> None:
    with opened(forked, LOOP) as session:
        late = Failed(Status.TIMEOUT, "`f` took longer than 0.5 s")
        assert ask(session, F) == (late,)
        spared = Failed(Status.TIMEOUT, "`f` took too long 2 times and was not asked again")
        assert ask(session, F, F, GOOD) == (late, spared, Returned(1))


# --- what is said without being asked --------------------------------------------------------------------------------


class Scripted:
    """A worker that says what a test has written down, and notes what it is told and how much it had said by then."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks, self.told, self.ended = deque(chunks), [], False
        self._frames = Frames(2**30, 2**30)

    def send(self, data: bytes, timeout: float) -> None:
        for document, raw in self._frames.feed(data):
            order = decode_order(document, raw)[0] if "cells" in document else decode_round(document, raw)
            self.told.append((order, len(self.chunks)))

    def receive(self, timeout: float) -> bytes:
        assert timeout > 0
        return self.chunks.popleft() if self.chunks else b""

    def cpu_seconds(self) -> float:
        return 0.0

    def is_stopped(self) -> bool:
        return False

    def wait_for_exit(self, grace: float) -> WorkerExit:
        self.ended = True
        return WorkerExit(9 if grace else None)

    def finish(self) -> None:
        self.ended = True


def reply(*replies: Reply) -> bytes:
    return b"".join(map(said, replies))


CELLS = (Cell("code", "x = 1"),)
BEGIN = (Ready(None), CellDone(0, None))


def done(number: int, value: object = 1) -> CallDone:
    return CallDone(number, Returned(value))


def scripted(*workers: Scripted) -> Session:
    """Return a submission of one cell and the exercises `f`, `g` and `good`, in workers that say what they say."""
    left = iter(workers)
    return Session(lambda: next(left), Job((), CELLS, ("f", "g", "good")), LIMITS)


def test_a_round_is_sent_when_the_one_before_is_answered_and_holds_its_own_calls_alone() -> None:
    worker = Scripted(
        reply(*BEGIN), reply(done(0)), reply(done(1)), reply(done(0, 2)), reply(CellDone(0, None), done(0))
    )
    with scripted(worker) as session:
        assert len(worker.told) == 0
        assert values(ask(session, F, GOOD)) == [1, 1]
        (order, at_once), (first, at_once_too) = worker.told
        assert isinstance(order, Order)
        assert isinstance(first, Round)
        assert (first.calls, first.afresh, at_once, at_once_too) == ([F, GOOD], False, 5, 5)
        assert values(ask(session, G)) == [2]
        assert values(ask(session, F, references=SEVEN)) == [1]
        assert not worker.ended
    (then, answered), (again, all_answered) = worker.told[2:]
    assert (then.calls, then.references, then.afresh, answered) == ([G], [], False, 2)
    assert (again.calls, again.references, again.afresh, all_answered) == ([F], ["g"], True, 1)
    assert worker.ended


def test_a_reply_written_ahead_is_the_answer_to_the_call_due_and_to_no_other() -> None:
    """It says nothing that the function could not have said, had it been asked."""
    worker = Scripted(reply(*BEGIN, done(0), done(0, "ahead")), reply(done(1)))
    with scripted(worker, Scripted()) as session:
        assert values(ask(session, F)) == [1]
        assert values(ask(session, F, F)) == ["ahead", 1]
        assert session.workers == 1


AHEAD: dict[str, tuple[Reply, ...]] = {
    "a call that is not due": (done(1, "ahead"),),
    "a call of no round": (done(7, "ahead"),),
    "a call of a negative number": (done(-1, "ahead"),),
    "the last one's again": (done(2, "ahead"),),
    "a cell": (CellDone(0, "ahead"),),
    "that it is ready": (Ready(None),),
    "that it is not ready": (Ready("ahead"),),
    "a question": (Ask(Call("g", (1,))),),
}


@pytest.mark.parametrize("ahead", AHEAD.values(), ids=AHEAD.keys())
def test_anything_else_that_is_written_ahead_ends_the_worker_and_costs_the_call_due(ahead: tuple[Reply, ...]) -> None:
    first = Scripted(reply(*BEGIN, done(0), done(1), done(2), *ahead), reply(done(0)))
    second = Scripted(reply(*BEGIN, done(1)))
    with scripted(first, second) as session:
        assert values(ask(session, F, F, F)) == [1, 1, 1]
        assert ask(session, F, F) == (NO_ANSWER, Returned(1))
        assert (session.workers, ask_round(session).cell_errors, first.ended) == (2, {}, True)


def test_where_the_cells_are_due_again_no_call_can_be_answered_before_they_have_run() -> None:
    first = Scripted(reply(*BEGIN, done(0), done(0, "ahead")), reply(CellDone(0, None), done(0)))
    second = Scripted(reply(Ready(None), done(0)))
    with scripted(first, second) as session:
        assert values(ask(session, F)) == [1]
        assert values(ask(session, F, references=SEVEN)) == [1]
        assert (session.workers, ask_round(session).cell_errors) == (2, {})


def test_bytes_that_are_no_reply_cost_the_next_round_its_first_call_and_not_the_last_one_its_answers() -> None:
    first = Scripted(reply(*BEGIN, done(0)) + b"\xff" * 8, reply(done(0)))
    second = Scripted(reply(*BEGIN, done(1)))
    with scripted(first, second) as session:
        assert values(ask(session, F)) == [1]
        assert ask(session, F, GOOD) == (NO_ANSWER, Returned(1))


WRITE_AHEAD = """
    import json, os, struct
    def say(document):
        text = json.dumps(document).encode()
        os.write(3, struct.pack("!II", len(text), 0) + text)
    def f(*numbers):
        for number in numbers: say({"call": number, "returned": "ahead"})
"""


@needs_fork
@pytest.mark.parametrize("number", [1, 2, 7])
def test_a_worker_that_writes_ahead_for_a_call_that_is_not_due_is_ended(forked: AnySandbox, number: int) -> None:
    with opened(forked, WRITE_AHEAD) as session:
        (outcome,) = ask(session, Call("f", (number,)))
        assert outcome != Returned("ahead")
        assert Returned("ahead") not in ask(session, GOOD, GOOD, GOOD)
        assert session.workers > 1


# --- time and memory of later rounds -------------------------------------------------------------------------------


@needs_fork
def test_cells_that_run_afresh_have_the_memory_of_the_first_time(forked: AnySandbox) -> None:
    with opened(forked, "import numpy as np\nbig = np.ones(10**7)\ndef f(): return float(big.sum())") as session:
        for _ in range(5):
            assert values(ask(session, F, references=SEVEN)) == [1e7]
        assert session.workers == 1


@needs_fork
def test_what_was_answered_before_the_time_was_over_counts(forked: AnySandbox) -> None:
    with opened(forked, LOOP, limits=replace(LIMITS, call_seconds=5, total_seconds=0.5)) as session:
        assert ask(session, GOOD, GOOD, F)[:2] == (Returned(1), Returned(1))


class Racing(Scripted):
    """Ends its first call, and begins the second, just when its time for the first is over."""

    late = False

    def receive(self, timeout: float) -> bytes:
        if len(self.chunks) == 1 and not self.late:
            self.late = True
            raise TimeoutError
        return super().receive(timeout)

    def cpu_seconds(self) -> float:
        return 10.0 if self.late else 0.0

    def wait_for_exit(self, grace: float) -> WorkerExit:
        return WorkerExit(None, self.chunks.popleft())


def test_a_call_that_has_just_begun_is_not_late_for_the_one_before() -> None:
    again = Scripted(reply(*BEGIN), reply(done(0), done(1)), reply(done(1)))
    with scripted(Racing(reply(*BEGIN), reply(done(0), done(1))), again) as session:
        assert Returned(1) in ask(session, F, GOOD)[1:]
