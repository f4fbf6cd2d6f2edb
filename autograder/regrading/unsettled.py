"""The records as they were before a run that gives lost points back, kept until it has: it may be killed at any moment.

Each lies in regrading/<assignment>/<student>.json. What a run that was killed leaves there, the next one settles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from autograder.records.schema import Record
from autograder.records.store import read_record, write_atomically

FOLDER = "regrading"


def unsettled(places: Iterable[Path], out: Path) -> dict[Path, Record]:
    """Return what earlier runs left open: the record before, by the place of the record now. Raises as read_record."""
    found = {place: read_record(_kept(place, out)) for place in places}
    return {place: record for place, record in found.items() if record is not None}


def open_all(places: Iterable[Path], out: Path) -> None:
    """Keep the records that are in their places now, except where an earlier one is still open."""
    for place in places:
        kept = _kept(place, out)
        if place.exists() and not kept.exists():
            write_atomically(kept, place.read_bytes())  # no second name: that would give the record another state


def close(before: Mapping[Path, Record], now: Mapping[Path, Record | None], out: Path) -> None:
    """Let go of the records that are settled; what has no score since we broke stays open until it is graded."""
    for place in before:
        record = now.get(place, before[place])
        if record is None or record["score"] is not None:
            _kept(place, out).unlink(missing_ok=True)
    folder = out / FOLDER
    for path in (*folder.glob("*"), folder):
        with suppress(OSError):  # something is still open there
            path.rmdir()


def _kept(place: Path, out: Path) -> Path:
    return out / FOLDER / place.parent.name / place.name
