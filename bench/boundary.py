"""One submission at a time, in one process: what each level of the sandbox adds, and how far that is from the floor.

By the wall clock, and in CPU seconds of all processes together, which other work on the machine disturbs less.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from autograder.batch.context import GradingContext
from autograder.batch.grader import Grader
from autograder.core.model import Submission
from autograder.sandbox.host.isolation import Level, available
from bench import floor
from bench.classes import class_of, course, keys, read_class
from bench.commands import tree
from bench.table import Part, ms

SUBMISSIONS = 60
NOT_COUNTED = 3  # submissions at the start
BARE_EACH = 4  # a new Python is slow: it is tried on every fourth

TICK = os.sysconf("SC_CLK_TCK")

How = Callable[[Submission], float]


@dataclass
class Taken:
    """The seconds that each submission took in one way, and the CPU seconds that all of them took."""

    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0


def measure() -> dict[str, Taken]:
    """Grade the same submissions in every way, taking turns."""
    submissions = read_class(class_of(SUBMISSIONS))
    taken: dict[str, Taken] = {}
    with ExitStack() as stack:
        ways: dict[str, How] = {}
        for level in available():
            ways[level] = _grading(stack.enter_context(Grader(GradingContext(course().course, keys(), level))))
        ways["floor"] = lambda submission: floor.forked(floor.work_of(submission, keys()[submission.assignment]))
        ways["bare"] = lambda submission: floor.started(floor.work_of(submission, keys()[submission.assignment]))
        floor.get_ready()
        for number, submission in enumerate(submissions[:NOT_COUNTED] + submissions):
            for name, way in ways.items():
                if name != "bare" or number % BARE_EACH == 0:
                    before = _cpu_seconds()
                    seconds = way(submission)
                    if number >= NOT_COUNTED:
                        found = taken.setdefault(name, Taken())
                        found.seconds.append(seconds)
                        found.cpu += _cpu_seconds() - before
    return taken


def _grading(grader: Grader) -> How:
    def way(submission: Submission) -> float:
        start = time.perf_counter()
        record = grader.grade(submission)
        seconds = time.perf_counter() - start
        assert record["status"] == "graded", record["notes"]
        return seconds

    return way


def _cpu_seconds() -> float:
    """Return the CPU seconds of this process, of what it has waited for, and of the fork servers and their workers."""
    found = time.process_time() + sum(os.times()[2:4])
    for pid in tree(os.getpid())[1:]:
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found += sum(map(int, fields[11:15])) / TICK
    return found


def report(taken: dict[str, Taken]) -> Part:
    """Return the numbers as a table."""
    names = {
        "floor": "floor: fork, compile, execute, call; no judge",
        "bare": "bare: a new python + numpy + exec",
        **{level: f"graded, sandbox {level}" for level in Level},
    }
    rows = [(names[name], ms(each.seconds), ms(_mean(each)), ms(_cpu(each))) for name, each in taken.items()]
    how = (
        f"The same {SUBMISSIONS} submissions in every way, taking turns in one process, after a few that are not "
        "counted. Graded means read to judged: wrong answers run again, for follow-through credit and for what a "
        "student may see."
    )
    middle, best = {name: median(each.seconds) for name, each in taken.items()}, available()[0]
    cpu = {name: _cpu(each) for name, each in taken.items()}
    ratios = []
    for what, of in (("seconds", middle), ("CPU seconds", cpu)):
        ratios += [(f"sandbox {level} against none, {what}", of[level] / of[Level.NONE]) for level in available()[:-1]]
        ratios += [(f"graded ({best}) against the floor, {what}", of[best] / of["floor"])]
    ratios += [(f"bare python + numpy + exec against graded ({best})", middle["bare"] / middle[best])]
    return Part("The boundary, one submission at a time", how, ("what", "median ms", "mean ms", "CPU ms"), rows, ratios)


def _mean(taken: Taken) -> float:
    return sum(taken.seconds) / len(taken.seconds)


def _cpu(taken: Taken) -> float:
    return taken.cpu / len(taken.seconds)
