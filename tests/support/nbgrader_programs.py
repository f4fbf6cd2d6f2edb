"""nbgrader's own programs, each in a process of its own and for a bounded time, on a class of the real course."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.main import main
from autograder.cli.sample_class import make_class
from support.real_course import COURSE, workbook

SECONDS = 400  # on a machine that has other things to do; 20 otherwise
TOKEN = "of-this-test-alone"
SOLVED, STUB, MIXED = "s001", "s005", "s009"


def exported_class(root: Path, names: Sequence[str]) -> Path:
    """Grade three students of the sample class in these assignments and export them; return the nbgrader course.

    One has solved all, one handed in the stubs, one a mixture; an override of the last one is to be seen there.
    """
    for folder in ("solutions", "assignments"):
        for name in names:
            shutil.copytree(getattr(COURSE, folder) / name, root / folder / name)
    config = (COURSE.root / "course_config.py").read_text("utf-8")
    others = "".join(f'(?!"{name}")' for name in names)
    kept = re.sub(rf"(?m)^        Assignment\({others}.*\n", "", config)
    told = re.sub(r"(?m)^    feedback=.*", '    feedback=Feedback(hidden="message"),', kept)
    (root / "course_config.py").write_text(told, "utf-8")
    make_class([workbook(name) for name in names], COURSE.assignments, root / "submitted", 9)
    for folder in (root / "submitted").iterdir():
        if folder.name not in (SOLVED, STUB, MIXED):
            shutil.rmtree(folder)
    (root / "decisions").mkdir()
    row = f"{MIXED},{names[0]},{first_exercise(names[0])},1.25,graded by hand\n"
    (root / "decisions/overrides.csv").write_text(f"student,assignment,exercise,score,reason\n{row}", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["grade", "--quiet", "--unsafe-no-sandbox"]) == 0
        assert main(["export", "nbgrader", "grades"]) == 0
    return root / "grades/exports/nbgrader"


def first_exercise(name: str) -> str:
    """Return the first exercise of an assignment."""
    return next(iter(workbook(name).lesson.exercises))


def book(course: Path) -> Any:
    """Open the course's database by nbgrader's own API."""
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course}/gradebook.db")


def nbgrader_says(course: Path, *command: str) -> str:
    """Return what one of nbgrader's programs prints, the word of its exit code in front."""
    environment = {**os.environ, "HOME": str(course), "JUPYTER_DATA_DIR": str(course / "jupyter")}
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return f"{'done' if ran.returncode == 0 else 'failed'}: {ran.stdout}{ran.stderr}"


class Formgrader:
    """nbgrader's formgrader on loopback, on a port of its own, until the block ends: its address."""

    def __init__(self, course: Path, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": str(self._port),
            "ServerApp.port_retries": "0",
            "ServerApp.allow_root": "True",
            "ServerApp.open_browser": "False",
            "ServerApp.default_url": "/formgrader",
            "ServerApp.jpserver_extensions": "{'nbgrader': True}",
            "IdentityProvider.token": TOKEN,
        }
        command = [sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items())]
        environment = {**os.environ, "HOME": str(home)}
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(command, cwd=course, env=environment, stdout=quiet, stderr=quiet)

    def __enter__(self) -> str:
        address, until = f"http://127.0.0.1:{self._port}", time.monotonic() + SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/api", timeout=10).close()
                return address
            time.sleep(0.2)
        self.__exit__()
        raise AssertionError("formgrader did not start")

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._server.wait(20)
        self._server.kill()
        self._server.wait()
