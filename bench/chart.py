"""Time against class size, as a picture."""

from __future__ import annotations

from pathlib import Path

from autograder.sandbox.host.isolation import available
from bench.scaling import EXECUTORS, Measured


def draw(found: Measured, path: Path) -> None:
    """Write a PNG: one line for each executor, at the best level of the sandbox."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    best = available()[0]
    figure, axes = plt.subplots(figsize=(6, 4))
    for executor, marker in zip(EXECUTORS, "osD", strict=True):
        mine = {size: cost.seconds for (by, level, size), cost in found.items() if (by, level) == (executor, best)}
        points = sorted(mine.items())
        axes.loglog(*zip(*points, strict=True), marker=marker, label=executor)
    axes.set(xlabel="submissions", ylabel="seconds", title=f"autograder grade, sandbox {best}")
    for axis in (axes.xaxis, axes.yaxis):  # 20 and not 2 × 10¹
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.grid(True, which="major", alpha=0.4)
    axes.legend()
    figure.savefig(path, dpi=150, bbox_inches="tight")
