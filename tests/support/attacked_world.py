"""What attacks are made against."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits
from autograder.core.verdicts import Report
from autograder.grading.grade import grade
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.sandbox.host.session import AnySandbox
from support.processes import descendants

SECRET = "a secret of the tests"
PATIENT = Limits(call_seconds=20, cell_seconds=20, total_seconds=60, memory_mb=256, reply_mb=1)
WRONG = """
# %% exercise="double"
def double(x):
    return x + 1.0
# %% exercise="quad"
def quad(x):
    return x - 1.0
"""
HONEST = """
# %% exercise="double"
def double(x):
    return x + x
# %% exercise="quad"
def quad(x):
    return double(double(x))
"""
linux = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="attacks need the forked sandbox, so Linux")


@dataclass(frozen=True)
class Traces:
    """What an attack could leave or change, as it is at one moment."""

    things: dict[str, object]
    descriptors: int
    processes: frozenset[int]

    def since(self, before: Traces) -> dict[str, object]:
        """Return what has changed or come. Descriptors may go: an earlier test has let go of them."""
        changed = {name: thing for name, thing in self.things.items() if thing != before.things[name]}
        descriptors = max(self.descriptors - before.descriptors, 0)
        came = {"descriptors": descriptors, "processes": sorted(self.processes - before.processes)}
        return changed | {name: what for name, what in came.items() if what}


@dataclass
class World:
    """What an attack meets: a running sandbox, and things that are not its own."""

    sandbox: AnySandbox
    key: AnswerKey
    target: Path
    victim: subprocess.Popen[bytes]
    server: socket.socket
    words: dict[str, str]

    def grade(self, text: str, limits: Limits) -> Report:
        return grade(self.key, settle_marks(read_percent(text))[0], self.sandbox, limits)

    def filled(self, text: str) -> str:
        for word, value in self.words.items():
            text = text.replace(f"@{word}@", value)
        return re.sub("@U\\+([0-9A-F]+)@", lambda match: chr(int(match[1], 16)), text)

    def traces(self) -> Traces:
        servers = [
            server for each in (self.sandbox, self.sandbox.beside()) for server in vars(each)["_servers"].values()
        ]
        for server in servers:
            if server.owes_report:  # the last worker was killed, and may still be on its way out
                server.report()
        stat = Path(f"/proc/{self.victim.pid}/stat").read_text().rsplit(")", 1)[1].split()
        things: dict[str, object] = {
            "files": {path.name: path.read_bytes() if path.is_file() else b"" for path in self.target.iterdir()},
            "mode": oct((self.target / "gradebook.db").stat().st_mode),
            "left elsewhere": sorted(Path(tempfile.gettempdir()).glob("attack-*")),
            "victim": (self.victim.poll(), stat[0] in "tTZ", stat[16]),
            "callers": self._callers(),
        }
        # Not all that is below this process: a browser that other tests have left open starts what it likes.
        started = [vars(server)["_process"].pid for server in servers]
        processes = frozenset((*started, *(pid for each in started for pid in descendants(each))))
        return Traces(things, len(os.listdir("/proc/self/fd")), processes)

    def _callers(self) -> int:
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return 0
        return 1


def public_knowledge(key: AnswerKey) -> list[tuple[str, object, object]]:
    factor = {"double": 2.0, "quad": 4.0}
    calls = [call for exercise in key.exercises for call in exercise.trials[0].calls]
    return [(call.function, call.args[0].tolist(), (factor[call.function] * call.args[0]).tolist()) for call in calls]


def folder(path: Path, secret: Path) -> None:
    path.mkdir()
