"""A class that was graded before: nothing changed, one submission changed, one lesson changed."""

from __future__ import annotations

from pathlib import Path

from bench.classes import BUILD, class_of
from bench.commands import AUTOGRADER, run
from bench.table import Part

OUT = BUILD / "regraded"


def measure(submissions: int) -> dict[str, float]:
    """Grade a class afresh, unchanged, and after one edit; return the seconds."""
    folder = class_of(submissions)
    command = [*AUTOGRADER, "grade", folder, "--out", OUT, "--quiet"]
    taken = {"afresh": run([*command, "--force"]).seconds, "unchanged": run(command).seconds}
    _edit(folder)
    return {**taken, "one submission edited": run(command).seconds}


def _edit(folder: Path) -> None:
    # One more line changes the bytes of a notebook as well as of a .py file, and nothing else.
    path = min(path for kind in ("py", "ipynb") for path in folder.glob(f"*/*/*.{kind}"))
    path.write_bytes(path.read_bytes() + b"\n")


def report(taken: dict[str, float], submissions: int) -> Part:
    """Return the numbers as a table."""
    rows = [(what, f"{seconds:.1f}") for what, seconds in taken.items()]
    ratios = [(f"{what} against afresh", taken[what] / taken["afresh"]) for what in taken if what != "afresh"]
    how = f"`autograder grade` on {submissions} submissions, default settings, one run each."
    return Part("Grading again", how, ("what", "seconds"), rows, ratios)
