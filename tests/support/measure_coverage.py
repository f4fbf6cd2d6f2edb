"""`make coverage`: run tests and print which lines they reach, on both sides of the boundary.

Followed: the process of the tests and all that inherit its environment (coverage's own way), and the processes that run
students' code, forked or spawned (worker_lines.py). Nothing can follow a worker into a jail, so bubblewrap is made to
fail: what would be "strict" is "portable", which runs the same lines. Not followed: a worker forked straight off
`autograder check`; and processes that leave by os._exit.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from coverage import CoverageData

sys.path.insert(0, str(Path(__file__).parents[1]))

from autograder.sandbox.host.bubblewrap import PROGRAM
from support.worker_lines import LINES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "autograder"
SITE = Path(sysconfig.get_path("purelib"))
HOOK = "worker_lines_of_autograder"
SETTINGS = f"[run]\nsource = {PACKAGE}\nparallel = true\npatch = subprocess\ndata_file = {{data}}\n"


def main(tests: Sequence[str]) -> int:
    """Run the tests, print two tables, and return pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        data, settings = Path(folder, "coverage"), Path(folder, "settings.ini")
        settings.write_text(SETTINGS.format(data=data), "utf-8")
        os.environ["COVERAGE_RCFILE"] = str(settings)
        _take_the_jail_away(Path(folder))
        with _hooked(Path(folder)):
            code = _coverage("run", "-m", "pytest", *(tests or ["tests"]))
        _write_lines(Path(folder), data.with_name("coverage.workers"))
        _coverage("combine", "--quiet")
        print("\nAll of the package:")
        _coverage("report", "--skip-covered", "--sort=cover")
        print("\nThe untrusted side:")
        _coverage("report", "--show-missing", f"--include={PACKAGE}/sandbox/worker/*")
    return code


def _take_the_jail_away(folder: Path) -> None:
    program = folder / PROGRAM
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    os.environ["PATH"] = os.pathsep.join((str(folder), os.environ["PATH"]))


def _coverage(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=False).returncode


@contextmanager
def _hooked(data: Path) -> Iterator[None]:
    """Have every Python of this environment look whether it is a worker."""
    source = Path(__file__).with_name("worker_lines.py").read_text("utf-8")
    module, hook = SITE / f"{HOOK}.py", SITE / f"{HOOK}.pth"
    module.write_text(f"{source}\n\nstart(Path({str(PACKAGE)!r}), Path({str(data)!r}))\n", "utf-8")
    hook.write_text(f"import {HOOK}\n", "utf-8")
    try:
        yield
    finally:
        hook.unlink()
        module.unlink()


def _write_lines(maps: Path, target: Path) -> None:
    """Write what the workers' maps hold as coverage's own data."""
    names = sorted(str(path) for path in PACKAGE.rglob("*.py"))
    reached: dict[str, set[int]] = {}
    for path in maps.glob("*.lines"):
        flags = path.read_bytes()
        for number, name in enumerate(names):
            part = flags[number * LINES : (number + 1) * LINES]
            reached.setdefault(name, set()).update(line for line, flag in enumerate(part) if flag)
    found = CoverageData(str(target))
    found.add_lines({name: lines for name, lines in reached.items() if lines})
    found.write()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
