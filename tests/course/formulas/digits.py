"""The lesson derives nothing new: what it displays are shapes, codes and counts."""

from __future__ import annotations

from formulas import Formula

FORMULAS: list[Formula] = []
NOT_COMPARED: list[tuple[str, str]] = []
