"""`autograder doctor`: can this machine confine strangers' code, how well, and with which versions of what."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from autograder.core.columns import listed
from autograder.distribution import NAME, own_version
from autograder.sandbox.host.isolation import SAFE, UNSAFE, Level, available, missing, problem

MEANS = {
    Level.STRICT: "a jail around the process, a filter of system calls, limits",
    Level.PORTABLE: "a filter of system calls, limits",
    Level.NONE: "limits only; for code of your own (--unsafe-no-sandbox)",
}
PACKAGES = ("numpy", "matplotlib", "pyseccomp")
PROGRAM_SECONDS = 5.0
ABSENT = "not installed"


def healthy() -> bool:
    """Return whether students' work can be graded here."""
    return any(level in SAFE for level in available())


def report(room: int = 0) -> str:
    """Return what is found, for a terminal of so many columns, 0 for as many as it takes."""
    levels = listed([["level", "what it is"], *_levels()], room=room)
    versions = listed([["of", "version"], *_versions()], room=room)
    return "\n\n".join([levels, listed(list(_verdict()), room=room), versions])


def _levels() -> Iterator[list[str]]:
    for level in Level:
        why = problem(level)
        mark = ("✓" if level in SAFE else "!") if why is None else "✗"
        yield [f"{mark} {level}", MEANS[level] if why is None else f"does not work: {why}"]


def _verdict() -> Iterator[list[str]]:
    best = available()[0]
    yield ["grading:", f"uses '{best}'" if best in SAFE else f"refused here. {UNSAFE}"]
    advice = [line for line in missing() if not line.startswith(tuple(f"{level}:" for level in SAFE))]
    yield from (["for the rest:" if not number else "", line] for number, line in enumerate(advice))


def _versions() -> Iterator[list[str]]:
    yield ["system", f"{platform.system()} {platform.release()} on {platform.machine()}"]
    yield ["Python", platform.python_version()]
    yield [NAME, own_version()]
    yield from ([name, _package(name)] for name in PACKAGES)
    yield ["bubblewrap", _bubblewrap()]
    yield ["libseccomp", _libseccomp()]


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT


def _bubblewrap() -> str:
    program = shutil.which("bwrap")
    if program is None:
        return ABSENT
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=PROGRAM_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run: {error}"
    return told.stdout.removeprefix("bubblewrap").strip() or "does not tell its version"


def _libseccomp() -> str:
    from autograder.sandbox.worker.seccomp import libseccomp_version

    return libseccomp_version() or ABSENT
