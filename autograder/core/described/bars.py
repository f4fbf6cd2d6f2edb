"""The bars of a chart: where each stands, from where to where it reaches, and along which axis. Widths are taste."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.core.calls import Described

BAR = "bar"


def bars_of(axes: Any) -> Iterator[Described]:
    """Yield the bars of an axes: of bar, barh and hist, and single rectangles as if they were upright bars."""
    lying = {id(bar) for container in axes.containers if _is_lying(container) for bar in container}
    for patch in axes.patches:
        if hasattr(patch, "get_height") and hasattr(patch, "get_x"):
            yield _lying(patch) if id(patch) in lying else _upright(patch)


def _is_lying(container: Any) -> bool:
    return getattr(container, "orientation", None) == "horizontal"


def _upright(bar: Any) -> Described:
    x, width, bottom, height = bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()
    return _bar("vertical", x + width / 2, bottom, bottom + height)


def _lying(bar: Any) -> Described:
    left, length, y, height = bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()
    return _bar("horizontal", y + height / 2, left, left + length)


def _bar(direction: str, *numbers: float) -> Described:
    parts = zip(("middle", "foot", "end"), (np.array(number, float) for number in numbers), strict=True)
    return Described(BAR, (("direction", direction), *parts))
