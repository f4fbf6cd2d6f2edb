"""What a worker says without being asked costs it the call that is due; later rounds are bounded too."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Status
from autograder.sandbox.host.accounting import WorkerExit
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
from support.sessions import GOOD, LIMITS, LOOP, SEVEN, F, G, needs_fork, opened, values

NO_ANSWER = Failed(Status.CRASHED, "`f` sent the grader something that is not an answer")


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

    def queued_seconds(self) -> float:
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
