"""What a worker is kept from at each level."""

from __future__ import annotations

import os

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support.workers_seen import message, value

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
        def f(): return [os.getcwd(), sys.path, dict(os.environ), *(str(environ[n]) for n in range(4))]
    """
    monkeypatch.setenv("SECRET_SEED", "17")
    with open_sandbox("forked", level) as opened:
        folder, places, python, *below = value(opened, source)
    assert (folder, places) == ("/notebook", ["/notebook"])
    assert python == {"HOME": "/notebook", "LOGNAME": "student", "TZ": "UTC"}
    assert below == [*(str(f"{name}={text}".encode()) for name, text in python.items()), "None"]
