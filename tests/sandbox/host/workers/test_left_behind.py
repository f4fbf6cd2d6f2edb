"""What a worker leaves behind is ended with it, and both kinds of sandbox see the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Status
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support import running
from support.processes import wait_until
from support.running import code
from support.worker_runs import LIMITS, needs_fork, posix, run

# --- what is left behind -----------------------------------------------------------------------------------------


def ends(pid: int, seconds: float = 5.0) -> bool:
    """Return whether a process ends within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            if " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


@needs_fork
@pytest.mark.parametrize("hide", ["pass", "libc.setsid()", "libc.setsid(); libc.fork() and os._exit(0)"])
def test_a_process_that_is_left_behind_is_ended(forked: AnySandbox, hide: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    seen = run(
        forked,
        code(f"""
        import ctypes, os, time
        libc, note = ctypes.CDLL(None), {os.fsencode(note)!r}  # past what Python itself would refuse
        def f():
            if libc.fork() == 0:
                {hide}
                os.write(libc.creat(note, 0o644), str(os.getpid()).encode())
                time.sleep(60)
            while libc.access(note, 0) != 0: pass
            time.sleep(.05)
        """),
    )
    assert seen.outcomes == (Returned(None), Returned(1))
    assert ends(int(note.read_text()))


@posix
def test_a_fork_that_comes_back_does_not_answer_twice(bare: AnySandbox) -> None:
    seen = run(bare, code("import ctypes\nfork = ctypes.CDLL(None).fork\nfork()"), code("def f(): return fork() >= 0"))
    assert seen.outcomes == (Returned(True), Returned(1))
    assert seen.workers == 1


@pytest.mark.parametrize("kind", [pytest.param("forked", marks=needs_fork), pytest.param("spawned", marks=needs_fork)])
def test_everything_ends_when_the_grader_is_killed(kind: str, tmp_path: Path) -> None:
    note = tmp_path / "pids"
    told = "f'{os.getpid()} {os.getppid()} '.encode()"
    made = f"ctypes.CDLL(None).creat({os.fsencode(note)!r}, 0o644)"
    cell = f"import ctypes, os\nos.write({made}, {told})\nwhile True: pass"
    program = f"""
        from autograder.core.calls import Job
        from autograder.core.model import Cell, Limits
        from autograder.sandbox import open_sandbox
        with open_sandbox({kind!r}, "none") as sandbox:
            sandbox.open(Job((), (Cell("code", {cell!r}),), ()), Limits(cell_seconds=60)).ask([])
    """
    root = str(Path(__file__).resolve().parents[4])
    # A grader that is killed cannot remove its temporary folders: they go where pytest tidies up.
    environment = os.environ | {"PYTHONPATH": root, "TMPDIR": str(tmp_path)}
    grader = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], env=environment)
    wait_until(lambda: note.exists() and note.read_text().endswith(" "))
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert all(ends(int(pid)) for pid in note.read_text().split())


# --- what a worker sees ------------------------------------------------------------------------------------------


def test_a_worker_sees_neither_our_variables_nor_our_folder(bare: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_SEED", "17")
    root = str(Path(__file__).resolve().parents[4])
    body = f"['SECRET_SEED' in os.environ, {root!r} in sys.path, sys.path == [os.getcwd()], len(os.listdir())]"
    assert run(bare, code(f"import os, sys\ndef f(): return {body}")).outcomes[0] == Returned([False, False, True, 0])


@needs_fork
def test_files_and_core_dumps_are_bounded(forked: AnySandbox) -> None:
    body = "import ctypes, os\ndef f():\n    big = ctypes.CDLL(None).creat(b'big', 0o644)"
    body += "\n    while True: os.write(big, bytes(10**6))"
    outcome = run(forked, code(body)).outcomes[0]
    assert isinstance(outcome, Failed)
    assert "File too large" in outcome.message


@needs_fork
def test_a_file_in_memory_is_bounded_as_memory_is(forked: AnySandbox) -> None:
    body = "def f():\n    with open('big', 'wb') as big:\n        while True: big.write(bytes(10**7))"
    outcome = run(forked, code(body)).outcomes[0]
    assert isinstance(outcome, Failed)
    assert outcome.status == Status.ERROR
    assert "memory" in outcome.message.lower()


@needs_fork
def test_both_kinds_of_sandbox_see_the_same() -> None:
    cells = (
        code("%matplotlib inline\nimport numpy as np"),
        code("def f(x): return {'x': x}['x'] * 2", "f"),
        code("print(undefined)"),
        code("def good(): raise NotImplementedError", "good"),
        code("import os\nos._exit(1)"),
    )
    calls = Call("f", (np.arange(3),)), Call("good", ()), Call("f", (2.5,)), Call("f", ())
    seen = []
    for kind in ("forked", "spawned"):
        with open_sandbox(kind, Level.NONE) as opened:
            seen.append(running.run(opened, Job((), cells, ("f", "good")), calls, LIMITS))
    assert repr(seen[0]) == repr(seen[1])
