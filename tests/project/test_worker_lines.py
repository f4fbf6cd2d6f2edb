"""What a worker reaches is counted even though it may write no file and is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.worker_lines import LINES, UNTRUSTED

SUPPORT = Path(__file__).resolve().parents[1]
PARENT = f"""
import os, resource, signal, sys
from pathlib import Path
sys.path.insert(0, {str(SUPPORT)!r})
from support.worker_lines import start
package, data = Path(sys.argv[1]), Path(sys.argv[2])
start(package, data)
sys.path.insert(0, str(package))
import few
pid = os.fork()
if pid == 0:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    few.reached()
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(pid, 0)
"""
FEW = "def reached():\n    return 1\n\n\ndef missed():\n    return 2\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


def run(folder: Path, *words: str) -> list[Path]:
    package, data = folder / "package", folder / "data"
    package.mkdir()
    data.mkdir()
    (package / "few.py").write_text(FEW, "utf-8")
    subprocess.run([sys.executable, "-c", PARENT, str(package), str(data), *words], check=True)
    return list(data.iterdir())


def test_the_lines_of_a_worker_that_is_killed_are_in_the_file(tmp_path: Path) -> None:
    (path,) = run(tmp_path, f"{UNTRUSTED}.main")
    flags = path.read_bytes()
    assert len(flags) == LINES
    assert [line for line, flag in enumerate(flags) if flag] == [1, 2, 5]


def test_other_processes_are_left_alone(tmp_path: Path) -> None:
    assert run(tmp_path, "autograder.cli.main") == []
