"""The state of a run: which calls are due, what was said of cells, and what the next order leaves out."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Status
from autograder.errors import AutograderError, WireError
from autograder.sandbox.host.accounting import describe_end
from autograder.sandbox.host.run_state import RunState
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.messages import CallDone, CellDone, Ready
from support import running
from support.running import code
from support.worker_runs import LIMITS, job


def state_after(*replies: Any) -> RunState:
    state = RunState(job(code("def f(): pass")), LIMITS)
    state.begin([Calls([Call("f", ())]), Calls([Call("good", ())])])
    state.order()
    state.round(used=False)
    for reply in replies:
        state.accept(reply)
    return state


@pytest.mark.parametrize(
    "reply",
    [
        Ready(None),
        CellDone(0, None),
        CellDone(7, None),
        CellDone(-1, None),
        CallDone(0, Returned(1)),
    ],
)
def test_a_reply_that_is_not_due_is_refused(reply: Any) -> None:
    with pytest.raises(WireError, match="not due"):
        state_after(Ready(None), CellDone(0, None), reply)


def test_a_culprit_that_is_no_exercise_is_refused() -> None:
    with pytest.raises(WireError, match="culprit"):
        state_after(
            Ready(None), CellDone(0, None), CellDone(1, None), CallDone(0, Failed(Status.ERROR, "no", "<script>"))
        )


def test_the_next_order_leaves_out_what_killed_and_what_is_done() -> None:
    state = state_after(Ready(None))
    state.died("ended")
    assert state.order().skip == {0: "ended"}
    state.round(used=False)
    for reply in (Ready(None), CellDone(1, None), CallDone(0, Returned(1))):
        state.accept(reply)
    state.order()
    again = state.round(used=False)
    assert ([call.function for call in again.calls], again.skip) == (["f", "good"], (0,))
    for reply in (Ready(None), CellDone(1, None)):
        state.accept(reply)
    state.late()
    assert state.done
    assert state.outcomes() == (Returned(1), Failed(Status.TIMEOUT, "`good` took longer than 0.7 s"))


def test_a_run_is_done_when_the_calls_of_its_round_are_and_not_before() -> None:
    state = state_after(Ready(None))
    for reply in (CellDone(0, None), CellDone(1, None), CallDone(0, Returned(1))):
        state.accept(reply)
        assert not state.done
    state.accept(CallDone(1, Returned(2)))
    assert state.done
    with pytest.raises(WireError, match="not due"):
        state.accept(CallDone(0, Returned(3)))
    assert state.outcomes() == (Returned(1), Returned(2))


def test_each_round_has_its_own_calls_and_outcomes() -> None:
    """The inputs of the first are published: what is said there is said before a worker knows the others."""
    state = state_after(Ready(None), CellDone(0, None), CellDone(1, None))
    for number in (0, 1):
        state.accept(CallDone(number, Returned(number)))
    state.begin([Calls([Call("f", (2,)), Call("f", (3,)), Call("f", (4,))])])
    asked = state.round(used=True)
    assert ([call.args for call in asked.calls], asked.skip, asked.afresh) == ([(2,), (3,), (4,)], (), False)
    for number in range(3):
        state.accept(CallDone(number, Returned(number + 2)))
    assert state.done
    assert state.outcomes() == (Returned(2), Returned(3), Returned(4))


@pytest.mark.parametrize("used", [True, False])
def test_cells_are_due_again_where_the_grader_answers_for_functions(used: bool) -> None:
    state = state_after(Ready(None), CellDone(0, None), CellDone(1, None))
    for number in (0, 1):
        state.accept(CallDone(number, Returned(number)))
    state.begin([Calls([Call("f", ())])], ("good",))
    if not used:
        state.order()
    asked = state.round(used)
    assert (asked.references, asked.afresh) == (("good",), used)
    for reply in (*(() if used else (Ready(None),)), CellDone(0, None), CellDone(1, None), CallDone(0, Returned(3))):
        assert not state.done
        state.accept(reply)
    assert state.outcomes() == (Returned(3),)


def test_what_a_cell_says_first_counts() -> None:
    """A later worker may know from the one before it what students must not read."""
    state = RunState(Job((), (Cell("code", "x = 1"),), ("f",)), LIMITS)
    state.begin([Calls([Call("f", (1,)), Call("f", (2,))])])
    for end, error in (("ended", "first"), ("ended again", "second")):
        state.order()
        state.round(used=False)
        state.accept(Ready(None))
        state.accept(CellDone(0, error))
        state.died(end)
    assert state.cell_errors == {0: "first"}


def test_nor_does_a_cell_get_a_note_that_had_none_before_or_lose_its_own() -> None:
    state = state_after(Ready(None), CellDone(0, "first"), CellDone(1, None))
    for number in (0, 1):
        state.accept(CallDone(number, Returned(number)))
    state.begin([Calls([Call("f", ())])], ("good",))
    state.round(used=True)
    state.accept(CellDone(0, None))
    state.died("ended in the other cell")
    assert state.cell_errors == {0: "first"}
    assert state.order().skip == {1: "ended in the other cell"}


def test_a_worker_knows_no_input_that_is_not_published_before_it_has_answered_the_others(sandbox: AnySandbox) -> None:
    source = """
        import gc
        def f(*_): return sorted(call.args[0] for call in gc.get_objects() if type(call).__name__ == "Call")
        early = f()
    """
    calls = (Call("f", (1,)), Call("f", (2,)), Call("f", (3,)), Call("g", (4,)))
    cells = (code(textwrap.dedent(source)), code("def g(_): return early"))
    seen = running.run(sandbox, Job((), cells, ("f", "g")), calls, LIMITS, published=2)
    assert [outcome.value for outcome in seen.outcomes] == [[1, 2], [1, 2], [3, 4], []]


def test_death_before_the_students_code_is_our_failure() -> None:
    state = state_after()
    for _ in range(2):
        state.died("ended the program (exit code 1)")
        state.order()
        state.round(used=False)
    with pytest.raises(AutograderError, match="before it came to the student's code"):
        state.died("ended the program (exit code 1)")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (3, "ended the program (exit code 3)"),
        (-9, "ran out of memory"),
        (-200, "was killed by signal 200 (unknown)"),
        (None, "closed its channel to the grader"),
    ],
)
def test_the_end_of_a_process_has_a_sentence(status: int | None, sentence: str) -> None:
    assert describe_end(status) == sentence
