"""The policy that nobody loses by a regrade: points that would be lost are given back by overrides, with the reason."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from autograder.gradebook.add_overrides import HEADER, add_overrides
from autograder.gradebook.entries import Rules
from autograder.gradebook.ground import key_of, read_grounds
from autograder.gradebook.overrides import BY_RULE, read_overrides
from autograder.regrading.compare import LEAST, Move


def give_back(root: Path, found: Iterable[Move], today: date, dry: bool = False) -> list[Move]:
    """Add an override to decisions/overrides.csv for each move downwards (dry: do not); return these moves.

    It adds just what was lost, on the whole: a later regrade that goes up keeps what it adds, and lists the override as
    one whose ground has moved. A submission that counts no longer at all (unreadable, excused) is left to the staff.
    """
    lost = [move for move in found if move.after is not None and move.points < -LEAST]
    if lost and not dry:
        said = {(each.student, each.assignment, each.reason) for each in read_overrides(root)}
        add_overrides(root, [_row(move, said, today) for move in lost])
    return lost


def before_giving_back(rules: Rules, out: Path) -> Rules:
    """Return rules as they were for the records below out: without what was given back by a regrade after them."""
    known = read_grounds(out)
    overrides = (each for each in rules.decisions.overrides if each.by != BY_RULE or key_of(each) in known)
    return replace(rules, decisions=replace(rules.decisions, overrides=tuple(overrides)))


def _row(move: Move, said: Container[tuple[str, str, str]], today: date) -> dict[str, str]:
    """Return the line of a move. said: the reasons that there are; two lines that say the same are refused."""
    reason = f"nobody loses by a regrade: {move.before:g} became {move.after:g}"
    while (move.student, move.assignment, reason) in said:
        reason += " again"
    points = f"+{-move.points:.10g}"
    values = (move.student, move.assignment, "", points, reason, BY_RULE, today.isoformat())
    return dict(zip(HEADER, values, strict=True))
