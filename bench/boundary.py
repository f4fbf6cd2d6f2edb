"""One submission at a time, in one process: what each level of the sandbox adds, and how far that is from the floor."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from autograder.batch.context import GradingContext
from autograder.batch.grader import Grader
from autograder.core.model import Submission
from autograder.sandbox.host.isolation import Level, available
from bench import floor
from bench.classes import class_of, course, keys, read_class
from bench.table import Part, ms

SUBMISSIONS = 60
NOT_COUNTED = 3  # submissions at the start
BARE_EACH = 4  # a new Python is slow: it is tried on every fourth

How = Callable[[Submission], float]


def measure() -> dict[str, list[float]]:
    """Grade the same submissions in every way, taking turns; return the seconds of each."""
    submissions = read_class(class_of(SUBMISSIONS))
    taken: dict[str, list[float]] = {}
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
                    seconds = way(submission)
                    if number >= NOT_COUNTED:
                        taken.setdefault(name, []).append(seconds)
    return taken


def _grading(grader: Grader) -> How:
    def way(submission: Submission) -> float:
        start = time.perf_counter()
        record = grader.grade(submission)
        seconds = time.perf_counter() - start
        assert record["status"] == "graded", record["notes"]
        return seconds

    return way


def report(taken: dict[str, list[float]]) -> Part:
    """Return the numbers as a table."""
    names = {
        "floor": "floor: fork, compile, execute, call; no judge",
        "bare": "bare: a new python + numpy + exec",
        **{level: f"graded, sandbox {level}" for level in Level},
    }
    rows = [(names[name], ms(seconds), ms(sum(seconds) / len(seconds))) for name, seconds in taken.items()]
    how = (
        f"The same {SUBMISSIONS} submissions in every way, taking turns in one process, after a few that are not "
        "counted. Graded means read to judged: wrong answers run again, for follow-through credit and for what a "
        "student may see."
    )
    middle, best = {name: median(seconds) for name, seconds in taken.items()}, available()[0]
    ratios = [(f"sandbox {level} against none", middle[level] / middle[Level.NONE]) for level in available()[:-1]]
    ratios += [(f"graded ({best}) against the floor", middle[best] / middle["floor"])]
    ratios += [(f"bare python + numpy + exec against graded ({best})", middle["bare"] / middle[best])]
    return Part("The boundary, one submission at a time", how, ("what", "median ms", "mean ms"), rows, ratios)
