"""The jail, and which level is chosen, refused or missing, with what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.core.calls import Job
from autograder.core.model import Cell
from autograder.core.units import MB
from autograder.errors import AutograderError, UsageError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host import isolation as levels
from autograder.sandbox.host.bubblewrap import jail_environment, jailed
from autograder.sandbox.host.isolation import Level, available, choose, missing, problem
from autograder.sandbox.protocol.codec import Frames
from autograder.sandbox.protocol.messages import Order, Ready, decode_reply, encode_order
from autograder.sandbox.worker.selftest import assert_confined
from support.workers_seen import ROOT, linux, observe, require, value

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
