"""One submission asked round after round: what its worker keeps from one to the next, and what it must not."""

from __future__ import annotations

import select
from dataclasses import replace

import pytest

from autograder.core.calls import Call, Failed, Returned
from autograder.core.model import Status
from autograder.sandbox.host.session import AnySandbox
from support.running import ask, ask_round, code
from support.sessions import GOOD, LIMITS, LOOP, SEVEN, F, G, answering, needs_fork, opened, values

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
