"""Workers that somebody else ends or stops: no student pays for it, and no submission can do it to itself."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Limits, Status
from autograder.errors import AutograderError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host import accounting, isolation
from autograder.sandbox.host.accounting import Allowance, PauseWatch
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.host.prefork import ForkServerSandbox
from autograder.sandbox.host.rounds import ReferenceFunctions
from autograder.sandbox.host.session import Session
from autograder.sandbox.protocol.signals import ENDING, REFUSED
from support.running import ask

LIMITS = Limits(call_seconds=2, cell_seconds=2, total_seconds=30, patience=3, memory_mb=256)
F, GOOD = Call("f", ()), Call("good", ())
WAITS = "import time\ndef f():\n    time.sleep(0.6)\n    return 1\ndef good(): return 1"

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")


@pytest.fixture(scope="module", params=[Level.STRICT, Level.PORTABLE], ids=str)
def sandbox(request: pytest.FixtureRequest) -> Iterator[ForkServerSandbox]:
    if request.param not in available():
        pytest.skip(f"this machine has no {request.param} sandbox")
    with open_sandbox("forked", request.param) as opened:
        assert isinstance(opened, ForkServerSandbox)
        yield opened


def opened(sandbox: ForkServerSandbox, source: str, limits: Limits = LIMITS) -> Session:
    return sandbox.open(Job((), (Cell("code", source),), ("f", "good")), limits)


def during(session: Session, do: Callable[[int], None], times: int = 1) -> threading.Thread:
    """Do something to the worker's process a moment after the session's next call has begun, to so many workers."""

    def work() -> None:
        for _ in range(times):
            time.sleep(0.2)
            while (worker := session._worker) is None or worker._pid in done:
                time.sleep(0.01)
            time.sleep(0.2)
            done.append(worker._pid)
            do(worker._pid)

    done: list[int] = []
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def send(number: int) -> Callable[[int], None]:
    return lambda pid: os.kill(pid, number)


# --- from outside ------------------------------------------------------------------------------------------------


# Not all: what runs the tests may ignore SIGHUP and SIGINT, and the C library keeps 32 and 33 for its own threads.
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGIO", "SIGRTMAX"])
def test_a_worker_that_is_ended_from_outside_is_replaced_and_asked_again(sandbox, name) -> None:
    number = getattr(signal, name)
    assert number in ENDING
    with opened(sandbox, WAITS.replace("0.6", "1.5")) as session:
        ask(session, GOOD)
        thread = during(session, send(number))
        assert ask(session, F, GOOD) == (Returned(1), Returned(1))
        thread.join()
        assert session.workers == 2
        assert session._allowance.interruptions == 1


def test_when_that_happens_again_and_again_it_is_our_failure_and_no_answer(sandbox) -> None:
    with opened(sandbox, WAITS.replace("0.6", "1.5")) as session:
        ask(session, GOOD)
        thread = during(session, send(signal.SIGKILL), 3)
        with pytest.raises(AutograderError, match=r"ended or stopped from outside \(3 times\)"):
            ask(session, F)
        thread.join()


def test_a_fork_server_that_is_killed_between_calls_costs_nobody_anything(sandbox) -> None:
    with opened(sandbox, WAITS) as session:
        assert ask(session, GOOD) == (Returned(1),)
        server = session._worker._server
        server._process.kill()
        server._process.wait()
        assert ask(session, F, GOOD) == (Returned(1), Returned(1))


def test_a_fork_server_that_dies_while_nobody_is_graded_is_counted_with_the_next_submission(sandbox) -> None:
    sandbox.close()  # the ends of others are theirs
    with opened(sandbox, WAITS) as session:
        assert ask(session, GOOD) == (Returned(1),)
        root = session._worker._server._process.pid
    inner = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    # The keeper of a jail is no fork server itself.
    for pid in map(int, inner) if sandbox._level is Level.STRICT else [root]:
        end = os.pidfd_open(pid)
        os.kill(pid, signal.SIGKILL)
        select.select([end], [], [], 20)
        os.close(end)
    with opened(sandbox, WAITS) as session:
        assert ask(session, F, GOOD) == (Returned(1), Returned(1))
        assert session._allowance.interruptions == 1
    with opened(sandbox, WAITS) as session:
        assert ask(session, GOOD) == (Returned(1),)
        assert session._allowance.interruptions == 0


def test_a_worker_that_is_stopped_for_a_while_has_that_while_more(sandbox) -> None:
    limits = replace(LIMITS, call_seconds=0.7)

    def pause(pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(4)  # longer than the call may wait
        os.kill(pid, signal.SIGCONT)

    with opened(sandbox, WAITS, limits) as session:
        ask(session, GOOD)
        thread = during(session, pause)
        assert ask(session, F, GOOD) == (Returned(1), Returned(1))
        thread.join()
        assert session.workers == 1


def test_a_pause_while_the_reference_is_asked_is_no_time_of_the_call_that_asks(sandbox) -> None:
    limits = replace(LIMITS, call_seconds=0.5, patience=2)
    slow = Job((), (Cell("code", "import time\ndef f():\n    time.sleep(0.4)\n    return 2"),), ("f",))

    def pause_reference() -> None:
        while (worker := beside()) is None:
            time.sleep(0.01)
        os.kill(worker._pid, signal.SIGSTOP)
        time.sleep(2.5)  # longer than the call may wait
        os.kill(worker._pid, signal.SIGCONT)

    with opened(sandbox, "def f(): return 1\ndef good(): return f()", limits) as session:
        ask_reference = session.reference(slow)

        def beside() -> object:
            inner = session._reference._session
            return inner._worker if inner is not None else None

        functions = ReferenceFunctions(("f",), lambda asking, question: ask_reference(question))
        thread = threading.Thread(target=pause_reference, daemon=True)
        thread.start()
        assert ask(session, GOOD, references=functions) == (Returned(2),)
        thread.join()
        assert session.workers == 1


def test_only_a_pause_of_the_grader_itself_counts_as_one(monkeypatch) -> None:
    clock = {"monotonic": 0.0, "process_time": 0.0}
    monkeypatch.setattr(accounting, "time", SimpleNamespace(**{name: partial(clock.get, name) for name in clock}))
    watch = PauseWatch()
    clock["monotonic"] = 3.0
    assert watch.paused(meant=2.9) == 0.0  # it slept as long as it meant to, whatever the worker did
    assert watch.paused(meant=0.25) == 2.75
    clock["process_time"] = 2.7
    assert watch.paused(meant=0.25) == 0.0  # it was at work


def test_one_that_stays_stopped_is_replaced(sandbox, monkeypatch) -> None:
    monkeypatch.setattr(accounting, "NOT_HELD_SECONDS", 0.5)
    with opened(sandbox, WAITS, replace(LIMITS, call_seconds=1)) as session:
        ask(session, GOOD)
        thread = during(session, send(signal.SIGSTOP))
        assert ask(session, F, GOOD) == (Returned(1), Returned(1))
        thread.join()
        assert session.workers == 2


def test_a_trial_that_is_killed_says_nothing_about_its_level(monkeypatch: pytest.MonkeyPatch) -> None:
    ends, tried = iter([-9, 137, 0]), isolation._tried
    monkeypatch.setattr(isolation, "_tried", lambda *trial: (next(ends), None) if trial else tried(*trial))
    isolation.problem.cache_clear()
    try:
        assert isolation.problem(Level.PORTABLE) is None
        assert list(ends) == []
    finally:
        isolation.problem.cache_clear()


def test_the_folder_of_a_fork_server_goes_with_it_whichever_process_is_killed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    prefix = f"sandbox-{os.stat('/proc/self/ns/pid').st_ino}-"
    (tmp_path / f"{prefix}{ended.pid}-both-killed").mkdir()
    (tmp_path / f"{prefix}{os.getpid()}-at-work").mkdir()
    with open_sandbox("forked", Level.NONE) as opened:
        opened._servers[False]._process.kill()
        with opened.open(Job((), (Cell("code", WAITS),), ("f", "good")), LIMITS) as session:
            assert ask(session, GOOD) == (Returned(1),)
        opened._servers[False]._process.kill()
    assert [path.name for path in tmp_path.iterdir()] == [f"{prefix}{os.getpid()}-at-work"]


# --- by itself ---------------------------------------------------------------------------------------------------

BY_ITSELF = {
    "kill": "os.kill(os.getpid(), 9)",
    "a wide number": "ctypes.CDLL(None).syscall(62, os.getpid(), ctypes.c_long(9 + 2**32))",
    "tgkill": "signal.pthread_kill(threading.get_ident(), 9)",
    "raise": "signal.raise_signal(9)",
    "kill, of its group": "os.kill(0, 9)",
    "kill, of all": "os.kill(-1, 9)",
    "rt_sigqueueinfo": "ctypes.CDLL(None).syscall(129, os.getpid(), 9, bytes(128))",
    "rt_tgsigqueueinfo": "ctypes.CDLL(None).syscall(297, os.getpid(), os.getpid(), 9, bytes(128))",
    "pidfd_send_signal": "signal.pidfd_send_signal(3, 9)",
    "every signal that is not its own": f"for n in {sorted(REFUSED)}: ctypes.CDLL(None).kill(os.getpid(), n)",
    **{name: f"signal.raise_signal(signal.{name})" for name in
       ("SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT", "SIGUSR1", "SIGRTMIN")},
    "an interrupt": "import _thread; _thread.interrupt_main()",
    "a POSIX timer": "ctypes.CDLL(None).syscall(222, 0, ctypes.create_string_buffer(64), bytes(8))",
    "input that signals": "ctypes.CDLL(None).fcntl(3, 8, os.getpid())",
    "a dead parent's signal": "ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)",
    "no processor time": "resource.setrlimit(resource.RLIMIT_CPU, (0, 0))",
    "a timer": "signal.setitimer(signal.ITIMER_REAL, 0.01); time.sleep(1)",
    "an abort": "os.abort()",
    "a stack without end": "ctypes.CDLL(None).qsort(ctypes.create_string_buffer(9), 9, 1, ctypes.CFUNCTYPE(int)(f))",
    "all the memory": "[bytearray(2**20) for _ in range(10**6)]",
    "a wait": "time.sleep(60)",
    "a wait that hears no signal": "[signal.signal(n, signal.SIG_IGN) for n in (14, 15, 24)]; time.sleep(60)",
    "a loop that hears no signal": "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n    while True: pass",
}  # fmt: skip


@pytest.mark.parametrize("body", BY_ITSELF.values(), ids=BY_ITSELF.keys())
def test_no_submission_can_have_itself_asked_again_or_recorded_as_broken(sandbox, body) -> None:
    source = f"import ctypes, os, resource, signal, threading, time\ndef f():\n    {body}\ndef good(): return 1"
    limits = replace(LIMITS, call_seconds=0.5, total_seconds=20)
    with opened(sandbox, source, limits) as session:
        outcomes = ask(session, *[F, GOOD] * 4)
        assert session._allowance.interruptions == 0
    assert outcomes[1] == Returned(1)
    assert all(isinstance(each, Failed) or each.value in (None, -1, 0) for each in outcomes[::2])


# --- one allowance -----------------------------------------------------------------------------------------------


def test_all_rounds_and_runs_of_a_submission_share_one_allowance(sandbox) -> None:
    limits = replace(LIMITS, total_seconds=0.5, patience=2)
    cells = tuple(Cell("code", "import time; time.sleep(0.4)") for _ in range(8))
    allowance, started = Allowance(limits), time.monotonic()
    for _ in range(3):
        with sandbox.open(Job((), cells, ("f",)), limits, allowance) as session:
            for _ in range(3):
                (outcome,) = ask(session, F)
                assert outcome.status is Status.TIMEOUT
    assert time.monotonic() - started < 2 * limits.total_seconds * limits.patience
