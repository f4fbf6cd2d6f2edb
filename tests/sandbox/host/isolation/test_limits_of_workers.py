"""Memory, time and bytes of a worker are bounded, and nothing of it outlives its grader."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from autograder.core.calls import Failed, Returned
from autograder.core.model import Limits, Status
from autograder.core.units import MB
from autograder.sandbox.host.accounting import (
    NOT_HELD_SECONDS,
    Allowance,
    Stopwatch,
    TooMuchError,
    process_cpu,
    process_queued,
)
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.worker.hardening import process_bytes
from support.processes import alive, descendants, wait_until
from support.workers_seen import ROOT, linux, message, observe, require, value

# --- limits ------------------------------------------------------------------------------------------------------


def test_memory_is_bounded(sandbox: AnySandbox) -> None:
    assert "MemoryError" in message(sandbox, "def f(): return len(bytearray(300 * 2**20))")
    assert value(sandbox, "def f(): return len(bytearray(100 * 2**20))") == 100 * 2**20


@linux
def test_the_size_of_a_process_is_found_without_proc() -> None:
    told = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    found = process_bytes()
    assert found is not None
    assert abs(found - told) <= 2 * MB


def test_time_is_charged_by_cpu_and_waiting_has_a_limit_of_its_own(sandbox: AnySandbox) -> None:
    limits = Limits(call_seconds=0.4, total_seconds=20, patience=8)
    source = "import time\ndef f(): time.sleep(0.7)\ndef g(): time.sleep(60)\ndef h():\n  while True: pass"
    started = time.monotonic()
    seen = observe(sandbox, source, "f", "g", "h", limits=limits)
    assert seen.outcomes == (
        Returned(None),
        Failed(Status.TIMEOUT, "`g` took longer than 3.2 s, most of it waiting"),
        Failed(Status.TIMEOUT, "`h` took longer than 0.4 s"),
    )
    assert time.monotonic() - started < 20


def test_all_calls_together_are_bounded_too(sandbox: AnySandbox) -> None:
    limits = Limits(call_seconds=5, total_seconds=0.6, patience=10)
    source = "import time\ndef f():\n    end = time.process_time() + 0.25\n    while time.process_time() < end: pass"
    outcomes = observe(sandbox, source, *["f"] * 5, limits=limits).outcomes
    late = Failed(Status.TIMEOUT, "`f` was not run: the whole file took longer than 0.6 s")
    assert outcomes[0] == Returned(None)
    assert outcomes[-1] == late


def test_what_a_submission_sends_in_all_is_bounded(sandbox: AnySandbox) -> None:
    limits = Limits(reply_mb=1, total_reply_mb=2)
    source = "import numpy as np\ndef f(): return np.zeros(110_000)"
    outcomes = observe(sandbox, source, *["f"] * 4, limits=limits).outcomes
    assert [type(outcome) for outcome in outcomes] == [Returned, Returned, Failed, Failed]
    too_much = Failed(Status.CRASHED, "`f` was not run: the whole file sent the grader more than 2 MB")
    assert outcomes[2:] == (too_much, too_much)


@pytest.mark.parametrize(
    "attack",
    [
        "while True: os.write(3, bytes(2**16))",
        "while True: os.write(3, b'\\xff' * 2**16)",
        "while True: os.write(3, reply)",
        "os.write(3, reply * 3); time.sleep(60)",
    ],
)
def test_a_worker_that_sends_more_than_is_due_is_ended(sandbox: AnySandbox, attack: str) -> None:
    source = f"""
        import json, os, struct, time
        text = json.dumps({{"call": 7, "returned": 1}}).encode()
        reply = struct.pack("!II", len(text), 0) + text
        def f():
            {attack}
        def g(): return 2
    """
    outcomes = observe(sandbox, source, "g", "f", "g").outcomes
    assert outcomes[0] == Returned(2)
    assert outcomes[1] == Failed(Status.CRASHED, "`f` sent the grader something that is not an answer")
    assert outcomes[2] == Returned(2)


def test_an_allowance_adds_up_over_workers() -> None:
    allowance = Allowance(Limits(total_seconds=3, patience=100, total_reply_mb=1))
    for used in (1.0, 1.5):
        time_used = [10.0]
        clock = allowance.open(lambda time_used=time_used: time_used[0])
        time_used[0] += used
        allowance.close(clock)
    assert 0.4 < allowance.left() <= 0.5
    with pytest.raises(TooMuchError, match="more than 1 MB"):
        allowance.charge(2**20 + 1)


class Busy:
    """A machine on which a minute passes, of which a worker has had the CPU for a second."""

    def __init__(self, patch: pytest.MonkeyPatch, queued: float) -> None:
        self.now, self.after = 0.0, queued
        patch.setattr("autograder.sandbox.host.accounting.time.monotonic", lambda: self.now)
        patch.setattr("autograder.sandbox.host.accounting.process_queued", lambda: 0.0)

    def cpu(self) -> float:
        return 1.0 if self.now else 0.0

    def queued(self) -> float:
        return self.after if self.now else 0.0


@pytest.mark.parametrize(("queued", "left"), [(54.0, 2.0), (50.0, -2.0), (0.0, -52.0), (-1.0, -52.0)])
def test_time_in_which_others_have_the_cpus_is_not_held_against_a_submission(
    monkeypatch: pytest.MonkeyPatch, queued: float, left: float
) -> None:
    busy = Busy(monkeypatch, queued)
    allowance = Allowance(Limits(total_seconds=4, patience=2))
    allowance.open(busy.cpu, busy.queued)
    busy.now = 60.0
    assert allowance.left() == pytest.approx(left)
    assert allowance.left() == pytest.approx(left)  # nothing is credited twice


def test_no_machine_is_so_busy_that_a_submission_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, queued=3600.0)
    allowance = Allowance(Limits(total_seconds=4, patience=2))
    allowance.open(busy.cpu, busy.queued)
    busy.now = 3600.0
    assert allowance.left() == pytest.approx(8 + NOT_HELD_SECONDS - 3600)


def test_no_queue_makes_more_of_cpu_time_that_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, queued=60.0)
    allowance = Allowance(Limits(total_seconds=1, patience=2))
    allowance.open(busy.cpu, busy.queued)
    busy.now = 60.0
    assert allowance.left() <= 0


@linux
def test_the_time_that_a_process_queues_for_a_cpu_is_told_and_of_none_that_is_gone() -> None:
    before = process_queued()
    for _ in range(50):
        os.sched_yield()
    assert process_queued() >= before >= 0
    assert process_queued(os.getpid()) >= 0
    assert process_queued(0) == 0


def test_a_stopwatch_without_cpu_goes_by_the_wall_alone() -> None:
    watch = Stopwatch(lambda: None, seconds=0.0, patience=100)
    assert watch.left() <= 0
    assert not watch.waited()


@linux
def test_the_cpu_time_of_a_process_is_told_and_of_none_that_is_gone() -> None:
    own = process_cpu(os.getpid())
    assert own is not None
    assert abs(own - time.process_time()) < 0.1
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert process_cpu(ended.pid) is None
    assert process_cpu(0) is None


# --- what is left behind -----------------------------------------------------------------------------------------


@linux
def test_the_grader_is_the_same_after_many_hostile_submissions(sandbox: AnySandbox) -> None:
    attacks = ("os._exit(1)", "os.abort()", "os.write(3, bytes(10**5))", "os.close(3)", "return bytes(10**6)", "1 / 0")
    source = "import os\n" + "\n".join(f"def f{n}(): {attack}" for n, attack in enumerate(attacks))
    calls = [f"f{n}" for n in range(len(attacks))]

    def state() -> tuple[int, int]:
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return len(os.listdir("/proc/self/fd")), resident

    observe(sandbox, source, *calls)
    descriptors, resident = state()
    for _ in range(8):
        observe(sandbox, source, *calls)
    assert state()[0] == descriptors
    assert state()[1] < resident + 4 * MB


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("moment", ["while it starts", "while a worker runs"])
def test_nothing_outlives_a_grader_that_is_killed(level: Level, moment: str, tmp_path: Path) -> None:
    require(level)
    if not hasattr(os, "pidfd_open"):
        pytest.skip("no pidfd_open on this system")
    program = f"""
        from autograder.core.calls import Job
        from autograder.core.model import Cell, Limits
        from autograder.sandbox import open_sandbox
        with open_sandbox("forked", {str(level)!r}) as sandbox:
            print("begun", flush=True)
            sandbox.open(Job((), (Cell("code", "while True: pass"),), ()), Limits(cell_seconds=60)).ask([])
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"begun\n"
        depth = 3 if level is Level.STRICT else 2  # bubblewrap, fork server, worker
        wait_until(lambda: len(list(descendants(grader.pid))) >= depth - (moment == "while it starts"))
        started = list(descendants(grader.pid))
        grader.send_signal(signal.SIGKILL)
    wait_until(lambda: not any(alive(pid) for pid in started))
    assert list(tmp_path.iterdir()) == []
