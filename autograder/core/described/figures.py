"""What a figure of matplotlib's holds: its axes, their titles and labels, and the data of what is drawn. No pixels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.described.bars import bars_of

KIND, NOTHING = "figure", "no figure"
COLOR_BAR = "<colorbar>"  # as matplotlib labels the axes of one
NO_STYLE = ("None", "none", " ", "", None)
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
    pictures = [axes for axes in value.axes if axes.get_label() != COLOR_BAR]
    return Described(KIND, (("axes", [_axes(axes, value if len(pictures) == 1 else None) for axes in pictures]),))


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


def _axes(axes: Any, figure: Any) -> Described:
    """Return what an axes holds. figure: the figure, if this is its only picture: its words are then this one's."""
    words = {"title": _title(axes, figure), "x label": axes.get_xlabel().strip(), "y label": axes.get_ylabel().strip()}
    scales = {"x scale": axes.get_xscale(), "y scale": axes.get_yscale()}
    legends = [axes.get_legend(), *(figure.legends if figure is not None else ())]
    told = [text.get_text() for legend in legends if legend is not None for text in legend.get_texts()]
    bars, points = list(bars_of(axes)), [each for each in axes.collections if _has_points(each)]
    drawn = {
        "lines": [_line(line) for line in axes.lines if not _has_no_line(line)],
        "bars": bars,
        "points": [
            *(np.array(each.get_offsets().data, float) for each in points),
            *(np.array(line.get_xydata(), float) for line in axes.lines if _has_points_alone(line)),
        ],
        "images": [_as_shown(axes, image) for image in axes.images],
        "others": len(axes.patches) - len(bars) + len(axes.collections) - len(points),
    }
    return Described("axes", (*words.items(), *scales.items(), ("legend", told), *drawn.items()))


def _title(axes: Any, figure: Any) -> str:
    places = [axes.get_title(loc).strip() for loc in ("center", "left", "right")]
    above = "" if figure is None else figure.get_suptitle().strip()
    return next(filter(None, (*places, above)), "")


def _has_no_line(line: Any) -> bool:
    """Say whether a "line" is a set of points, or nothing at all."""
    return line.get_linestyle() in NO_STYLE


def _has_points_alone(line: Any) -> bool:
    return _has_no_line(line) and line.get_marker() not in NO_STYLE


def _as_shown(axes: Any, image: Any) -> Any:
    """Return an image's entries, the first row on top."""
    *_, bottom, top = image.get_extent()
    low, high = axes.get_ylim()
    turned = (image.origin == "lower") != ((top > bottom) != (high > low))
    entries = np.array(image.get_array(), float)
    return entries[::-1] if turned else entries


def _line(line: Any) -> Any:
    x, y = (np.array(line.get_data(orig=False)[axis], float) for axis in (0, 1))
    return Described("line", (("x", x), ("y", y)))


def _has_points(collection: Any) -> bool:
    return type(collection).__name__ == "PathCollection"
