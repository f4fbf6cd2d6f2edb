"""The bars of a chart: where each stands, from where to where it reaches, and along which axis. Widths are taste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.core.calls import Described

BAR, NAME = "bar", "name"
NAMING = ("StrCategoryLocator", "FixedLocator")  # with which matplotlib places names
PLACES = 6  # decimals to which a bar stands where its name does


def bars_of(axes: Any) -> Iterator[Described]:
    """Yield the bars of an axes: of bar, barh and hist, and single rectangles as if they were upright bars."""
    lying = {id(bar) for container in axes.containers if _is_lying(container) for bar in container}
    across, along = _names(axes.xaxis), _names(axes.yaxis)
    for patch in axes.patches:
        if hasattr(patch, "get_height") and hasattr(patch, "get_x"):
            yield _lying(patch, along) if id(patch) in lying else _upright(patch, across)


def _names(axis: Any) -> Mapping[float, str]:
    """Return what is written at the places of an axis that carries names, none of one that carries numbers."""
    if type(axis.get_major_locator()).__name__ not in NAMING:
        return {}
    places = axis.get_majorticklocs()
    texts = zip(places, axis.get_major_formatter().format_ticks(places), strict=False)
    return {round(float(place), PLACES): text for place, text in texts if not _is_number(text)}


def _is_number(text: str) -> bool:
    with suppress(ValueError):
        float(text.replace("\N{MINUS SIGN}", "-"))
        return True
    return False


def _is_lying(container: Any) -> bool:
    return getattr(container, "orientation", None) == "horizontal"


def _upright(bar: Any, names: Mapping[float, str]) -> Described:
    x, width, bottom, height = bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()
    return _bar("vertical", names, x + width / 2, bottom, bottom + height)


def _lying(bar: Any, names: Mapping[float, str]) -> Described:
    left, length, y, height = bar.get_x(), bar.get_width(), bar.get_y(), bar.get_height()
    return _bar("horizontal", names, y + height / 2, left, left + length)


def _bar(direction: str, names: Mapping[float, str], middle: float, *ends: float) -> Described:
    parts = zip(("middle", "foot", "end"), (np.array(number, float) for number in (middle, *ends)), strict=True)
    name = names.get(round(float(middle), PLACES), "")
    return Described(BAR, (("direction", direction), *parts, (NAME, name)))
