"""`autograder doctor`: can this machine confine strangers' code, how well, and with which versions of what."""

from __future__ import annotations

import platform
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

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
WIDTH = 100


def healthy() -> bool:
    """Return whether students' work can be graded here."""
    return any(level in SAFE for level in available())


def report() -> str:
    """Return what is found, for a terminal."""
    return "\n".join([*_heading("Sandbox"), *_levels(), *_verdict(), *_heading("Versions"), *_versions()])


def _heading(title: str) -> tuple[str, str]:
    return title, "─" * len(title)


def _levels() -> Iterator[str]:
    for level in Level:
        why = problem(level)
        mark = ("✓" if level in SAFE else "!") if why is None else "✗"
        yield f"  {mark} {level:<10}{MEANS[level]}" if why is None else f"  {mark} {level:<10}does not work: {why}"


def _verdict() -> Iterator[str]:
    best = available()[0]
    verdict = f"`autograder grade` uses '{best}'." if best in SAFE else f"`autograder grade` refuses to run. {UNSAFE}"
    yield from ("", textwrap.fill(verdict, WIDTH, initial_indent="  ", subsequent_indent="  "), "")
    advice = [line for line in missing() if not line.startswith(tuple(f"{level}:" for level in SAFE))]
    if advice:
        yield from ("  To get the rest:", *map(_point, advice), "")


def _point(line: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent="    · ", subsequent_indent="      ", break_on_hyphens=False)


def _versions() -> Iterator[str]:
    yield f"  {'system':<12}{platform.system()} {platform.release()} on {platform.machine()}"
    yield f"  {'Python':<12}{platform.python_version()}"
    yield f"  {NAME:<12}{own_version()}"
    for name in PACKAGES:
        yield f"  {name:<12}{_package(name)}"
    yield f"  {'bubblewrap':<12}{_bubblewrap()}"
    yield f"  {'libseccomp':<12}{_libseccomp()}"


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
