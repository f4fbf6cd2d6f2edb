"""A whole class through the command, from the first byte read to the last table: time and memory against its size."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from autograder.batch.bounded import cores
from autograder.sandbox.host.isolation import Level, available
from bench.classes import BUILD, class_of
from bench.commands import AUTOGRADER, Cost, run
from bench.table import Part

EXECUTORS = ("serial", "processes", "dask")
REPEATS, REPEATED_UP_TO = 3, 100  # at the best level; bigger classes are their own repetition
ALL_LEVELS_UP_TO = 100
SERIAL_UP_TO = 1000

Measured = dict[tuple[str, Level, int], Cost]


def measure(sizes: Sequence[int]) -> Measured:
    """Grade classes of these sizes; the repetitions of one size are interleaved."""
    best, found = available()[0], Measured()
    for size in sizes:
        folder = class_of(size)
        levels = available() if size <= ALL_LEVELS_UP_TO else (best,)
        executors = EXECUTORS if size <= SERIAL_UP_TO else EXECUTORS[1:]
        ways = [(executor, level) for executor in executors for level in levels]
        costs: dict[tuple[str, Level], list[Cost]] = {way: [] for way in ways}
        for repetition in range(REPEATS if size <= REPEATED_UP_TO else 1):
            for executor, level in ways:
                if repetition == 0 or level is best:
                    costs[executor, level].append(_grade(str(folder), executor, level))
        for (executor, level), several in costs.items():
            seconds = median(cost.seconds for cost in several)
            found[executor, level, size] = Cost(seconds, max(cost.megabytes for cost in several))
    return found


def _grade(folder: str, executor: str, level: Level) -> Cost:
    sandbox = ["--unsafe-no-sandbox"] if level is Level.NONE else ["--sandbox", level]
    jobs = [] if executor == "serial" else ["--jobs", str(len(cores()))]
    command = [*AUTOGRADER, "grade", folder, "--out", BUILD / "grades", "--executor", executor, *jobs, *sandbox]
    return run([*command, "--force", "--quiet"], memory=True)


def report(found: Measured) -> Part:
    """Return the numbers as a table."""
    rows = [
        (f"{size}, {executor}, {level}", f"{cost.seconds:.1f}", f"{size / cost.seconds:.1f}", f"{cost.megabytes:.0f}")
        for (executor, level, size), cost in sorted(found.items(), key=lambda item: (item[0][2], *item[0][:2]))
    ]
    how = (
        "`autograder grade --force --quiet`, start-up of Python, answer keys and sandbox included. A record is written "
        "for each submission, and a table. Memory is the sum of all processes' proportional shares (PSS) at the peak. "
        f"Up to {REPEATED_UP_TO} submissions the median of {REPEATS} interleaved runs at the best level, else one run."
    )
    header = ("submissions, executor, sandbox", "seconds", "submissions/s", "MB at the peak")
    return Part("A class against its size", how, header, rows, _ratios(found))


def _ratios(found: Measured) -> list[tuple[str, float]]:
    best, largest = available()[0], max(size for *_, size in found)
    serial = {size: found["serial", best, size].seconds for executor, _, size in found if executor == "serial"}
    ratios = [
        (f"{executor} against serial, {size} submissions (submissions/s)", serial[size] / cost.seconds)
        for (executor, level, size), cost in found.items()
        if executor != "serial" and level is best and size in serial and size == max(serial)
    ]
    small = min(size for *_, size in found)
    if REPEATED_UP_TO in serial and largest > REPEATED_UP_TO:
        few, many = found["processes", best, REPEATED_UP_TO], found["processes", best, largest]
        rate = largest / many.seconds * few.seconds / REPEATED_UP_TO
        ratios.append((f"processes, {largest} submissions against {REPEATED_UP_TO} (submissions/s)", rate))
    if small < largest:
        more = found["processes", best, largest].megabytes / found["processes", best, small].megabytes
        ratios.append((f"memory at {largest} submissions against {small} (processes)", more))
    return ratios
