"""What a student waits for: `autograder check` from cold, and check("…") in a notebook."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from subprocess import run as run_process

from bench.classes import BUILD, course
from bench.commands import AUTOGRADER, ours, run
from bench.table import Part, ms

REPEATS = 9
NUMPY = (sys.executable, "-c", "import numpy")
IN_A_NOTEBOOK = """
import sys, time
from pathlib import Path
from autograder import check
from autograder.cells import read_percent
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
    stub, solution = course().assignments / name / f"{name}.py", _solved(name)
    commands = {
        "python -c 'import numpy'": NUMPY,
        "autograder check, untouched": (*AUTOGRADER, "check", stub),
        "autograder check, solved": (*AUTOGRADER, "check", solution),
    }
    taken: dict[str, list[float]] = {what: [] for what in commands} | {'check("…") in a notebook': []}
    for _ in range(REPEATS):
        for what, command in commands.items():
            taken[what].append(run(command, env=ours()).seconds)
        taken['check("…") in a notebook'].append(_in_a_notebook(solution))
    return taken


def _solved(name: str) -> Path:
    """Return a copy of the released folder's file with the solution in it."""
    folder = BUILD / "check" / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in (course().assignments / name).iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / f"{name}.py").write_bytes((course().solutions / name / "lesson.py").read_bytes())
    return folder / f"{name}.py"


def _in_a_notebook(path: Path) -> float:
    command = [sys.executable, "-c", IN_A_NOTEBOOK, str(path.resolve())]
    done = run_process(command, env=ours(), cwd=path.parent, capture_output=True, text=True, check=True)
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
    return Part("What a student waits for", f"Medians of {REPEATS}, taking turns.", ("what", "ms"), rows, ratios)
