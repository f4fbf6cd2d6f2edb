"""A sheet to draw on, measured in inches from its lower left corner."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of this size and its one empty axes, on which 1 is an inch."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


@cache
def text_width(text: str, size: float) -> float:
    """Return how wide a text of this font size is, in inches."""
    from matplotlib.textpath import TextPath

    return float(TextPath((0, 0), text, size=size).get_extents().width) / 72 if text else 0.0
