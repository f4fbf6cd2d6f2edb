"""A computational graph, forward and backward: boxes are functions, arrows carry values one way and gradients back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures.canvas import sheet, text_width
from autograder.figures.figure import Picture
from autograder.figures.graph_layout import (
    APART,
    LINE,
    NAME,
    SMALL,
    Arrow,
    Box,
    Fork,
    Plan,
    Point,
    Step,
    Words,
    lay_out,
)
from autograder.figures.style import INK, PAPER, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Shape = tuple[int | str, ...]
DASHED = (0, (3, 1.5))


def graph(
    steps: Sequence[Step],
    *,
    alt: str,
    shapes: Mapping[str, Shape] | None = None,
    gradients: bool | Iterable[str] | Mapping[str, str] = False,
    slopes: Mapping[tuple[str, str], str] | None = None,
    title: str = "",
) -> Picture:
    """Draw a computation from left to right, one box a step, its values on the arrows; and the way back.

    steps: (output, box, inputs) in the order they are computed: ("N", r"$\\nu$", ["X", "W"]) is N = ν(X, W). The last
    step's output is what the gradients are of. Names of values are TeX; what no step makes is an input.
    shapes: of values by name, written below the name: (3, 2), ("m", "n"), or () for a number.
    gradients: True draws the way back, dashed, with ∂L/∂N and its shape for every value N; or the names of the values
    that have one; or {name: TeX} to say what is written.
    slopes: {(output, input): TeX}, what the way back does in a box, such as {("S", "N"): r"\\odot\\,\\sigma'(N)"}.
    Raises ValueError if a value is made twice, used before it is made, or made and never used.
    """
    _refuse_odd(steps)
    values = dict.fromkeys(name for output, _, inputs in steps for name in (*inputs, output))
    words = _gradients(gradients, list(values), steps[-1][0])
    sizes = {name: _shape(shape) for name, shape in (shapes or {}).items()}
    forth = {name: (f"${name}$", *sizes.get(name, ())) for name in values}
    back = {name: (f"${text}$", *sizes.get(name, ())) for name, text in words.items()}
    rules = {output: _rules(output, inputs, slopes or {}) for output, _, inputs in steps}

    def draw() -> Figure:
        return _draw(lay_out(steps, forth, back, rules), title)

    return Picture(alt, draw)


def _refuse_odd(steps: Sequence[Step]) -> None:
    made: list[str] = []
    later = {output for output, _, _ in steps}
    for output, _, inputs in steps:
        if output in made:
            raise ValueError(f"graph: two steps make {output}")
        if early := later.intersection(inputs):
            raise ValueError(f"graph: {output} is made of {early.pop()}, which is made later: put the steps in order")
        later.remove(output)
        made.append(output)
    used = {name for _, _, inputs in steps for name in inputs}
    if lost := [output for output in made[:-1] if output not in used]:
        raise ValueError(f"graph: no step uses {lost[0]}, and {made[-1]} is the result")


def _gradients(wanted: bool | Iterable[str] | Mapping[str, str], values: list[str], last: str) -> Mapping[str, str]:
    if isinstance(wanted, Mapping):
        return wanted
    names = (values if wanted else []) if isinstance(wanted, bool) else wanted
    return {name: rf"\partial {last}/\partial {name}" + (" = 1" if name == last else "") for name in names}


def _shape(shape: Shape) -> Words:
    letters = [str(each) if isinstance(each, int) else f"${each}$" for each in shape]
    return (f"({', '.join(letters)}{',' if len(letters) == 1 else ''})" if letters else "a number",)


def _rules(output: str, inputs: Sequence[str], slopes: Mapping[tuple[str, str], str]) -> Words:
    known = [(name, slopes[output, name]) for name in dict.fromkeys(inputs) if (output, name) in slopes]
    # A value may be named with its number, "x = 2".
    return tuple(f"to ${name.split('=')[0]}$: ${rule}$" if len(inputs) > 1 else f"${rule}$" for name, rule in known)


def _draw(plan: Plan, title: str) -> Figure:
    way_back = any(arrow.back for arrow in plan.arrows)
    (left, right), (low, high) = plan.across, plan.up
    low, high = low - (LINE if way_back else 0.0), high + (0.3 if title else 0.0)
    right = max(right, left + text_width(title, NAME) + 0.2)
    figure, axes = sheet(right - left, high - low)
    axes.set(xlim=(left, right), ylim=(low, high))
    for box in plan.boxes:
        _draw_box(axes, box)
    for arrow in plan.arrows:
        (_draw_upright if arrow.upright else _draw_level)(axes, arrow)
    for fork in plan.forks:
        _draw_fork(axes, fork)
    axes.text(left + 0.1, high - 0.08, title, va="top", fontsize=NAME)
    if way_back:
        axes.text(left + 0.1, low + 0.06, "solid: forward", fontsize=SMALL, va="bottom")
        axes.text(left + 1.1, low + 0.06, "dashed: backward", fontsize=SMALL, va="bottom", color=VERMILLION)
    return figure


def _draw_box(axes: Axes, box: Box) -> None:
    from matplotlib.patches import FancyBboxPatch

    (x, y), (width, height) = box.centre, box.size
    rounded = "round,pad=0,rounding_size=0.08"
    corner = (x - width / 2, y - height / 2)
    axes.add_patch(FancyBboxPatch(corner, width, height, rounded, facecolor=PAPER, edgecolor=INK, linewidth=1.2))
    top = y + LINE * len(box.rules) / 2
    axes.text(x, top, box.name, ha="center", va="center", fontsize=NAME)
    for number, rule in enumerate(box.rules, start=1):
        axes.text(x, top - LINE * number, rule, ha="center", va="center", fontsize=SMALL, color=VERMILLION)


def _draw_level(axes: Axes, arrow: Arrow) -> None:
    (start, y), (end, _) = arrow.tail, arrow.head
    middle, apart = (start + end) / 2, APART if arrow.back else 0.0
    _draw_shaft(axes, (start, y + apart), (end, y + apart), INK, "-")
    _write(axes, arrow.forth, middle, y + apart + 0.04 + LINE * len(arrow.forth), "center", INK)
    if arrow.back:
        _draw_shaft(axes, (end, y - apart), (start, y - apart), VERMILLION, DASHED)
        _write(axes, arrow.back, middle, y - apart - 0.04, "center", VERMILLION)


def _draw_fork(axes: Axes, fork: Fork) -> None:
    (left, y), (x, _) = fork.tail, fork.point
    axes.plot([left, x], [y, y], color=INK, linewidth=1.5)
    for start in fork.starts:
        axes.plot([x, start[0], start[0] + 0.1], [y, start[1], start[1]], color=INK, linewidth=1.5)
    axes.plot([x], [y], "o", color=INK, markersize=5)
    _write(axes, fork.forth, (left + x) / 2, y + 0.04 + LINE * len(fork.forth), "center", INK)
    _write(axes, fork.back, (left + x) / 2, y - 0.04, "center", VERMILLION)


def _draw_upright(axes: Axes, arrow: Arrow) -> None:
    (x, low), (_, high) = arrow.tail, arrow.head
    apart = APART if arrow.back else 0.0
    _draw_shaft(axes, (x - apart, low), (x - apart, high), INK, "-")
    _write(axes, arrow.forth, x - apart / 2, low - 0.02, "right" if arrow.back else "center", INK)
    if arrow.back:
        _draw_shaft(axes, (x + apart, high), (x + apart, low), VERMILLION, DASHED)
        _write(axes, arrow.back, x + apart / 2, low - 0.02, "left", VERMILLION)


def _draw_shaft(axes: Axes, tail: Point, head: Point, color: str, dashes: Any) -> None:
    from matplotlib.patches import FancyArrowPatch

    # The head of a dashed arrow would be dashed too: a second, very short arrow is nothing but a head.
    almost = (head[0] - 0.02 * np.sign(head[0] - tail[0]), head[1] - 0.02 * np.sign(head[1] - tail[1]))
    pen: dict[str, Any] = {"color": color, "linewidth": 1.5, "mutation_scale": 12, "shrinkB": 1.5}
    axes.add_patch(FancyArrowPatch(tail, almost, arrowstyle="-", linestyle=dashes, shrinkA=1.5, **pen))
    axes.add_patch(FancyArrowPatch(almost, head, arrowstyle="-|>", shrinkA=0, **pen))


def _write(axes: Axes, words: Words, x: float, top: float, side: str, color: str) -> None:
    for number, line in enumerate(words):
        size = SMALL if number else NAME
        axes.text(x, top - LINE * (number + 0.5), line, ha=side, va="center", fontsize=size, color=color)
