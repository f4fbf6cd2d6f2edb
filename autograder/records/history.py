"""What a record said before: each one that is replaced is kept in history/<assignment>/<student>/<number>.json."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.records.schema import Record

DIGITS = 4


def history_folder(out: Path, assignment: str, student: str) -> Path:
    """Return where the earlier records of a submission lie, the oldest first by name."""
    return out / "history" / assignment / student


def keep(place: Path, out: Path, new: Record) -> None:
    """Keep the record that is in its place now, if the new one says anything other than how long it took."""
    try:
        old = place.read_bytes()
    except OSError:
        return
    if _says(old) == {**new, "seconds": 0}:
        return
    folder = history_folder(out, new["assignment"], new["student"])
    folder.mkdir(parents=True, exist_ok=True)
    _link(place, folder)


def _says(old: bytes) -> Any:
    with suppress(ValueError, RecursionError):
        found = json.loads(old)
        return {**found, "seconds": 0} if isinstance(found, dict) else found
    return None


def _link(place: Path, folder: Path) -> None:
    """Give the file a second name, the next number that is free: two runs at once get one each."""
    number = max((int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit()), default=0)
    while True:
        number += 1
        try:
            _second_name(place, folder / f"{number:0{DIGITS}}.json")
        except FileExistsError:
            continue
        return


def _second_name(place: Path, kept: Path) -> None:
    try:
        os.link(place, kept)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with open(kept, "xb") as file:
            file.write(place.read_bytes())
