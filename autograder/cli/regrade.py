"""`autograder grade --dry-run` and `--policy`: who moves by a regrade, before or while it counts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.batch.batch import Batch
    from autograder.class_run import ClassRun
    from autograder.gradebook.entries import Rules
    from autograder.records.schema import Record
    from autograder.regrading.compare import Move

    Watch = Callable[[Record], None]

AS_GRADED, NOBODY_LOSES = "as-graded", "nobody-loses"


def add_regrading(grade: argparse.ArgumentParser) -> None:
    """Add the options."""
    dry = "write nothing; print who would move, and why"
    grade.add_argument("--dry-run", action="store_true", help=dry)
    policy = f"{NOBODY_LOSES} gives lost points back, as overrides"
    grade.add_argument("--policy", choices=[AS_GRADED, NOBODY_LOSES], default=AS_GRADED, metavar="POLICY", help=policy)


def regrade(run: ClassRun, policy: str, grade: Callable[[Watch], int]) -> int:
    """Grade by `grade`, which tells of each record that it makes, and print what moves. Return its exit code."""
    from autograder.records.store import read_record, record_path
    from autograder.regrading.unsettled import open_all, unsettled

    batch, places = run.batch, run.places
    left = unsettled(places, batch.out)
    before = left | {place: found for place in places if place not in left and (found := read_record(place))}
    made: dict[Path, Record] = {}

    def watch(record: Record) -> None:
        made[record_path(batch.out, record["assignment"], record["student"])] = record

    def settle() -> None:
        now = {place: made.get(place) or read_record(place) for place in places if place in made or place in left}
        _settle(run, policy, before, now)

    if policy == NOBODY_LOSES and not batch.dry:
        open_all(before, _rules(batch).decisions.overrides, batch.out)
        before = unsettled(before, batch.out)
    try:
        code = grade(watch)
    except KeyboardInterrupt:  # what is graded by now is no move the next time
        settle()
        raise
    settle()
    return code


def _settle(
    run: ClassRun,
    policy: str,
    before: Mapping[Path, Record],
    now: Mapping[Path, Record | None],
) -> None:
    """Print what moved, and give back by the policy what was lost. before: where records are kept, those."""
    from autograder.regrading.compare import moves, shown
    from autograder.regrading.unsettled import close, without_given_since
    from autograder.reports.terminal import room_here

    pairs = [(before.get(place), record) for place, record in now.items()]
    rules = _rules(run.batch)
    found = list(moves(rules, pairs, without_given_since(rules, before.values())))
    print(shown(found, len(run.places), room_here()))
    if policy == NOBODY_LOSES:
        _give_back(run.batch, found)
        if not run.batch.dry:
            close(before, now, run.batch.out)


def _give_back(batch: Batch, found: Sequence[Move]) -> None:
    from datetime import date

    from autograder.class_run import write_grades
    from autograder.core.text import number_of
    from autograder.gradebook.overrides import OVERRIDES
    from autograder.gradebook.review import open_review
    from autograder.regrading.nobody_loses import give_back

    lost = give_back(batch.course.root, found, date.today(), batch.dry)
    print(f"nobody loses: {number_of(len(lost), 'override')} {'would be ' if batch.dry else ''}added to {OVERRIDES}")
    if lost and not batch.dry:
        write_grades(batch, open_review(batch.course, batch.out, {ref.student for ref in batch.refs}))


def _rules(batch: Batch) -> Rules:
    from autograder.gradebook.entries import read_rules

    return read_rules(batch.course, batch.out, {ref.student for ref in batch.refs})
