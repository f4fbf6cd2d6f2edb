"""Functions of one number: curves, their derivatives, and tangents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.figures.figure import Picture
from autograder.figures.style import CURVES, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Curve: TypeAlias = "ArrayLike | Callable[[Any], Any]"
STEP = 1e-4  # of the central difference that measures a tangent's slope; in units of x
PANEL, ALONE = (3.6, 2.9), (5.6, 3.3)  # inches
MOST_INSIDE = 4  # entries of a legend that leave room for the curves


@dataclass(frozen=True, slots=True)
class _Panel:
    title: str
    lines: Mapping[str, Floats]
    tangent: tuple[float, float, float] | None  # x, y, slope


def curves(
    x: ArrayLike,
    y: Mapping[str, Any],
    *,
    alt: str,
    title: str = "",
    xlabel: str = "$x$",
    ylabel: str = "",
    tangent_at: float | None = None,
    slope: float | None = None,
    points: Sequence[tuple[float, float]] = (),
    log: bool = False,
) -> Picture:
    """Draw curves over x: {label: curve} in one panel, or {title: {label: curve}} in panels side by side.

    x: shape (n,). A curve is an array of shape (n,), or a function that makes one of x; a label "" is not shown.
    tangent_at: the x at which the first curve of each panel gets its tangent, of the given slope or else of a measured
    one. points: (x, y) of dots in every panel. log: the y axis is logarithmic, so all values must be positive.
    """
    at = np.array(x, dtype=float)
    side_by_side = all(isinstance(each, Mapping) for each in y.values())
    panels = [_panel(name, at, lines, tangent_at, slope) for name, lines in (y if side_by_side else {title: y}).items()]
    dots = np.array(points, dtype=float).reshape(-1, 2)

    def draw() -> Figure:
        figure, sheets = _sheets(len(panels))
        if side_by_side and title:
            figure.suptitle(title)
        for axes, panel in zip(sheets, panels, strict=True):
            axes.set(title=panel.title, xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
            _draw_panel(axes, at, panel)
            axes.plot(*dots.T, "o", color=INK, zorder=4)
        return figure

    return Picture(alt, draw)


def function_of_entry(
    f: Callable[[Any], Any],
    X: ArrayLike,
    entry: int | tuple[int, ...],
    *,
    alt: str,
    name: str = "",
    ylabel: str = "$L$",
    title: str = "",
    reach: float = 1.0,
    slope: float | None = None,
) -> Picture:
    """Draw how f(X) depends on one entry of X, all others standing still, with the tangent where the entry really is.

    f: maps an array of X's shape to a number; it gets a copy of X. entry: the place, counted from 0. name: of the
    entry, as TeX; else it is the place. reach: how far the entry goes to both sides. slope: the tangent's, such as
    dL/dX at the entry from a backward pass; else it is measured by a central difference.
    """
    original = np.array(X, dtype=float)
    place = entry if isinstance(entry, tuple) else (entry,)
    here = float(original[place])

    def along(values: Floats) -> Floats:
        return np.array([_scalar(f(_with(original, place, value))) for value in np.atleast_1d(values)])

    label = f"${name}$" if name else f"entry {list(place)}"
    return curves(
        np.linspace(here - reach, here + reach, 81),
        {ylabel: along},
        alt=alt,
        title=title,
        xlabel=f"{label}, all other entries fixed",
        ylabel=ylabel,
        tangent_at=here,
        slope=slope,
    )


def _with(original: Floats, place: tuple[int, ...], value: float) -> Floats:
    changed = original.copy()
    changed[place] = value
    return changed


def _scalar(value: Any) -> float:
    return float(np.asarray(value).item())


def _panel(name: str, at: Floats, lines: Mapping[str, Curve], tangent_at: float | None, slope: float | None) -> _Panel:
    values = {label: _values(at, curve) for label, curve in lines.items()}
    if tangent_at is None:
        return _Panel(name, values, None)
    label = next(iter(lines))
    y, measured = _measured(at, values[label], lines[label], tangent_at)
    return _Panel(name, values, (tangent_at, y, measured if slope is None else float(slope)))


def _values(at: Floats, curve: Curve) -> Floats:
    values = np.array(curve(at) if callable(curve) else curve, dtype=float)
    return np.broadcast_to(values, at.shape).copy()


def _measured(at: Floats, values: Floats, curve: Curve, x: float) -> tuple[float, float]:
    """Return a curve's value and slope at x, as exactly as what is known of it allows."""
    if not callable(curve):
        return float(np.interp(x, at, values)), float(np.interp(x, at, np.gradient(values, at)))
    below, here, above = (float(value) for value in _values(np.array([x - STEP, x, x + STEP]), curve))
    return here, (above - below) / (2 * STEP)


def _sheets(number: int) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    size = ALONE if number == 1 else (PANEL[0] * number, PANEL[1])
    figure = Figure(figsize=size, layout="constrained")
    return figure, list(figure.subplots(1, number, squeeze=False)[0])


def _draw_panel(axes: Axes, at: Floats, panel: _Panel) -> None:
    for (label, values), (color, dashes) in zip(panel.lines.items(), cycle(CURVES), strict=False):
        axes.plot(at, values, color=color, linestyle=dashes, label=label or "_")
    if panel.tangent is not None:
        _draw_tangent(axes, at, *panel.tangent)
    shown = len(axes.get_legend_handles_labels()[1])
    if shown > MOST_INSIDE:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    elif shown > 1 or (shown and not axes.get_ylabel()):
        axes.legend()


def _draw_tangent(axes: Axes, at: Floats, x: float, y: float, slope: float) -> None:
    low, high = axes.get_ylim()
    line = y + slope * (at - x)
    line[(line < low) | (line > high)] = np.nan  # the curves are what the panel is about: a tangent may leave it
    label = f"tangent, slope {slope:.4g}".replace("-", "−")
    axes.plot(at, line, color=INK, linestyle=(0, (2, 1.5)), linewidth=1.5, label=label)
    axes.plot([x], [y], "o", color=INK, zorder=4)
