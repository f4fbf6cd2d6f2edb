"""One look for all figures: told apart by line style, position and words, so that colour is never needed.

The colours are those of Okabe and Ito, which a colour-blind eye can tell apart; some are darker here, to be legible.
"""

from __future__ import annotations

from typing import Any

INK, PAPER = "#000000", "#F2F2F2"
BLUE, VERMILLION, GREEN, PURPLE, ORANGE = "#0072B2", "#B84A00", "#007A5A", "#A04A7A", "#E69F00"
CURVES: tuple[tuple[str, Any], ...] = (
    (BLUE, "-"),
    (VERMILLION, "--"),
    (GREEN, "-."),
    (PURPLE, (0, (6, 1, 1, 1, 1, 1))),
    (ORANGE, (0, (1, 1))),
)
DOTS_PER_INCH = 144  # sharp on a fine screen
PIXELS_PER_INCH = 96  # of a page
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "dejavusans",
    "font.size": 10,
    "axes.titlesize": 11,
    "figure.titlesize": 12,
    "axes.labelsize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "lines.linewidth": 2.0,
    "legend.fontsize": 9,
    "legend.labelspacing": 0.3,
    "legend.handlelength": 2.4,
    "hatch.linewidth": 0.6,
}
