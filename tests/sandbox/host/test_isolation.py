"""What a worker is kept from at each level, what it is left with, and what is said where a level is not available."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Limits, Status
from autograder.core.modules import refusal
from autograder.core.units import MB
from autograder.errors import AutograderError, UsageError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host import isolation as levels
from autograder.sandbox.host.accounting import Allowance, Stopwatch, TooMuchError, process_cpu
from autograder.sandbox.host.bubblewrap import jail_environment, jailed
from autograder.sandbox.host.isolation import Level, available, choose, missing, problem
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.protocol.codec import Frames
from autograder.sandbox.protocol.messages import Order, Ready, decode_reply, encode_order
from autograder.sandbox.worker.hardening import process_bytes
from autograder.sandbox.worker.selftest import assert_confined
from support.running import Ran, run

ROOT = Path(__file__).resolve().parents[3]
LIMITS = Limits(call_seconds=2, cell_seconds=10, total_seconds=30, memory_mb=256, reply_mb=1)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux")


def require(level: Level) -> None:
    if problem(level) is not None:
        pytest.skip(f"level {level}: {problem(level)}")


@pytest.fixture(scope="module", params=levels.SAFE)
def level(request: pytest.FixtureRequest) -> Level:
    require(request.param)
    return request.param


@pytest.fixture(scope="module")
def sandbox(level: Level) -> Iterator[AnySandbox]:
    with open_sandbox("forked", level, modules=("graphlib",)) as opened:
        yield opened


def observe(sandbox: AnySandbox, source: str, *calls: str, limits: Limits = LIMITS) -> Ran:
    cell = Cell("code", textwrap.dedent(source).strip("\n"))
    return run(sandbox, Job((), (cell,), ("f",)), [Call(name, ()) for name in calls or ("f",)], limits)


def value(sandbox: AnySandbox, source: str) -> Any:
    seen = observe(sandbox, source)
    assert isinstance(seen.outcomes[0], Returned), seen
    return seen.outcomes[0].value


def message(sandbox: AnySandbox, source: str) -> str:
    outcome = observe(sandbox, source).outcomes[0]
    assert isinstance(outcome, Failed), outcome
    return outcome.message


# --- what is refused ---------------------------------------------------------------------------------------------

REFUSED = {
    "reading a file": "__import__('io').FileIO('/etc/passwd').read()",
    "writing a file": "__import__('io').FileIO('/new', 'w')",
    "reading the code of the grader": "__import__('io').FileIO(__import__('autograder').__file__)",
    "a list of files": "os.listdir('/')",
    "asking whether a file is there": "os.stat('/')",
    "making a folder": "os.mkdir('/new')",
    "removing a file": "os.unlink('/new')",
    "following a link": "os.readlink('/proc/self/exe')",
    "changing the folder": "os.chdir('/')",
    "a socket": "socket.socket()",
    "a pair of sockets": "socket.socketpair()",
    "a pipe": "os.pipe()",
    "a copy of a descriptor": "os.dup(3)",
    "a file in memory": "os.memfd_create('x')",
    "a fork": "os.fork()",
    "another program": "os.execv('/bin/true', ['true'])",
    "another program beside": "subprocess.run(['true'])",
    "a shell": "os.posix_spawn('/bin/true', ['true'], {})",
    "a signal to the parent": "os.kill(os.getppid(), 9)",
    "a signal to all": "os.kill(-1, 9)",
    "a signal to the group": "os.killpg(0, 15)",
    "memory that can be run": "mmap.mmap(-1, 4096, prot=7)",
    "a device's secrets": "fcntl.ioctl(1, 0x5413, b'12345678')",
    "becoming root": "os.setuid(0)",
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_worker_is_refused(sandbox: AnySandbox, what: str) -> None:
    source = f"import fcntl, mmap, os, socket, subprocess\ndef f(): {REFUSED[what]}"
    assert "PermissionError: [Errno 1] Operation not permitted" in message(sandbox, source)


def test_a_worker_has_no_second_thread(sandbox: AnySandbox) -> None:
    source = "import threading\ndef f(): threading.Thread(target=print).start()"
    assert "RuntimeError: can't start new thread" in message(sandbox, source)


RAW_CALLS = """
    openat openat2 newfstatat statx access readlink name_to_handle_at open_by_handle_at io_uring_setup clone clone3
    vfork execveat ptrace process_vm_readv process_vm_writev pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo
    bpf perf_event_open keyctl add_key userfaultfd memfd_create memfd_secret shmget msgget semget socket connect sendmsg
    unshare setns mount pivot_root chroot prctl seccomp personality arch_prctl setrlimit sched_setaffinity setpriority
    inotify_init1 fanotify_init eventfd2 epoll_create1 timer_create pkey_mprotect splice tee sendfile copy_file_range
    mlock swapon reboot init_module kexec_load syslog sethostname uname sysinfo ioperm iopl fcntl dup dup3 pipe2 fstatfs
""".split()  # noqa: SIM905  as many as a list of them would be a page


def test_a_worker_is_refused_each_of_these_system_calls(sandbox: AnySandbox) -> None:
    library = pytest.importorskip("autograder.sandbox.worker.seccomp").load_pyseccomp()
    numbers = {name: library.resolve_syscall(library.Arch.NATIVE, name) for name in RAW_CALLS}
    numbers = {name: number for name, number in numbers.items() if number >= 0}
    source = f"""
        import ctypes, errno
        libc = ctypes.CDLL(None, use_errno=True)
        def f():
            got_through = []
            for name, number in {numbers!r}.items():
                if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != errno.EPERM:
                    got_through.append(name)
            return got_through
    """
    assert value(sandbox, source) == []
    assert len(numbers) > 70


def test_calls_in_the_32_bit_way_are_refused_too(sandbox: AnySandbox) -> None:
    if os.uname().machine != "x86_64":
        pytest.skip("of x86-64")
    x32_open = 0x40000000 + 2
    source = f"""
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        def f(): return [libc.syscall({x32_open}, b"/", 0), ctypes.get_errno()]
    """
    assert value(sandbox, source) == [-1, 1]


def test_the_same_rules_can_be_written_for_another_architecture() -> None:
    syscalls = pytest.importorskip("autograder.sandbox.worker.seccomp")
    try:
        library = syscalls.load_pyseccomp()
    except ImportError as error:
        pytest.skip(str(error))
    rules = library.SyscallFilter(library.ERRNO(1))
    for arch in (library.Arch.X86_64, library.Arch.AARCH64):
        if arch != library.system_arch():
            rules.add_arch(arch)
    syscalls.add_rules(rules, library)
    read, write = os.pipe()
    with os.fdopen(read) as source, os.fdopen(write, "w") as sink:
        rules.export_pfc(sink)
        sink.close()
        written = source.read()
    for arch in ("x86_64", "aarch64"):
        body = written.split(f"# filter for arch {arch}")[1].split("# filter for arch")[0]
        assert {f'syscall "{name}"' in body for name in ("read", "write", "mmap", "futex")} == {True}
        assert {f'syscall "{name}"' in body for name in ("open", "openat", "socket", "clone", "kill")} == {False}


def test_a_worker_is_nobody_in_particular(sandbox: AnySandbox) -> None:
    asked = "[libc.getuid(), libc.getgid(), libc.getgroups(0, None)]"  # the kernel, not Python
    source = f"import ctypes\nlibc = ctypes.CDLL(None)\ndef f(): return {asked}"
    uid, gid, groups = value(sandbox, source)
    own = os.getuid()
    assert uid == (own or 65534)
    assert gid != 0 or os.getgid() != 0
    assert groups == 0 or own != 0


def test_a_worker_holds_its_channel_and_nothing_else(sandbox: AnySandbox) -> None:
    source = """
        import errno, os
        def is_open(n):
            try:
                os.lseek(n, 0, os.SEEK_CUR)
            except OSError as error:
                return error.errno != errno.EBADF
            return True
        def f(): return [n for n in range(5000) if is_open(n)]
    """
    assert value(sandbox, source) == [0, 1, 2, 3]


def test_a_worker_knows_neither_our_variables_nor_our_folder(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
        import ctypes, os, sys
        environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
        def f(): return [os.getcwd(), len(sys.path), dict(os.environ), *(str(environ[n]) for n in range(4))]
    """
    monkeypatch.setenv("SECRET_SEED", "17")
    with open_sandbox("forked", level) as opened:
        folder, places, python, *below = value(opened, source)
    assert (folder, places) == ("/notebook", 0)
    assert python == {"HOME": "/notebook", "LOGNAME": "student", "TZ": "UTC"}
    assert below == [*(str(f"{name}={text}".encode()) for name, text in python.items()), "None"]


# --- what is left ------------------------------------------------------------------------------------------------


def test_what_students_use_is_there(sandbox: AnySandbox) -> None:
    source = """
        import abc, collections, contextlib, copy, csv, dataclasses, datetime, decimal, enum, fractions, functools, io
        import inspect, itertools, json, math, operator, os, pathlib, pprint, random, re, statistics, string, sys, time
        import timeit, traceback, types, typing, warnings, graphlib
        from collections.abc import Callable
        import numpy as np, numpy.linalg as la
        from numpy.polynomial import Polynomial

        def f():
            rng = np.random.default_rng(0)
            x = rng.normal(size=(50, 50))
            np.testing.assert_allclose(la.inv(x) @ x, np.eye(50), atol=1e-8)
            np.einsum('ij,jk->ik', x, x, optimize=True), np.fft.fft(x), np.ma.array(x), Polynomial([1, 2])(x)
            np.array2string(x), np.random.rand(3), np.unique(x), np.char.upper(np.array(['a'])), np.linalg.svd(x)
            np.savetxt(io.StringIO(), x)
            np.save(io.BytesIO(), x)
            warnings.warn('careful')
            try:
                1 / 0
            except ZeroDivisionError:
                traceback.print_exc()
            inspect.getsource(f), inspect.signature(f)
            datetime.datetime.now().strftime('%A %d %B'), time.localtime(), datetime.date.fromisoformat('2026-01-01')
            'ü'.encode('latin-1'), b'x'.decode('cp1252'), b'x'.decode('utf-16-le', 'ignore')
            json.loads(json.dumps({'a': [1.5]})), re.sub('a', 'b', 'abc'), pathlib.Path('a') / 'b', pprint.pformat([1])
            timeit.timeit(lambda: 1, number=10), time.sleep(0.001), time.perf_counter(), time.process_time()
            list(csv.reader(['a,b'])), random.Random(1).random(), statistics.mean([1, 2]), decimal.Decimal('1.5')
            with contextlib.redirect_stdout(io.StringIO()) as out:
                print('x', help)
            os.cpu_count(), os.urandom(3), sys.getsizeof(x), copy.deepcopy(x), id(x), hash('x')
            return bytearray(10**7)[:0] == b''
    """
    assert value(sandbox, source) is True


DRAWN = """
    import io
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib import cm
    from mpl_toolkits.mplot3d import Axes3D
    plt.style.use('ggplot')
    x = np.linspace(-2, 2, 30)
    fig, axes = plt.subplots(2, 2, figsize=(8, 6), constrained_layout=True)
    axes[0, 0].plot(x, x**2, 'r--', label=r'$\\frac{d\\sigma}{dx}$ at $\\theta_0 \\in \\mathbb{R}$')
    axes[0, 0].legend(loc='best')
    axes[0, 0].set_title('Ünï 漢字', fontname='Comic Sans MS', weight='bold', style='italic')
    axes[0, 1].imshow(np.outer(x, x), cmap='viridis')
    axes[1, 0].errorbar(x, x, yerr=0.1)
    axes[1, 0].set_xscale('symlog')
    axes[1, 1].boxplot([x, x])
    axes[1, 1].pie([1, 2], labels=['a', 'b'])
    plt.show()
    for kind in ('png', 'svg'):
        fig.savefig(io.BytesIO(), format=kind)
    plt.figure()
    plt.axes(projection='3d').plot_surface(*np.meshgrid(x, x), np.outer(x, x), cmap=cm.coolwarm)
    plt.rcParams.update({'font.family': 'serif', 'mathtext.fontset': 'cm'})
    plt.xlabel('$x_i^2$', family='monospace')
    plt.savefig(io.BytesIO())
    plt.figure()
    plt.hist(x, bins=5); plt.contour(np.outer(x, x)); plt.tight_layout(); plt.draw(); plt.pause(0.01); plt.close('all')
    def f(): return 1
"""


def test_every_kind_of_plot_can_be_drawn(sandbox: AnySandbox) -> None:
    pytest.importorskip("matplotlib")
    seen = observe(sandbox, DRAWN)
    assert (seen.cell_errors, seen.outcomes) == ({}, (Returned(1),))


def test_a_figure_that_is_saved_to_a_file_lies_in_memory(sandbox: AnySandbox) -> None:
    pytest.importorskip("matplotlib")
    source = "def f(): return 1\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('x.png')"
    seen = observe(sandbox, source)
    assert seen.cell_errors == {}
    assert seen.outcomes == (Returned(1),)


# --- imports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pandas", "sqlite3", "helpers", "tkinter"])
def test_another_import_names_the_module_and_what_may_be_imported(sandbox: AnySandbox, name: str) -> None:
    seen = observe(sandbox, f"import {name}", "f")
    told = refusal(name, sandbox.modules)
    assert seen.cell_errors == {0: f"line 1: ModuleNotFoundError: {told}"}


def test_an_import_that_may_fail_can_be_caught(sandbox: AnySandbox) -> None:
    source = (
        "try:\n    import scipy_of_another_name\nexcept ImportError:\n    scipy = None\ndef f(): return scipy is None"
    )
    assert value(sandbox, source) is True


def test_finders_of_ones_own_find_nothing(sandbox: AnySandbox) -> None:
    source = """
        import importlib.machinery, sys
        sys.meta_path.insert(0, importlib.machinery.PathFinder)
        sys.path_hooks.append(importlib.machinery.FileFinder.path_hook((importlib.machinery.SourceFileLoader, ['.py'])))
        sys.path.append('/usr/lib/python3')
        def f(): importlib.import_module("pandas")
    """
    assert "ModuleNotFoundError" in message(sandbox, source)


def test_a_module_of_the_course_that_is_not_installed_is_our_failure() -> None:
    level = next((level for level in available() if level in levels.SAFE), None)
    if level is None:
        pytest.skip("no safe level here")
    sandbox = open_sandbox("forked", level, modules=("no_such_module",))
    with pytest.raises(AutograderError, match=r"course_config\.py lists the module `no_such_module`"):
        sandbox.__enter__()


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
    assert outcomes[1] == Failed(Status.CRASHED, "`f` sent the grader something that is no answer")
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


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *descendants(child)]
    return found


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
        wait_until(lambda: len(descendants(grader.pid)) >= depth - (moment == "while it starts"))
        started = descendants(grader.pid)
        grader.send_signal(signal.SIGKILL)
    wait_until(lambda: not any(alive(pid) for pid in started))
    assert list(tmp_path.iterdir()) == []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- the jail ----------------------------------------------------------------------------------------------------


def test_the_jail_holds_python_our_package_and_nothing_of_the_course() -> None:
    require(Level.STRICT)
    looks = f"""
        import os, socket
        wanted = ("/proc", "/etc/passwd", "/home", "/root/.ssh", "/var", "/dev/null", "/bin/sh", "{ROOT}/solutions")
        wanted += ("{ROOT}/course_config.py", "{ROOT}/tests", "/packages/solutions")
        print([path for path in wanted if os.path.exists(path)])
        print(os.listdir("/packages"), [name for _, name in socket.if_nameindex()], os.getpid())
        try:
            open("/packages/autograder/x", "w")
        except OSError as error:
            print(error.strerror)
    """
    command = jailed([sys.executable, "-P", "-c", textwrap.dedent(looks)])
    told = subprocess.run(command, env=jail_environment(), capture_output=True, text=True, timeout=60)
    assert told.stderr == ""
    assert told.stdout == "[]\n['autograder'] ['lo'] 1\nRead-only file system\n"


def test_without_bubblewrap_the_jail_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(FileNotFoundError, match="bubblewrap is not installed"):
        jailed(["true"])


# --- choosing a level --------------------------------------------------------------------------------------------


def pretend(monkeypatch: pytest.MonkeyPatch, **problems: str) -> None:
    monkeypatch.setattr(levels, "problem", lambda level: problems.get(level))


def test_the_best_level_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch)
    assert (choose(), missing()) == (Level.STRICT, ())
    pretend(monkeypatch, strict="no bwrap")
    assert (choose(), available()) == (Level.PORTABLE, (Level.PORTABLE, Level.NONE))


def test_a_level_that_is_not_there_is_refused_and_another_one_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, strict="no bwrap")
    with pytest.raises(UsageError, match=r"(?s)'strict' is not available here.*--sandbox portable.*strict: no bwrap"):
        choose(Level.STRICT)


def test_an_unknown_level_is_refused_and_a_plain_name_is_a_level() -> None:
    with pytest.raises(UsageError, match="no sandbox level 'padded': choose one of strict, portable, none"):
        choose("padded")
    assert choose("none") is Level.NONE


def test_without_a_safe_level_nothing_is_run_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, strict="no bwrap", portable="no libseccomp")
    with pytest.raises(AutograderError) as refusal:
        choose()
    told = str(refusal.value)
    assert "no student's code is run" in told
    for part in ("strict: no bwrap", "portable: no libseccomp", "Debian, Ubuntu", "Fedora", "container", "WSL 2"):
        assert part in told
    assert "--unsafe-no-sandbox" in told
    assert choose(Level.NONE) is Level.NONE
    with pytest.raises(AutograderError):
        open_sandbox("forked")


def test_on_other_systems_the_way_to_linux_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    problem.cache_clear()
    try:
        assert available() == (Level.NONE,)
        assert "Linux container" in "\n".join(missing())
    finally:
        problem.cache_clear()


def test_ubuntus_lock_on_namespaces_is_told_with_its_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1\n")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(levels, "APPARMOR", tmp_path / "lock")
    pretend(monkeypatch, strict="bwrap: setting up uid map: Permission denied")
    assert "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" in "\n".join(missing())


def test_a_process_that_is_not_confined_proves_nothing() -> None:
    with pytest.raises(AutograderError, match=r"does not hold: open\(\) was not refused"):
        assert_confined()


@linux
@pytest.mark.parametrize("name", ["open()", "socket()", "fork()"])
def test_a_worker_that_is_not_confined_says_so_and_runs_nothing(name: str, tmp_path: Path) -> None:
    cell = Cell("code", f"open({str(tmp_path / 'ran')!r}, 'w')")
    (tmp_path / "order").write_bytes(encode_order(Order(Job((), (cell,), ()), {}, 256, 1, 60)))
    program = f"""
        from types import SimpleNamespace
        from autograder.sandbox.worker import channel, selftest, main as worker
        selftest.ATTEMPTS = {{{name!r}: selftest.ATTEMPTS[{name!r}]}}
        hollow = SimpleNamespace(confine=lambda: None)
        order = open({str(tmp_path / "order")!r}, "rb").read
        worker.work(channel.Channel(order, 1), hollow)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    told = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60)
    replies = [decode_reply(document, raw) for document, raw in Frames(MB, MB).feed(told.stdout)]
    assert replies == [Ready(f"the sandbox does not hold: {name} was not refused")]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", ["forked", "spawned"])
def test_a_sandbox_that_is_told_no_level_is_a_safe_one_and_a_spawned_one_never_is(kind: str) -> None:
    if kind == "forked" and not any(level in levels.SAFE for level in available()):
        pytest.skip("no safe level here")
    with open_sandbox(kind) as opened:
        # What the filter refuses, whatever Python's own functions say.
        refused = value(opened, "def f(): return __import__('ctypes').CDLL(None).dup(1) == -1")
    assert refused == (kind == "forked")


def test_both_levels_and_none_see_the_same_of_honest_work() -> None:
    source = "import numpy as np\ndef f(): return [np.arange(3.0), 'a', None]\ndef g(): raise ValueError('no')"
    seen = []
    for level in available():
        if level is Level.NONE and not hasattr(os, "pidfd_open"):
            continue
        with open_sandbox("forked", level) as opened:
            seen.append(repr(observe(opened, source, "f", "g")))
    assert len(set(seen)) <= 1
