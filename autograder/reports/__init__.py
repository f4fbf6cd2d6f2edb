"""One file a format; each is a pure function of records."""

from __future__ import annotations
