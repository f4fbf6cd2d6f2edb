"""`python -m bench.kills COUNT`: end and stop random processes of a grader that is at work, and look at what remains.

A small class is graded again and again while every process that the command has started may be killed, ended or
paused, alone or all together. The next `grade` is left in peace. Then no record may differ from an undisturbed run's,
and no file and no process may be left. Only processes below the command are signalled, by their ids.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.cli.sample_class import make_class
from bench.classes import BUILD, course, workbooks
from bench.commands import AUTOGRADER, tree

STUDENTS = 10  # over five assignments
SLEEP = "import time; time.sleep(0.1)"  # else most of what dies would die while it starts
BETWEEN = 0.6  # seconds, at most, from one strike to the next
PAUSES = (0.3, 8.0)
BEFORE = 4.0  # seconds, at most, until the first strike
STARTS = 0.25  # of the runs are struck at while they start
COMMAND = 0.05  # of the strikes are at the command itself
LONGEST_RUN = 300.0
SETTLE_SECONDS = 15.0  # until all that a killed command has started must be gone
JOBS = (1, 2, 2)
SANDBOXES = ("strict", "strict", "portable")


@dataclass(frozen=True)
class Process:
    """A process, told apart from a later one of the same number by the time when it was started."""

    pid: int
    started: str
    name: str

    def signal(self, number: int) -> bool:
        """Send it a signal; return whether it was still there."""
        if look(self.pid) != self:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
            return True
        return False


def look(pid: int) -> Process | None:
    """Return the process of a number that is alive, or None."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return None
    if fields[0] in "ZX":
        return None
    kinds = ("bwrap", "forkserver", "grader_process", "selftest")
    name = next((kind for kind in kinds if any(word.endswith(kind) for word in words)), "grade")
    return Process(pid, fields[19], name)


def below(root: int) -> list[Process]:
    """Return a process and all that descend from it."""
    return [found for pid in tree(root) if (found := look(pid)) is not None]


@dataclass
class Strikes:
    """What was done so far, and what came of it."""

    done: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    graded: int = 0
    runs: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.done.values())

    def report(self) -> str:
        """Return all of it as text."""
        lines = [
            f"{self.count} strikes in {self.runs} runs: {dict(self.done.most_common())}",
            f"records: {self.graded} written in disturbed runs, {self.broken} of them `broken` until the next grade",
            *(f"  {count} x {note}" for note, count in self.notes.most_common()),
            f"faults: {len(self.faults)}",
        ]
        return "\n".join([*lines, *(f"  {fault}" for fault in self.faults)])


class Arena:
    """A class, and where it is graded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.submitted, self.temporary = self.folder / "submitted", self.folder / "temporary"
        make_class(workbooks(), course().assignments, self.submitted, students=STUDENTS)
        for path in self.submitted.glob("*/*/*"):
            path.write_text(_slowed(path.read_text("utf-8"), path.suffix), "utf-8")

    def start(self, out: str, jobs: int, sandbox: str) -> subprocess.Popen[bytes]:
        """Begin to grade into a folder."""
        self.temporary.mkdir(exist_ok=True)
        command = [*AUTOGRADER, "grade", self.submitted, "--out", self.folder / out, "--jobs", jobs]
        return subprocess.Popen(
            [*map(str, command), "--sandbox", sandbox, "--quiet"],
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / f"{out}.out").open("wb"),
            stderr=(self.folder / f"{out}.err").open("wb"),
            start_new_session=True,
        )

    def records(self, out: str) -> dict[str, dict[str, Any]]:
        """Return the records by their places, as they must be the same in every run; a half-written one is a fault."""
        found = {}
        for path in (self.folder / out / "records").glob("*/*.json"):
            record = json.loads(path.read_text("utf-8"))
            found[f"{path.parent.name}/{path.stem}"] = {
                name: value for name, value in record.items() if name != "seconds"
            }
        return found

    def left_over(self, out: str) -> list[str]:
        """Return the files that should not be there."""
        return [str(path) for path in (*(self.folder / out).rglob(".new-*"), *self.temporary.iterdir())]


def _slowed(text: str, suffix: str) -> str:
    if suffix != ".ipynb":
        return f"{text}\n# %%\n{SLEEP}\n"
    notebook = json.loads(text)
    last = {"cell_type": "code", "metadata": {}, "source": SLEEP, "outputs": [], "execution_count": None, "id": "wait"}
    return json.dumps({**notebook, "cells": [*notebook["cells"], last]})


def strike(root: int, chance: random.Random, done: Counter[str]) -> Iterator[Process]:
    """Do one thing to the tree of a command; yield the processes that it had then."""
    alive = below(root)
    yield from alive
    if not alive:
        return
    kind = chance.choices(("kill", "term", "pause one", "pause all"), (60, 8, 20, 12))[0]
    # The command itself is spared mostly: its end is the end of all.
    few = alive[1:] if alive[1:] and chance.random() > COMMAND else alive[:1]
    targets = alive if kind == "pause all" else [chance.choice(few)]
    number = {"kill": signal.SIGKILL, "term": signal.SIGTERM}.get(kind, signal.SIGSTOP)
    struck = [target.signal(number) for target in targets]
    if not any(struck):
        return
    if number == signal.SIGSTOP:
        time.sleep(chance.uniform(*PAUSES))
        for target in targets:
            target.signal(signal.SIGCONT)
    done[f"{kind} {'' if kind == 'pause all' else targets[0].name}".strip()] += 1


def disturbed(arena: Arena, out: str, chance: random.Random, strikes: Strikes) -> None:
    """Grade under strikes, then once in peace, and note what is wrong after that."""
    jobs, sandbox = chance.choice(JOBS), chance.choice(SANDBOXES)
    shutil.rmtree(arena.folder / out, ignore_errors=True)
    seen, started = set[Process](), time.monotonic()
    with arena.start(out, jobs, sandbox) as command:
        _wait(chance, lambda: command.poll() is not None or any((arena.folder / out).glob("records/*/*.json")))
        while command.poll() is None and time.monotonic() - started < LONGEST_RUN:
            time.sleep(chance.uniform(0, BETWEEN))
            seen.update(strike(command.pid, chance, strikes.done))
        if command.poll() is None:
            strikes.faults.append(f"{out}: still at work after {LONGEST_RUN:g} s")
            for process in below(command.pid):
                process.signal(signal.SIGKILL)
    strikes.runs += 1
    found = arena.records(out)
    strikes.graded += len(found)
    broken = [record for record in found.values() if record["status"] == "broken"]
    strikes.broken += len(broken)
    strikes.notes.update(record["notes"][-1] for record in broken)
    if alive := _after(SETTLE_SECONDS, lambda: [each for each in seen if look(each.pid) == each]):
        strikes.faults.append(f"{out}: {len(alive)} processes are left: {alive[:3]}")
    with arena.start(out, 2, sandbox) as command:
        command.wait(LONGEST_RUN)
    if command.returncode:
        said = (arena.folder / f"{out}.err").read_text("utf-8", "replace")
        strikes.faults.append(f"{out}: the next grade ended with {command.returncode}: {said[-500:]}")
    _compare(arena, out, sandbox, strikes)


def _wait(chance: random.Random, at_work: Callable[[], bool]) -> None:
    """Wait for the first record, or in one of four runs for less long, to strike at what is starting too."""
    until = time.monotonic() + (LONGEST_RUN if chance.random() > STARTS else chance.uniform(0, BEFORE))
    while not at_work() and time.monotonic() < until:
        time.sleep(0.05)


def _compare(arena: Arena, out: str, sandbox: str, strikes: Strikes) -> None:
    right, found = arena.records(f"calm-{sandbox}"), arena.records(out)
    different = list(_differences(right, found, "records"))
    strikes.faults.extend(f"{out}: {each}" for each in different)
    if left := arena.left_over(out):
        strikes.faults.append(f"{out}: left over: {left[:5]}")
        for path in left:
            shutil.rmtree(path, ignore_errors=True)


def _differences(right: Any, found: Any, where: str) -> Iterator[str]:
    """Yield in which places two values of JSON differ, and how."""
    if isinstance(right, dict) and isinstance(found, dict):
        for name in sorted(right.keys() | found.keys()):
            yield from _differences(right.get(name), found.get(name), f"{where}.{name}")
    elif isinstance(right, list) and isinstance(found, list) and len(right) == len(found):
        for number, pair in enumerate(zip(right, found, strict=True)):
            yield from _differences(*pair, f"{where}[{number}]")
    elif right != found:
        yield f"{where}: {str(right)[:200]!r} / {str(found)[:200]!r}"


def _after(seconds: float, left: Callable[[], Sequence[Process]]) -> Sequence[Process]:
    """Return what is left after so many seconds, or as soon as nothing is."""
    until = time.monotonic() + seconds
    while (found := left()) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def main() -> int:
    """Strike so often, and print what came of it; the exit code says whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="bench.kills", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    chance, strikes = random.Random(options.seed), Strikes()
    with tempfile.TemporaryDirectory(prefix="kills-", dir=_build()) as folder:
        arena = Arena(Path(folder) / "arena")
        for sandbox in set(SANDBOXES):
            with arena.start(f"calm-{sandbox}", 2, sandbox) as command:
                command.wait(LONGEST_RUN)
        while strikes.count < options.count:
            disturbed(arena, f"run-{strikes.runs}", chance, strikes)
            shutil.rmtree(arena.folder / f"run-{strikes.runs - 1}", ignore_errors=True)
            print(f"seed {options.seed}\n{strikes.report()}", flush=True)
    return 1 if strikes.faults else 0


def _build() -> Path:
    BUILD.mkdir(parents=True, exist_ok=True)
    return BUILD


if __name__ == "__main__":
    sys.exit(main())
