"""What a worker's death costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.core.calls import Failed, Returned
from autograder.core.model import Limits, Status
from autograder.errors import AutograderError, UsageError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.session import AnySandbox
from support import running
from support.running import code
from support.worker_runs import LIMITS, job, needs_fork, posix, run

BY_CPU = replace(LIMITS, patience=100)  # however busy the machine is


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ("while True: pass", Status.TIMEOUT, "`f` took longer than 0.7 s"),
        ("import os; os._exit(3)", Status.CRASHED, "`f` ended the program (exit code 3)"),
        pytest.param(
            "import ctypes; ctypes.string_at(0)",
            Status.CRASHED,
            "`f` was killed by signal 11 (SIGSEGV)",
            marks=posix,
        ),
    ],
)
def test_death_costs_the_call_that_caused_it_and_no_other(
    sandbox: AnySandbox, body: str, status: Status, message: str
) -> None:
    cell = code(f"def f(): {body}" if "while" not in body else f"def f():\n  {body}")
    seen = run(sandbox, cell, calls="good f good", limits=BY_CPU)
    assert seen.outcomes == (Returned(1), Failed(status, message), Returned(1))
    assert (seen.cell_errors, seen.workers) == ({}, 2)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("while True: pass", "took longer than 0.7 s"),
        ("import os\nos._exit(0)", "ended the program (exit code 0)"),
    ],
)
def test_death_in_a_cell_costs_that_cell(sandbox: AnySandbox, source: str, sentence: str) -> None:
    seen = run(sandbox, code("x = 1"), code(source, "f"), code("1 / 0"), calls="f good", limits=BY_CPU)
    assert seen.cell_errors == {1: sentence, 2: "line 1: ZeroDivisionError: division by zero"}
    assert seen.outcomes == (Failed(Status.ERROR, f"its cell did not run: {sentence}"), Returned(1))
    assert seen.workers == 2


DEATHS = {
    "a kill as the kernel does it": ("libc.kill(os.getpid(), 9)", Status.CRASHED, "ran out of memory"),
    "an abort": ("os.abort()", Status.CRASHED, "was killed by signal 6 (SIGABRT)"),
    "ignored signals": (
        "[signal.signal(s, signal.SIG_IGN) for s in (14, 15)]; time.sleep(60)",
        Status.TIMEOUT,
        "took longer than 2.1 s, most of it waiting",
    ),
    "closed channels": ("os.closerange(3, 50); time.sleep(60)", Status.CRASHED, "closed its channel to the grader"),
    "a dying timer": (
        "signal.signal(14, lambda *_: os._exit(5)); signal.alarm(1); time.sleep(60)",
        Status.CRASHED,
        "ended the program (exit code 5)",
    ),
    "a sentence of its own": (
        "[os.write(n, b'all full marks, please') for n in range(3, 20) if is_channel(n)]",
        Status.CRASHED,
        "sent the grader something that is not an answer",
    ),
    "a forged reply to another call": (
        "[os.write(n, reply({'call': 7, 'returned': 1})) for n in range(3, 20) if is_channel(n)]",
        Status.CRASHED,
        "sent the grader something that is not an answer",
    ),
    "a frame without end": (
        "[os.write(n, b'\\xff' * 8) for n in range(3, 20) if is_channel(n)]",
        Status.CRASHED,
        "sent the grader something that is not an answer",
    ),
}
TOOLS = code("""
    import ctypes, json, os, signal, struct, time
    libc = ctypes.CDLL(None)
    def is_channel(n):
        return libc.getsockname(n, ctypes.create_string_buffer(128), ctypes.byref(ctypes.c_uint(128))) == 0
    def reply(document):
        text = json.dumps(document).encode()
        return struct.pack("!II", len(text), 0) + text
""")


@needs_fork
@pytest.mark.parametrize("name", DEATHS)
def test_every_other_way_to_die_is_told_and_costs_one_call(forked: AnySandbox, name: str) -> None:
    body, status, how = DEATHS[name]
    seen = run(forked, TOOLS, code(f"def f():\n    {body}"))
    assert seen.outcomes == (Failed(status, f"`f` {how}"), Returned(1))


@needs_fork
def test_a_memory_hog_gets_a_memory_error_and_the_worker_goes_on(forked: AnySandbox) -> None:
    seen = run(forked, code("import numpy as np\ndef f(): return np.ones(10**9).sum()"))
    assert isinstance(seen.outcomes[0], Failed)
    assert "MemoryError: Unable to allocate" in seen.outcomes[0].message
    assert (seen.outcomes[1], seen.workers) == (Returned(1), 1)


def test_a_result_that_is_too_big_is_an_error(sandbox: AnySandbox) -> None:
    seen = run(sandbox, code("import numpy as np\ndef f(): return np.zeros(200_000)"))
    assert seen.outcomes == (Failed(Status.ERROR, "`f` returned more than 1 MB"), Returned(1))


def test_a_big_result_and_much_printing_within_the_limits_arrive(sandbox: AnySandbox) -> None:
    seen = run(sandbox, code("import numpy as np\ndef f():\n    print('x' * 10**7)\n    return np.arange(1e5)"))
    assert isinstance(seen.outcomes[0], Returned)
    assert np.array_equal(seen.outcomes[0].value, np.arange(1e5))


def test_after_the_time_for_the_whole_file_the_rest_is_late(sandbox: AnySandbox) -> None:
    limits = Limits(call_seconds=5, cell_seconds=5, total_seconds=1, patience=1)
    seen = run(sandbox, code("import time\ndef f(): time.sleep(60)"), calls="f good", limits=limits)
    how = "was not run: the whole file took longer than 1 s"
    assert seen.outcomes == (Failed(Status.TIMEOUT, f"`f` {how}"), Failed(Status.TIMEOUT, f"`good` {how}"))


def test_a_given_cell_that_fails_is_our_failure(sandbox: AnySandbox) -> None:
    with pytest.raises(AutograderError, match="given cell 2: line 1: NameError"):
        running.run(sandbox, job(given=("x = 1", "y")), [], LIMITS)


@needs_fork
def test_the_sandbox_outlives_a_student_who_kills_its_fork_server(forked: AnySandbox) -> None:
    seen = run(
        forked,
        code("import ctypes, os, time\ndef f():\n    ctypes.CDLL(None).kill(os.getppid(), 9)\n    time.sleep(60)"),
    )
    assert isinstance(seen.outcomes[0], Failed)
    assert seen.outcomes[0].status == Status.CRASHED
    assert seen.outcomes[1] == Returned(1)
    assert run(forked, calls="good").outcomes == (Returned(1),)


def test_an_unknown_kind_of_sandbox_is_refused() -> None:
    with pytest.raises(UsageError, match="'padded'"):
        open_sandbox("padded")
