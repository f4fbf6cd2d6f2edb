"""What a figure of matplotlib's holds: its axes, their titles and labels, and the data of what is drawn. No pixels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.described.bars import bars_of

KIND, NOTHING = "figure", "no figure"
NESTED = 3  # rows and columns of axes, in a list
BUILD: Mapping[str, Callable[[Described], Any]] = {}


def describe(value: Any) -> Described | None:
    module = sys.modules.get("matplotlib.figure")
    if module is None:
        return None
    if not isinstance(value, module.FigureBase):
        value = figure_of(value)
        if value is None:
            return None
    return Described(KIND, (("axes", [_axes(axes) for axes in value.axes]),))


def figure_of(value: Any) -> Any:
    """Return the figure that an axes, or the first of several, lies in; None where it is nothing of the kind."""
    module = sys.modules.get("matplotlib.axes")
    if module is None:
        return None
    for _ in range(NESTED):
        # (Of a matrix, the first row is a matrix again.)
        if type(value) is not np.ndarray and not isinstance(value, list | tuple):
            break
        if not (len(value) if isinstance(value, list | tuple) else value.ndim and len(value)):
            break
        value = value[0]
    return value.figure if isinstance(value, module.Axes) else None


def _axes(axes: Any) -> Described:
    legend = axes.get_legend()
    words = {"title": axes.get_title(), "x label": axes.get_xlabel(), "y label": axes.get_ylabel()}
    scales = {"x scale": axes.get_xscale(), "y scale": axes.get_yscale()}
    told = [] if legend is None else [text.get_text() for text in legend.get_texts()]
    drawn = {
        "lines": [_line(line) for line in axes.lines],
        "bars": list(bars_of(axes)),
        "points": [np.array(each.get_offsets().data, float) for each in axes.collections if _has_points(each)],
        "images": [np.array(image.get_array(), float) for image in axes.images],
    }
    return Described("axes", (*words.items(), *scales.items(), ("legend", told), *drawn.items()))


def _line(line: Any) -> Any:
    x, y = (np.array(line.get_data(orig=False)[axis], float) for axis in (0, 1))
    return Described("line", (("x", x), ("y", y)))


def _has_points(collection: Any) -> bool:
    return type(collection).__name__ == "PathCollection"
