"""Tables as Markdown, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Part:
    """What one part of the benchmark found: ratios (what, how many times), and a table of absolute numbers."""

    title: str
    how: str
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    ratios: Sequence[tuple[str, float]] = field(default_factory=tuple)

    def markdown(self) -> str:
        return "\n".join([f"## {self.title}", "", self.how, "", *grid(self.header, self.rows), ""])


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table, line by line; numbers are to the right."""
    if not rows:
        return []
    bars = ["---"] + ["---:"] * (len(header) - 1)
    return [f"| {' | '.join(row)} |" for row in (header, bars, *rows)]


def ratios(parts: Sequence[Part]) -> list[str]:
    """Return the table of all ratios."""
    return grid(("ratio", "times"), [(what, f"{times:.3g}") for part in parts for what, times in part.ratios])


def ms(seconds: Sequence[float] | float) -> str:
    """Return a time, or the median of several, in milliseconds."""
    value = (seconds if isinstance(seconds, float) else median(seconds)) * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
