"""A student's own checks on a system that has no fork, no limits, no descriptors of folders: as on Windows.

What it lacks is taken away from every Python of an environment, the worker's too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from autograder.release.wheel import own_wheel
from support.handed_in import DOUBLE, TRIPLE, answered, released_course

TAKE_AWAY = """
import os, signal, sys
for name in ("fork", "forkpty", "pidfd_open", "memfd_create", "geteuid", "getuid", "sched_getaffinity",
             "sched_setaffinity", "wait4", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks = set(), set(), set()
for name in ("pidfd_send_signal", "setitimer", "SIGALRM", "SIGXCPU"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="what is taken away is not there")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a module in an environment where Unix's own calls are missing."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "env", with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(home / "env"), "platbase": str(home / "env")})
    packages = Path(paths["purelib"])
    with zipfile.ZipFile(BytesIO(own_wheel()[1])) as wheel:
        wheel.extractall(packages)
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    (packages / "take_away.py").write_text(TAKE_AWAY)
    (packages / "a_take_away.pth").write_text("import take_away\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run_module(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [str(Path(paths["scripts"]) / Path(sys.executable).name), *arguments]
        return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)

    return run_module


def test_the_calls_are_really_missing(run: Run, tmp_path: Path) -> None:
    shown = run("-c", "import os; print(hasattr(os, 'fork'), len(os.supports_dir_fd))", cwd=tmp_path)
    assert shown.stdout.split() == ["False", "0"], shown.stderr


def test_right_and_wrong_answers_are_told_apart(run: Run, tmp_path: Path) -> None:
    course = released_course(tmp_path)
    folder = course.assignments / "tiny"
    for answer, code, said in ((DOUBLE, 0, "✓ double: passes"), (TRIPLE, 1, "✗ double: passes 1 of 2")):
        (folder / "tiny.ipynb").write_text(answered(course, double=answer), "utf-8")
        shown = run("-m", "autograder", "check", str(folder / "tiny.ipynb"), cwd=tmp_path)
        assert shown.returncode == code, shown.stdout + shown.stderr
        assert said in shown.stdout
        assert shown.stderr == ""


def test_a_check_in_a_notebooks_code_works_too(run: Run, tmp_path: Path) -> None:
    course = released_course(tmp_path)
    script = course.assignments / "tiny" / "tiny.py"
    script.write_text(answered(course, ".py", double=DOUBLE), "utf-8")
    shown = run(str(script), cwd=script.parent)
    assert "✓ double: passes" in shown.stdout, shown.stderr


def test_an_answer_that_never_ends_is_ended(run: Run, tmp_path: Path) -> None:
    course = released_course(tmp_path)
    path = course.assignments / "tiny" / "tiny.ipynb"
    path.write_text(answered(course, double="def double(x):\n    while True:\n        pass\n"), "utf-8")
    shown = run("-m", "autograder", "check", str(path), cwd=tmp_path)
    assert shown.returncode == 1, shown.stdout + shown.stderr
    assert "`double` took longer than" in shown.stdout


def test_a_machine_that_cannot_shut_code_in_refuses_to_grade(run: Run, tmp_path: Path) -> None:
    course = released_course(tmp_path)
    shown = run("-m", "autograder", "grade", cwd=course.root)
    assert shown.returncode == 2
    assert "no student's code is run" in shown.stderr
    assert "Traceback" not in shown.stderr
