"""Units of size."""

from __future__ import annotations

MB = 2**20  # bytes
