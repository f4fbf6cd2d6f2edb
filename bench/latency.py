"""What a student waits for: `autograder check` from cold, and check("…") in a notebook."""

from __future__ import annotations

import sys
from compileall import compile_dir
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns
from statistics import median
from subprocess import run as run_process

import autograder
from bench.classes import BUILD, course
from bench.commands import AUTOGRADER, ours, run
from bench.table import Part, ms

REPEATS = 15
NUMPY = (sys.executable, "-c", "import numpy")
OWN = "the solved file's own cells"
OWN_CELLS = """
import io, sys, time
from pathlib import Path
import numpy, autograder
from autograder.notebooks.percent import read_percent
autograder.check = lambda *_: None
cells = [cell for cell in read_percent(Path(sys.argv[1]).read_text()) if cell.kind == "code"]
said, sys.stdout, names = sys.stdout, io.StringIO(), {"__name__": "__main__"}
start = time.perf_counter()
for cell in cells:
    exec(compile(cell.source, "<cell>", "exec"), names)
print(time.perf_counter() - start, file=said)
"""
IN_A_NOTEBOOK = """
import sys, time
from pathlib import Path
from autograder import check
from autograder.notebooks.percent import read_percent
cells = [cell for cell in read_percent(Path(sys.argv[1]).read_text()) if cell.given or cell.exercise]
for cell in cells:
    exec(compile(cell.source, "<cell>", "exec"))
names = [cell.exercise for cell in cells if cell.exercise]
import io
said, sys.stdout = sys.stdout, io.StringIO()
check(names[0])
start = time.perf_counter()
for name in names:
    check(name)
print((time.perf_counter() - start) / len(names), file=said)
"""


def measure() -> dict[str, list[float]]:
    """Check the untouched stub and the solution of the first assignment, taking turns with `import numpy`."""
    name = course().course.assignments[0].name
    stub, solution = (course().assignments / name / f"{name}.py").resolve(), _solved(name).resolve()
    commands = {
        "python -c 'import numpy'": NUMPY,
        "autograder check, untouched": (*AUTOGRADER, "check", stub),
        "autograder check, solved": (*AUTOGRADER, "check", solution),
    }
    programs = {OWN: OWN_CELLS, 'check("…") in a notebook': IN_A_NOTEBOOK}
    taken: dict[str, list[float]] = {what: [] for what in (*commands, *programs)}
    for _ in range(REPEATS):
        for what, command in commands.items():
            # Not in this folder, whose own package would be found first.
            taken[what].append(run(command, env=_installed(), cwd=solution.parent).seconds)
        for what, program in programs.items():
            taken[what].append(_told_by(program, solution))
    return taken


@cache
def _installed() -> dict[str, str]:
    """Return an environment in which this package is found as pip leaves it with a student: compiled."""
    folder = BUILD / "installed"
    source = Path(autograder.__path__[0])
    copytree(source, folder / "autograder", ignore=ignore_patterns("__pycache__"), dirs_exist_ok=True)
    compile_dir(folder, quiet=1)
    return ours(PYTHONPATH=str(folder.resolve()))


def _solved(name: str) -> Path:
    """Return a copy of the released folder's file with the solution in it."""
    folder = BUILD / "check" / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in (course().assignments / name).iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / f"{name}.py").write_bytes((course().solutions / name / "lesson.py").read_bytes())
    return folder / f"{name}.py"


def _told_by(program: str, path: Path) -> float:
    command = [sys.executable, "-c", program, str(path.resolve())]
    done = run_process(command, env=_installed(), cwd=path.parent, capture_output=True, text=True, check=True)
    return float(done.stdout)


def report(taken: dict[str, list[float]]) -> Part:
    """Return the numbers as a table."""
    rows = [(what, ms(seconds)) for what, seconds in taken.items()]
    numpy = median(taken["python -c 'import numpy'"])
    ratios = [
        (f"{what} against python -c 'import numpy'", median(seconds) / numpy)
        for what, seconds in taken.items()
        if what.startswith("autograder")
    ]
    if OWN in taken:
        rest = median(taken["autograder check, solved"]) - median(taken[OWN])
        ratios.append((f"autograder check, solved, without {OWN}, against python -c 'import numpy'", rest / numpy))
    return Part("What a student waits for", f"Medians of {REPEATS}, taking turns.", ("what", "ms"), rows, ratios)
