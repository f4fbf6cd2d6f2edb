"""What a worker's death costs, what it leaves behind, and that both kinds of sandbox see the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Limits, Status
from autograder.errors import AutograderError, UsageError, WireError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.accounting import describe_end
from autograder.sandbox.host.isolation import Level, available, problem
from autograder.sandbox.host.run_state import RunState
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.protocol.messages import CallDone, Calls, CellDone, Ready
from support import running
from support.running import Ran

LIMITS = Limits(call_seconds=0.7, cell_seconds=0.7, total_seconds=20, memory_mb=256, reply_mb=1)
BY_CPU = replace(LIMITS, patience=100)  # however busy the machine is
CAN_FORK = hasattr(os, "pidfd_open")
needs_fork = pytest.mark.skipif(not CAN_FORK, reason="no pidfd_open on this system")
posix = pytest.mark.skipif(os.name != "posix", reason="not on Windows")


@pytest.fixture(scope="module", params=[*Level, "spawned"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[AnySandbox]:
    """Each way to run a submission that there is here."""
    if request.param == "spawned":
        opened = open_sandbox("spawned")
    elif not CAN_FORK or request.param not in available():
        pytest.skip(f"level {request.param}: {problem(request.param) or 'no pidfd_open on this system'}")
    else:
        opened = open_sandbox("forked", request.param)
    with opened:
        yield opened


def code(source: str, exercise: str | None = None) -> Cell:
    return Cell("code", textwrap.dedent(source).strip("\n"), exercise=exercise)


GOOD = code("def good(): return 1")


def job(*cells: Cell, given: tuple[str, ...] = ()) -> Job:
    return Job(given, (*cells, GOOD), ("f", "good"))


def run(sandbox: AnySandbox, *cells: Cell, calls: str = "f good", limits: Limits = LIMITS) -> Ran:
    return running.run(sandbox, job(*cells), [Call(name, ()) for name in calls.split()], limits)


# --- death -------------------------------------------------------------------------------------------------------


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
        "sent the grader something that is no answer",
    ),
    "a forged reply to another call": (
        "[os.write(n, reply({'call': 7, 'returned': 1})) for n in range(3, 20) if is_channel(n)]",
        Status.CRASHED,
        "sent the grader something that is no answer",
    ),
    "a frame without end": (
        "[os.write(n, b'\\xff' * 8) for n in range(3, 20) if is_channel(n)]",
        Status.CRASHED,
        "sent the grader something that is no answer",
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
    root = str(Path(__file__).resolve().parents[3])
    # A grader that is killed cannot remove its temporary folders: they go where pytest tidies up.
    environment = os.environ | {"PYTHONPATH": root, "TMPDIR": str(tmp_path)}
    grader = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], env=environment)
    wait_until(lambda: note.exists() and note.read_text().endswith(" "))
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert all(ends(int(pid)) for pid in note.read_text().split())


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- what a worker sees ------------------------------------------------------------------------------------------


def test_a_worker_sees_neither_our_variables_nor_our_folder(bare: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_SEED", "17")
    root = str(Path(__file__).resolve().parents[3])
    body = f"['SECRET_SEED' in os.environ, {root!r} in sys.path, os.getcwd() in sys.path, len(os.listdir())]"
    assert run(bare, code(f"import os, sys\ndef f(): return {body}")).outcomes[0] == Returned([False, False, False, 0])


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


# --- the state --------------------------------------------------------------------------------------------------


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
