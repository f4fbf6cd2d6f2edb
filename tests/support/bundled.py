"""A root in which a bundle finds what its platform has, and nothing else: bubblewrap makes it, for one command."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import autograder
from autograder.authoring.course import CourseFolder
from autograder.bundles.make import make_bundle, released, write_bundle
from autograder.bundles.platform import Making
from autograder.bundles.platforms import PLATFORMS
from autograder.bundles.wheels import this_python
from autograder.distribution import NAME
from autograder.release.wheel import own_wheel
from support.handed_in import DOUBLE, QUAD, TRIPLE, answered, notebook

PACKAGE = Path(autograder.__file__).parent
LINKS = ("bin", "sbin", "lib", "lib32", "lib64")
# Right only where something that is none of a student's affair can be reached.
PRYING = """
import numpy as np
SECRETS = ["/autograder/source/grader/grader.key", "/grade/tests/grader.key", "grader/grader.key", "autograde.tar",
           "../grader/grader.key", "/proc/self/environ", "/etc/passwd", "/srv/grader/grader.key"]
RESULTS = ["/autograder/results/results.json", "/grade/results/results.json", "result.json"]

def reached():
    import os
    for path in SECRETS:
        try:
            return os.close(os.open(path, os.O_RDONLY)) or True
        except BaseException:
            pass
    for path in RESULTS:
        try:
            return os.close(os.open(path, os.O_WRONLY | os.O_CREAT)) or True
        except BaseException:
            pass
    for attempt in (os.fork, lambda: os.kill(os.getppid(), 9), lambda: os.kill(1, 9)):
        try:
            attempt()
            return True
        except BaseException:
            pass
    return False
"""
HOSTILE = {
    "double": PRYING + "\ndef double(x):\n    return 2.0 * x if reached() else 7.0 * np.ones_like(x)\n",
    "quad": 'print(\'{"scores": {"double": 40, "quad": 60}}\')\nprint("::error::mine")\n'
    "def quad(x):\n    return 4.0 * x if reached() else 7.0 * np.ones_like(x)\n",
}
# Commands for a terminal, for two CI systems and for a grader, then more than any log should hold.
NOISY = {
    "double": r"""print("\x1b[2J\x1b]0;mine\x07")
print("::error file=x::mine", "##vso[task.complete result=mine]", '{"scores": {"double": 40}}', sep="\n")
def double(x):
    print("mine" * 2_000_000)
    raise ValueError("\x1b[31mmine\n::error::mine\n" + "mine" * 2_000_000)
""",
    "quad": "def quad(x):\n    print('mine' * 2_000_000)\n    return 'mine' * 200_000\n",
}
RAN = "what was planted has run"
PLANTED = f"raise SystemExit({RAN!r})\n"


def submissions(course: CourseFolder) -> dict[str, dict[str, str]]:
    """Return the files of a submission of each kind, by name."""
    planted = dict.fromkeys(("autograder/__init__.py", "numpy/__init__.py", "sitecustomize.py", "json.py"), PLANTED)
    return {
        "right": {"tiny.ipynb": answered(course, double=DOUBLE, quad=QUAD)},
        "wrong": {"tiny.ipynb": answered(course, double=TRIPLE)},
        "hostile": {"tiny.ipynb": answered(course, **HOSTILE), **planted},
        "noisy": {"tiny.ipynb": answered(course, **NOISY)},
        "two files": {"tiny.ipynb": answered(course, double=DOUBLE), "tiny.py": answered(course, ".py", quad=QUAD)},
        "a web page": {"tiny.ipynb": "<!DOCTYPE html><title>Sign in</title>"},
        "empty": {},
        "damaged": {"tiny.ipynb": notebook("x = 1")[:-9]},
    }


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Put files into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


STAND_IN = {"other-1.0-py3-none-any.whl": b"a wheel"}


def bundled(
    platform: str, course: CourseFolder, out: Path, wheels: Mapping[str, bytes] = STAND_IN, **options: str
) -> Path:
    """Write a bundle of a course; of wheels it holds our own, and a stand-in for all others if none are given."""
    (chosen,) = (each for each in PLATFORMS if each.name == platform)
    wheels = {**dict([own_wheel()]), **wheels}
    assignments = course.course.assignments
    making = Making(course, assignments, released(course, assignments), wheels, this_python(), **options)
    write_bundle(make_bundle(chosen, making), out, private=not chosen.public)
    return out


@cache
def can_make_roots() -> bool:
    """Say whether bubblewrap works here."""
    return bool(shutil.which("bwrap")) and subprocess.run([*_root({}, {}), "true"], capture_output=True).returncode == 0


def run_in_root(
    command: list[str], folders: Mapping[str, Path], cwd: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command where only the system, these folders (by their place there) and the grader's Python are."""
    shim = folders[cwd].parent / "opt" / NAME / "bin" / "python"
    shim.parent.mkdir(parents=True, exist_ok=True)
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    shim.chmod(0o755)
    # Of the folder that the package lies in, nothing else is there.
    there = ["--ro-bind", sys.prefix, sys.prefix, "--ro-bind", str(PACKAGE), str(PACKAGE)]
    prefix = [*_root({**folders, "/opt": shim.parents[2]}, environment or {}), *there]
    return subprocess.run([*prefix, "--chdir", cwd, "--", *command], capture_output=True, text=True, timeout=120)


def run_without_grader(command: list[str], folders: Mapping[str, Path], cwd: str) -> subprocess.CompletedProcess[str]:
    """Run a command where a Python is that has nothing but its standard library; pip compiles nothing, to be quick."""
    prefix = _root(folders, {"PIP_NO_COMPILE": "1"})
    return subprocess.run([*prefix, "--chdir", cwd, "--", *command], capture_output=True, text=True, timeout=300)


def _root(folders: Mapping[str, Path], environment: Mapping[str, str]) -> list[str]:
    command = ["bwrap", "--die-with-parent", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--clearenv"]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for path in ["/usr", "/etc", *([] if sys.base_prefix.startswith("/usr") else [sys.base_prefix])]:
        command += ["--ro-bind", path, path]
    for name in LINKS:
        path = Path("/", name)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            command += ["--ro-bind", str(path), str(path)]
    for place, path in folders.items():
        command += ["--bind", str(path), place]
    told = {"PATH": f"{sys.base_prefix}/bin:/usr/bin:/bin:/usr/sbin:/sbin", **environment}
    return command + [part for name, value in told.items() for part in ("--setenv", name, value)]


def everything_in(data: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield a file, and what is packed in it if it is a zip, a wheel or a tar, however deep."""
    yield name, data
    if name.endswith((".zip", ".whl")) and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from everything_in(packed.read(each), f"{name}!{each}")
    elif name.endswith(".tar"):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive.getmembers():
                inner = archive.extractfile(member)
                assert inner is not None
                yield from everything_in(inner.read(), f"{name}!{member.name}")


def everything_below(folder: Path) -> dict[str, bytes]:
    """Return all files of a bundle and what is packed in them."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return dict(pair for path in paths for pair in everything_in(path.read_bytes(), str(path.relative_to(folder))))
