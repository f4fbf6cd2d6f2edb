"""A wrong array beside the right one, and their difference: heat maps of a table, curves of a row of numbers.

Inline SVG, drawn without matplotlib in well under a millisecond. Ink is the page's own colour, so it is legible in
light and in dark; sign is told by colour and by a stroke through negative entries, size by strength. Numbers that say
the same stand beside it, so the text alternative only says what it shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

POSITIVE, NEGATIVE = "#d55e00", "#0072b2"  # Okabe and Ito's, which a colour-blind eye can tell apart
FEWEST = 3  # numbers: of fewer, a picture says nothing that they do not
CELL, GAP, HEAD = 22.0, 26.0, 20.0
MOST_WIDE = 150.0  # of one heat map
WIDTH, HEIGHT, LEFT, BARS = 440.0, 120.0, 12.0, 50.0
TEXT = 'font-family="system-ui, sans-serif" font-size="12" style="fill:currentColor"'


def comparison_svg(
    got: Sequence[float], want: Sequence[float], shape: tuple[int, ...], worst: int, measured: str = "expected"
) -> str:
    """Return a picture of two arrays of a shape, as an <svg> element; "" where a picture says no more than numbers.

    got and want: numbers in C order. worst: the number of the entry that is furthest off. measured: want's name.
    """
    if len(got) < FEWEST or len(shape) not in (1, 2):
        return ""
    names = ("yours", measured, "difference")
    off = [one - other for one, other in zip(got, want, strict=True)]
    if len(shape) == 2 and min(shape) > 1:
        return _heat_maps((got, want, off), shape, worst, names)
    return _curves((got, want, off), worst, names)


def _svg(width: float, height: float, label: str, parts: Iterator[str]) -> str:
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" style="max-width:100%;height:auto">{"".join(parts)}</svg>'
    )


def _largest(*arrays: Sequence[float]) -> float:
    return max((abs(number) for numbers in arrays for number in numbers if math.isfinite(number)), default=0.0) or 1.0


# --- tables ----------------------------------------------------------------------------------------------------------


def _heat_maps(tables: Sequence[Sequence[float]], shape: tuple[int, ...], worst: int, names: Sequence[str]) -> str:
    rows, columns = shape
    cell = min(CELL, MOST_WIDE / columns)
    wide, high = max(columns * cell, 64.0), rows * cell
    got, want, off = tables
    scales = (_largest(got, want), _largest(got, want), _largest(off))

    def parts() -> Iterator[str]:
        for number, (table, name, scale) in enumerate(zip(tables, names, scales, strict=True)):
            left = 2 + number * (wide + GAP)
            yield f'<text x="{left:.1f}" y="13" {TEXT}>{name}</text>'
            for place, value in enumerate(table):
                x, y = left + place % columns * cell, HEAD + place // columns * cell
                yield from _cell(x, y, cell, value / scale, place == worst)

    label = f"Heat maps of {names[0]}, {names[1]} and {names[2]}, {rows} by {columns}; the numbers are above."
    return _svg(4 + 3 * wide + 2 * GAP, HEAD + high + 4, label, parts())


def _cell(x: float, y: float, side: float, share: float, is_worst: bool) -> Iterator[str]:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}"'
    colour, strength = (POSITIVE if share > 0 else NEGATIVE), min(abs(share), 1.0) if math.isfinite(share) else 0.0
    yield f'<rect {place} style="fill:{colour};fill-opacity:{strength:.2f};stroke:currentColor;stroke-opacity:.35"/>'
    if not math.isfinite(share):
        yield _line(x, y, x + side, y + side)
        yield _line(x, y + side, x + side, y)
    elif share < 0:
        yield _line(x + 0.3 * side, y + side / 2, x + 0.7 * side, y + side / 2)
    if is_worst:
        yield f'<rect {place} style="fill:none;stroke:currentColor;stroke-width:2.5"/>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str = "") -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} style="stroke:currentColor;stroke-width:1.2;{style}"/>'


# --- rows of numbers -------------------------------------------------------------------------------------------------


def _curves(arrays: Sequence[Sequence[float]], worst: int, names: Sequence[str]) -> str:
    got, want, off = arrays
    count, top = len(got), HEAD + 4
    step = (WIDTH - 2 * LEFT) / count
    xs = [LEFT + (place + 0.5) * step for place in range(count)]
    finite = [number for number in (*got, *want) if math.isfinite(number)] or [0.0]
    low, high = min(finite), max(finite)
    span = (high - low) or 1.0

    def height_of(value: float) -> float:
        return top + (high - value) / span * (HEIGHT - top)

    def parts() -> Iterator[str]:
        yield from _legend(names)
        yield from _curve(xs, [height_of(value) for value in want], POSITIVE, "", "circle")
        yield from _curve(xs, [height_of(value) for value in got], NEGATIVE, "stroke-dasharray:5 4;", "square")
        middle, scale = HEIGHT + 14 + BARS / 2, _largest(off)
        yield _line(LEFT, middle, WIDTH - LEFT, middle, "stroke-opacity:.5")
        for place, value in enumerate(off):
            yield _bar(xs[place], middle, step, value / scale, place == worst)

    label = f"{names[0]} and {names[1]} as curves over {count} entries, and their difference; the numbers are above."
    return _svg(WIDTH, HEIGHT + 16 + BARS, label[0].upper() + label[1:], parts())


def _legend(names: Sequence[str]) -> Iterator[str]:
    yield _line(LEFT, 9, LEFT + 22, 9, f"stroke:{NEGATIVE};stroke-width:2;stroke-dasharray:5 4")
    yield _square(LEFT + 11, 9)
    yield f'<text x="{LEFT + 27}" y="13" {TEXT}>{names[0]}</text>'
    yield _line(LEFT + 90, 9, LEFT + 112, 9, f"stroke:{POSITIVE};stroke-width:2")
    yield _circle(LEFT + 101, 9)
    yield f'<text x="{LEFT + 117}" y="13" {TEXT}>{names[1]}</text>'
    yield f'<text x="{LEFT + 195}" y="13" {TEXT}>below: {names[2]}</text>'


def _curve(xs: Sequence[float], ys: Sequence[float], colour: str, style: str, point: str) -> Iterator[str]:
    places = [(x, y) for x, y in zip(xs, ys, strict=True) if math.isfinite(y)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" style="fill:none;stroke:{colour};stroke-width:2;{style}"/>'
    yield from (_circle(x, y) if point == "circle" else _square(x, y) for x, y in places)


def _circle(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" style="fill:none;stroke:{POSITIVE};stroke-width:2"/>'


def _square(x: float, y: float) -> str:
    return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" style="fill:{NEGATIVE}"/>'


def _bar(x: float, middle: float, step: float, share: float, is_worst: bool) -> str:
    if not math.isfinite(share):
        return f'<text x="{x - 3:.1f}" y="{middle - 4:.1f}" {TEXT}>?</text>'
    high, wide = max(abs(share) * BARS / 2, 0.5), min(step * 0.6, 18.0)
    y = middle - high if share > 0 else middle
    edge = "stroke:currentColor;stroke-width:2" if is_worst else "stroke:none"
    place = f'x="{x - wide / 2:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect {place} style="fill:{POSITIVE if share > 0 else NEGATIVE};{edge}"/>'
