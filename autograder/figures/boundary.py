"""What a classifier says of every point of a plane, at several moments of its training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.figures.figure import Picture
from autograder.figures.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.contour import ContourSet
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"
FINENESS = 61  # points of the grid along each side
PANEL = (2.5, 2.5)  # inches
LEVELS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
SHADES = ("#FFFFFF", "#EAF2F9", "#D3E5F2", "#A3CAE5", "#7BB3DA", "#559CCC")  # the darker, the surer of label 1


def decision_boundary(
    predict: Mapping[str, Callable[[Any], Any]], X: ArrayLike, labels: ArrayLike, *, alt: str, title: str = ""
) -> Picture:
    """Draw the data points, and what each of {title: predict} says of the plane around them, side by side.

    X: shape (2, B), columns are data points. labels: B numbers, 0 or 1, in any shape. predict maps points of shape
    (2, n) to n probabilities of label 1, in any shape; the line is where it says 1/2. An empty predict draws the
    points alone.
    """
    points, kinds = np.array(X, dtype=float), np.array(labels, dtype=float).ravel()
    middle, reach = points.mean(axis=1), 0.75 * float(np.ptp(points, axis=1).max() or 1.0)
    first, second = np.meshgrid(*(np.linspace(m - reach, m + reach, FINENESS) for m in middle))
    plane = np.stack([first.ravel(), second.ravel()])
    said = {
        name: np.clip(np.array(ask(plane), dtype=float), 0, 1).reshape(first.shape) for name, ask in predict.items()
    }

    def draw() -> Figure:
        from matplotlib.figure import Figure

        number = max(len(said), 1)
        figure = Figure(figsize=(PANEL[0] * number + 1.2, PANEL[1] + 1.2), layout="constrained")
        sheets = figure.subplots(1, number, squeeze=False, sharex=True, sharey=True)[0]
        plain = [_draw_plane(axes, name, first, second, said[name]) for axes, name in zip(sheets, said, strict=False)]
        for axes in sheets:
            _draw_points(axes, points, kinds)
            axes.set(xlabel="$x_1$", xlim=first[0, [0, -1]], ylim=second[[0, -1], 0], aspect="equal")
        sheets[0].set_ylabel("$x_2$")
        if plain:
            figure.colorbar(plain[-1], ax=list(sheets), label="probability of label 1", ticks=LEVELS, shrink=0.9)
        if title:
            figure.suptitle(title)
        figure.legend(*sheets[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
        return figure

    return Picture(alt, draw)


def _draw_plane(axes: Axes, name: str, first: Floats, second: Floats, values: Floats) -> ContourSet:
    axes.set_title(name)
    axes.contour(first, second, values, levels=[0.5], colors=[INK], linewidths=2.0)
    return axes.contourf(first, second, values, levels=LEVELS, colors=SHADES)


def _draw_points(axes: Axes, points: Floats, kinds: Floats) -> None:
    for kind, marker, color in ((0, "s", "#FFFFFF"), (1, "o", INK)):
        here = points[:, kinds == kind]
        axes.plot(*here, marker, markersize=9, color=color, markeredgecolor=INK, label=f"label {kind}")
