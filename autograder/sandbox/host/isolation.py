"""How well this machine can confine a worker: found by trying, never by asking for a version.

strict    a bubblewrap jail around the fork server, and in each worker a system call filter and limits
portable  the filter and the limits: needs no privileges, and works in a container
none      a process of its own with limits, nothing more: for one's own code
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

from autograder.distribution import NAME
from autograder.errors import AutograderError, UsageError
from autograder.sandbox.host.bubblewrap import jail_environment, jailed
from autograder.sandbox.host.environment import environment
from autograder.sandbox.host.level import Level as Level  # others take it from here, with what works
from autograder.sandbox.host.level import level_named
from autograder.sandbox.protocol.signals import ENDING

TRIAL = [sys.executable, "-P", "-m", "autograder.sandbox.worker.selftest"]
TRIAL_SECONDS = 60.0
TRIALS = 5  # of one that somebody else ends: that says nothing about the level
KILLED = frozenset(status for number in ENDING for status in (-number, 128 + number))  # bubblewrap says it as shells do
APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")


SAFE = (Level.STRICT, Level.PORTABLE)


@cache
def problem(level: Level) -> str | None:
    """Try a level; return None if it holds here, else what went wrong, in one line."""
    if level is Level.NONE:
        return None
    if not sys.platform.startswith("linux"):
        return f"{platform.system()} has neither namespaces nor a system call filter"
    if not hasattr(os, "pidfd_open"):
        return "this Python or its kernel is too old for pidfd_open (Linux 5.3)"
    try:
        strict = level is Level.STRICT
        command, variables = (jailed(TRIAL), jail_environment()) if strict else (TRIAL, environment(None))
        for _ in range(TRIALS):
            status, said = _tried(command, variables)
            if status not in KILLED:
                break
        return said
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)


def _tried(command: list[str], variables: dict[str, str]) -> tuple[int, str | None]:
    """Run a trial; return how it ended, and what it complained of in the end (None if it ended well)."""
    null, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(
        command,
        stdin=null,
        stdout=null,
        stderr=pipe,
        cwd="/",
        env=variables,
        # Out of reach of Ctrl-C: a bubblewrap that is ended while it starts leaves a half-made jail behind, for good.
        start_new_session=True,
    ) as trial:
        try:
            unread = trial.communicate(timeout=TRIAL_SECONDS)[1].decode("utf-8", "replace").strip()
        except subprocess.TimeoutExpired:
            trial.kill()
            raise
    if trial.returncode == 0:
        return 0, None
    return trial.returncode, unread.splitlines()[-1] if unread else f"the trial ended with status {trial.returncode}"


def available() -> tuple[Level, ...]:
    """Return the levels that hold here, the best first; NONE is always one."""
    return tuple(level for level in Level if problem(level) is None)


def choose(wanted: Level | str | None = None) -> Level:
    """Return the wanted level, or the best safe one. Raises AutograderError that says what is missing for it.

    NONE is returned only to those who ask for it.
    """
    levels = [level_named(wanted)] if wanted else SAFE
    for level in levels:
        if problem(level) is None:
            return level
    raise _refusal(levels[0] if wanted else None)


def _refusal(wanted: Level | None) -> AutograderError:
    if wanted is None:
        return AutograderError("\n  ".join((f"{REFUSED}, so no student's code is run.", *missing(), UNSAFE)))
    instead = [f"Another one is: --sandbox {level}." for level in SAFE if problem(level) is None]
    return UsageError("\n  ".join((f"the sandbox level '{wanted}' is not available here.", *instead, *missing())))


REFUSED = "strangers' code cannot be confined on this machine"
UNSAFE = "To grade code that you wrote yourself all the same: --unsafe-no-sandbox. Never use it on students' work."


def missing() -> tuple[str, ...]:
    """Return what keeps this machine from each safe level, and how to get it; nothing if all levels hold."""
    problems = {level: why for level in SAFE if (why := problem(level)) is not None}
    if not problems:
        return ()
    return (*(f"{level}: {why}" for level, why in problems.items()), *_advice())


def _advice() -> tuple[str, ...]:
    if not sys.platform.startswith("linux"):
        return (
            "Windows: install WSL 2 (wsl --install) and grade inside it.",
            "macOS: grade inside a Linux container (Docker, Podman, Colima).",
            f"Both: level 'portable' works in any Linux container that has libseccomp2 and {NAME}[instructor].",
        )
    return (
        *_apparmor(),
        "Debian, Ubuntu: sudo apt install bubblewrap libseccomp2",
        "Fedora: sudo dnf install bubblewrap libseccomp",
        f"Everywhere: pip install '{NAME}[instructor]' (brings pyseccomp).",
        "In a container: with libseccomp2 in the image, level 'portable' works without any privilege. Level 'strict' "
        "needs namespaces, which Docker's default profile refuses: grade outside for that.",
        "macOS, Windows: use a Linux container, or WSL 2 on Windows.",
    )


def _apparmor() -> tuple[str, ...]:
    try:
        restricted = APPARMOR.read_text().strip() == "1"
    except OSError:
        return ()
    fix = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    return (f"Ubuntu 24.04 and later keep users from making namespaces. To let them: {fix}",) if restricted else ()
