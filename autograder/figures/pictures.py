"""Small pictures in a grid, as pixels: digits, and what the neurons of a first layer look for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from autograder.figures.canvas import sheet, text_width
from autograder.figures.figure import Picture
from autograder.figures.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

SIDE, GAP, LINE, MARGIN = 0.82, 0.16, 0.2, 0.12  # inches
SMALL, TITLE = 8.5, 11.0  # font sizes
# The ends of the palette of signed pictures; white is 0 in both palettes.
POSITIVE, NEGATIVE, BLACK = (0, 82, 140), (190, 80, 0), (0, 0, 0)
Floats: TypeAlias = "NDArray[np.float64]"


def pictures(images: Sequence[tuple[str, ArrayLike]], *, alt: str, columns: int = 10, title: str = "") -> Picture:
    """Draw pictures side by side, (caption, array) each, `columns` of them per row.

    An array has shape (m, n). White is 0; the larger an entry, the darker. Where negative entries occur, positive ones
    are blue and negative ones orange, and each picture has a scale of its own.
    """
    named = [(caption, np.array(image, dtype=float)) for caption, image in images]

    def draw() -> Figure:
        return _draw(named, columns, title)

    return Picture(alt, draw)


def _draw(named: Sequence[tuple[str, Floats]], columns: int, title: str) -> Figure:
    lines = 1 + max((caption.count("\n") for caption, _ in named), default=0)
    cell = max([SIDE, *(text_width(line, SMALL) for caption, _ in named for line in caption.splitlines())])
    across, down = min(columns, len(named)), -(-len(named) // columns)
    height = SIDE + LINE * lines + GAP / 2
    head = 1.4 * LINE if title else 0.0
    width = max(across * (cell + GAP) - GAP, text_width(title, TITLE)) + 2 * MARGIN
    figure, axes = sheet(width, down * height + head + 2 * MARGIN)
    top = down * height + head + MARGIN
    axes.text(MARGIN, top, title, va="top", fontsize=TITLE)
    for number, (caption, image) in enumerate(named):
        left = MARGIN + (number % columns) * (cell + GAP) + (cell - SIDE) / 2
        _draw_one(axes, caption, image, left, top - head - (number // columns) * height, lines)
    return figure


def _draw_one(axes: Axes, caption: str, image: Floats, left: float, top: float, lines: int) -> None:
    from matplotlib.patches import Rectangle

    under = top - LINE * lines
    axes.text(left + SIDE / 2, top - LINE * lines / 2, caption, ha="center", va="center", fontsize=SMALL)
    extent = (left, left + SIDE, under - SIDE, under)
    axes.imshow(colored(image), extent=extent, interpolation="nearest", aspect="auto", zorder=2)
    axes.add_patch(Rectangle((left, under - SIDE), SIDE, SIDE, fill=False, edgecolor=INK, linewidth=0.6, zorder=3))


def colored(image: Floats) -> Floats:
    """Return the colours of a picture, shape (m, n, 3), from 0 to 1: white at 0, the darker the farther from it."""
    share = np.abs(image)[..., None] / (np.abs(image).max() or 1.0)
    ends = np.where(image[..., None] < 0, NEGATIVE, POSITIVE if image.min() < 0 else BLACK)
    return np.asarray(1.0 - share * (1.0 - ends / 255.0))
