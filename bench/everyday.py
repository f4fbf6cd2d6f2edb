"""The everyday run: nothing new in a class that was graded before, one submission new, the sheet for Canvas filled in.

Each beside `import numpy`, taking turns: most of what is left of such a run is starting up.
"""

from __future__ import annotations

import sys
import time
from compileall import compile_dir
from pathlib import Path
from statistics import median

import autograder
from bench.classes import BUILD, class_of
from bench.commands import AUTOGRADER, run
from bench.table import Part, ms

OUT, SHEET = BUILD / "everyday", BUILD / "canvas.csv"
REPEATS = 7
REST = 2.5  # seconds; what was written just now is read once more, and not taken for unchanged
NUMPY, NOTHING_NEW, ONE_NEW = "python -c 'import numpy'", "autograder grade, nothing new", "autograder grade, one new"
CANVAS = "autograder export canvas"


def measure(submissions: int) -> dict[str, list[float]]:
    """Grade a class, then measure; return seconds by what was done."""
    folder = class_of(submissions)
    # As pip leaves it: where the environment keeps Python from writing bytecode, each run would compile it all.
    compile_dir(autograder.__path__[0], quiet=1)
    grade = [*AUTOGRADER, "grade", folder, "--out", OUT, "--quiet"]
    SHEET.write_text(_sheet(sorted(path.name for path in folder.iterdir())), "utf-8")
    for _ in range(2):  # the second run knows again what the first has just written
        run(grade)
        time.sleep(REST)
    commands = {
        NUMPY: [sys.executable, "-c", "import numpy"],
        NOTHING_NEW: grade,
        ONE_NEW: grade,
        CANVAS: [*AUTOGRADER, "export", "canvas", OUT, "--into", SHEET],
    }
    taken: dict[str, list[float]] = {what: [] for what in commands}
    files = sorted(path for kind in ("py", "ipynb") for path in folder.glob(f"*/*/*.{kind}"))
    for path in files[:REPEATS]:
        for what, command in commands.items():
            if what == ONE_NEW:
                path.write_bytes(path.read_bytes() + b"\n")
            taken[what].append(run(command).seconds)
        time.sleep(REST)
    return taken


def _sheet(students: list[str]) -> str:
    names = [path.name for path in Path("solutions").iterdir() if path.is_dir()]
    titles = [f"{name} ({number})" for number, name in enumerate(names, 1)]
    header = ",".join(["Student,ID,SIS User ID,SIS Login ID,Section", *titles])
    points = "Points Possible,,,," + ",100" * len(titles)
    rows = [f"{name},{number},{name},{name},A" + "," * len(titles) for number, name in enumerate(students, 1)]
    return "\n".join([header, points, *rows]) + "\n"


def report(taken: dict[str, list[float]], submissions: int) -> Part:
    """Return the numbers as a table."""
    rows = [(what, ms(seconds)) for what, seconds in taken.items()]
    numpy = median(taken[NUMPY])
    ratios = [(f"{what} against {NUMPY}", median(seconds) / numpy) for what, seconds in taken.items() if what != NUMPY]
    beyond = median(taken[ONE_NEW]) + median(taken[CANVAS]) - numpy
    rows.append((f"one new and {CANVAS} together, beyond {NUMPY}", ms([beyond])))
    how = f"In a class of {submissions} submissions that was graded before. Medians of {REPEATS}, taking turns."
    return Part("The everyday run", how, ("what", "ms"), rows, ratios)
