"""How scores are spread, as bars: counts first, which a table shows too, then where the bars lie in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
WIDTH, HEIGHT = 320.0, 90.0  # of the picture, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it holds, how many, and its place in a picture of WIDTH × HEIGHT."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


def histogram(shares: Sequence[float], bins: int = BINS) -> tuple[Bar, ...]:
    """Return a bar per tenth of the maximum; the last holds full marks, and one more what is above them, if any is."""
    counts = [0] * bins
    above = 0
    for share in shares:
        if share > 1 + 1e-9:
            above += 1
        else:
            counts[min(int(max(share, 0.0) * bins + 1e-9), bins - 1)] += 1
    labels = [f"{100 * n // bins}–{100 * (n + 1) // bins} %" for n in range(bins)]
    if above:
        counts, labels = [*counts, above], [*labels, "above 100 %"]
    step, tallest = WIDTH / len(counts), max([*counts, 1])
    return tuple(
        Bar(label, count, n * step, HEIGHT * (1 - count / tallest), step - 2, HEIGHT * count / tallest)
        for n, (label, count) in enumerate(zip(labels, counts, strict=True))
    )
