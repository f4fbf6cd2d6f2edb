"""The records as they were before a run that gives lost points back, kept until it has: it may be killed at any moment.

Each lies in regrading/<assignment>/<student>.json, with what had been given back by then: whatever was given since
answers this regrade, so that no step of it, done twice, gives anything twice. What a run that was killed leaves there,
the next one settles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from autograder.gradebook.entries import Rules
from autograder.gradebook.overrides import BY_RULE, Override
from autograder.records.schema import Record
from autograder.records.store import read_record, write_atomically

FOLDER, GIVEN = "regrading", "given_back"


def unsettled(places: Iterable[Path], out: Path) -> dict[Path, Record]:
    """Return what earlier runs left open: the record before, by the place of the record now. Raises as read_record."""
    found = {place: read_record(_kept(place, out)) for place in places}
    return {place: record for place, record in found.items() if record is not None}


def open_all(before: Mapping[Path, Record], overrides: Iterable[Override], out: Path) -> None:
    """Keep the records of these places, except where an earlier one is still open. overrides: all that there are."""
    given = _by_work(overrides)
    for place, record in before.items():
        kept = _kept(place, out)
        if not kept.exists():
            told = {**record, GIVEN: given.get((record["student"], record["assignment"]), [])}
            write_atomically(kept, json.dumps(told, ensure_ascii=False) + "\n")


def without_given_since(rules: Rules, kept: Iterable[Record]) -> Rules:
    """Return rules as they were for records that were kept: without what was given back after that."""
    given = {(record["student"], record["assignment"]): _given(record) for record in kept}

    def was_there(override: Override) -> bool:
        so_far = given.get((override.student, override.assignment))
        return override.by != BY_RULE or so_far is None or _words(override) in so_far

    overrides = filter(was_there, rules.decisions.overrides)
    return replace(rules, decisions=replace(rules.decisions, overrides=tuple(overrides)))


def _by_work(overrides: Iterable[Override]) -> dict[tuple[str, str], list[list[str]]]:
    """Return what was given back by rule, by student and assignment."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for override in overrides:
        if override.by == BY_RULE:
            found.setdefault((override.student, override.assignment), []).append(_words(override))
    return found


def _given(kept: Mapping[str, object]) -> list[object] | None:
    """Return what was given back before a record was kept; None for one that is not."""
    given = kept.get(GIVEN)
    return given if isinstance(given, list) else None


def _words(override: Override) -> list[str]:
    """Return what an override says, without its date: the staff may change that."""
    return [override.row[column] for column in ("exercise", "score", "reason")]


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
