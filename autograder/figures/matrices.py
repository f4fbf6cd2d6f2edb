"""Matrices as tables of numbers, and which row and column make an entry of a product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from autograder.figures.canvas import sheet, text_width
from autograder.figures.figure import Picture
from autograder.figures.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"
CELL, LINE = 0.36, 0.27  # height of a cell, of a line of text; in inches
NAME, SMALL = 11.0, 9.5  # font sizes
GAP, MARGIN = 0.5, 0.12
# Of the row, the column and the entry that they make: fill and hatching, so that grey is enough.
ROW, COLUMN, ENTRY, PLAIN = ("#CFE6F5", "////"), ("#FCE3B6", "\\\\\\\\"), ("#E3CFE3", "xxxx"), ("#FFFFFF", "")
# The ends of the palettes, red, green and blue: a blue and an orange on which black is still read.
POSITIVE, NEGATIVE = (120, 175, 220), (245, 175, 105)
CellStyle = Callable[[int, int], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _DrawnMatrix:
    name: str
    numbers: list[list[str]]
    shape: str
    width: float  # of a cell

    @property
    def size(self) -> tuple[float, float]:
        """Width, that of what is written above included, and height, in inches."""
        widest = max(text_width(self.name, NAME), text_width(self.shape, SMALL - 1))
        return max(self.width * len(self.numbers[0]), widest), CELL * len(self.numbers)


def matrices(
    arrays: Mapping[str, ArrayLike], *, alt: str, digits: int = 2, heat: bool = True, title: str = ""
) -> Picture:
    """Draw matrices side by side, {title: array}, each with its shape and all of its numbers.

    An array is a number or has shape (n,) or (m, n). heat: the larger an entry, the darker, over all of the arrays;
    where both signs occur, 0 is white, positive entries are blue and negative ones orange.
    """
    values = {name: np.array(array, dtype=float) for name, array in arrays.items()}
    tables = [_table(name, array, digits) for name, array in values.items()]
    styles = [_heat(array, values) if heat else _plain for array in values.values()]

    def draw() -> Figure:
        return _draw(tables, styles, [""] * (len(tables) - 1), title)

    return Picture(alt, draw)


def matrix_product(
    X: ArrayLike,
    W: ArrayLike,
    *,
    alt: str,
    entry: tuple[int, int] = (0, 0),
    names: tuple[str, str, str] = ("X", "W", "N"),
    digits: int = 2,
    title: str = "",
) -> Picture:
    """Draw X · W = N with numbers and shapes: the row of X and the column of W that make one entry of N stand out.

    X: shape (m, n). W: shape (n, k). entry: the place in N, counted from 0. names: of X, W and N, as TeX.
    """
    left, right = np.array(X, dtype=float), np.array(W, dtype=float)
    row, column = entry
    tables = [
        _table(f"${name}$", array, digits) for name, array in zip(names, (left, right, left @ right), strict=True)
    ]
    styles: list[CellStyle] = [
        lambda i, j: ROW if i == row else PLAIN,
        lambda i, j: COLUMN if j == column else PLAIN,
        lambda i, j: ENTRY if (i, j) == entry else PLAIN,
    ]
    terms = zip(left[row], right[:, column], strict=True)
    total = " + ".join(f"{_signed(a, digits)}·{_signed(b, digits)}" for a, b in terms)
    sum_ = f"row {row}, column {column}:  {total} = {_number((left @ right)[entry], digits)}"

    def draw() -> Figure:
        return _draw(tables, styles, ["·", "="], title, sum_)

    return Picture(alt, draw)


def _table(name: str, array: Floats, digits: int) -> _DrawnMatrix:
    shape = f"shape {array.shape}" if array.ndim else "a number"
    numbers = [[_number(value, digits) for value in row] for row in np.atleast_2d(array)]
    return _DrawnMatrix(name, numbers, shape, 0.22 + 0.085 * max(len(text) for row in numbers for text in row))


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    if abs(value - float(text)) < 1e-12 and "." in text:  # 0.5 is exact, 0.50 is rounded
        text = text.rstrip("0").rstrip(".")
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def _signed(value: float, digits: int) -> str:
    text = _number(value, digits)
    return f"({text})" if text.startswith("−") else text


def _plain(i: int, j: int) -> tuple[str, str]:
    return PLAIN


def _heat(array: Floats, of: Mapping[str, Floats]) -> CellStyle:
    """Return how the cells of one of the arrays are filled: 0 is white where there are numbers of both signs."""
    every = np.concatenate([values.ravel() for values in of.values()])
    low, high = float(every.min()), float(every.max())
    signed = low < 0 < high
    unit = max(-low, high) if signed else (high - low or 1.0)

    def fill(i: int, j: int) -> tuple[str, str]:
        value = float(np.atleast_2d(array)[i, j])
        share = abs(value) / unit if signed else (value - low) / unit
        red, green, blue = (
            round(255 - share * (255 - end)) for end in (NEGATIVE if signed and value < 0 else POSITIVE)
        )
        return f"#{red:02X}{green:02X}{blue:02X}", ""

    return fill


def _draw(
    tables: list[_DrawnMatrix], styles: list[CellStyle], between: list[str], title: str, below: str = ""
) -> Figure:
    tall = max(table.size[1] for table in tables)
    width = sum(table.size[0] for table in tables) + GAP * len(between) + 2 * MARGIN
    foot = MARGIN + (1.3 * LINE if below else 0.0)
    figure, axes = sheet(
        max(width, text_width(below, SMALL) + 2 * MARGIN, text_width(title, NAME) + 2 * MARGIN),
        foot + tall + 2 * LINE + MARGIN + (LINE if title else 0.0),
    )
    x, middle = MARGIN, foot + tall / 2
    for table, fill, sign in zip(tables, styles, [*between, ""], strict=True):
        _draw_table(axes, table, fill, x, middle)
        x += table.size[0]
        axes.text(x + GAP / 2, middle, sign, ha="center", va="center", fontsize=15)
        x += GAP
    axes.text(MARGIN, MARGIN, below, va="bottom", fontsize=SMALL)
    axes.text(MARGIN, axes.get_ylim()[1] - MARGIN / 2, title, va="top", fontsize=NAME)
    return figure


def _draw_table(axes: Axes, table: _DrawnMatrix, fill: CellStyle, x: float, middle: float) -> None:
    from matplotlib.patches import Rectangle

    width, height = table.size
    left, top = x + (width - table.width * len(table.numbers[0])) / 2, middle + height / 2
    centre: dict[str, Any] = {"ha": "center", "va": "center"}
    for i, row in enumerate(table.numbers):
        for j, text in enumerate(row):
            corner = (left + j * table.width, top - (i + 1) * CELL)
            color, hatch = fill(i, j)
            axes.add_patch(Rectangle(corner, table.width, CELL, facecolor=color, edgecolor="#999999", linewidth=0.6))
            if hatch:
                axes.add_patch(Rectangle(corner, table.width, CELL, fill=False, hatch=hatch, edgecolor="#999999"))
            halo = {"facecolor": color, "edgecolor": "none", "pad": 1.2} if hatch else None
            axes.text(corner[0] + table.width / 2, corner[1] + CELL / 2, text, fontsize=SMALL, bbox=halo, **centre)
    axes.add_patch(
        Rectangle((left, top - height), table.width * len(table.numbers[0]), height, fill=False, edgecolor=INK)
    )
    axes.text(x + width / 2, top + 1.45 * LINE, table.name, fontsize=NAME, **centre)
    axes.text(x + width / 2, top + 0.55 * LINE, table.shape, fontsize=SMALL - 1, **centre)
