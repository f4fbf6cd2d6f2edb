"""Time against class size, as a picture."""

from __future__ import annotations

from pathlib import Path

from autograder.sandbox.levels import available
from bench.scaling import EXECUTORS, Measured


def draw(found: Measured, path: Path) -> None:
    """Write a PNG: one line for each executor, at the best level of the sandbox."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    best = available()[0]
    figure, axes = plt.subplots(figsize=(6, 4))
    for executor, marker in zip(EXECUTORS, "osD", strict=True):
        mine = {size: cost.seconds for (by, level, size), cost in found.items() if (by, level) == (executor, best)}
        points = sorted(mine.items())
        axes.loglog(*zip(*points, strict=True), marker=marker, label=executor)
    axes.set(xlabel="submissions", ylabel="seconds", title=f"autograder grade, sandbox {best}")
    axes.grid(True, which="major", alpha=0.4)
    axes.legend()
    figure.savefig(path, dpi=150, bbox_inches="tight")
