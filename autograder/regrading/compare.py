"""Two gradings of the same work, compared: who moves, by how much, because of which check.

A move is in points that count, with lateness and decisions, so that it is what a student would see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.core.columns import listed
from autograder.core.text import escape_ci_commands, single_line
from autograder.gradebook.entries import Entry, Rules
from autograder.records.schema import ExerciseRecord, Record

LEAST = 1e-6  # points


@dataclass(frozen=True, slots=True)
class Move:
    """One submission that changes: what counted before and what would now, why, and which decisions it touches.

    before, after: None where nothing counts. because: a sentence per check, or per exercise, that changed.
    """

    student: str
    assignment: str
    before: float | None
    after: float | None
    statuses: tuple[str, str]
    because: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def points(self) -> float:
        """The points won or lost."""
        return round((self.after or 0.0) - (self.before or 0.0), 6)

    @property
    def is_even(self) -> bool:
        """Whether checks changed and the student would see the same score and status."""
        return self.before == self.after and self.statuses[0] == self.statuses[1]


def moves(
    rules: Rules, pairs: Iterable[tuple[Record | None, Record | None]], earlier: Rules | None = None
) -> Iterator[Move]:
    """Yield what moves between the records of each pair, (old, new); None is no record.

    earlier: the rules that hold for the old ones, where these are others.
    """
    for old, new in pairs:
        move = _move(rules, earlier or rules, old, new)
        if move is not None and (move.because or move.points or move.statuses[0] != move.statuses[1]):
            yield move


def _move(rules: Rules, earlier: Rules, old: Record | None, new: Record | None) -> Move | None:
    record = new or old
    if record is None:
        return None
    before, after = _entry(earlier, old), _entry(rules, new)
    student, assignment = record["student"], record["assignment"]
    changed, because = _changes(old, new)
    statuses = (old["status"] if old else "missing", new["status"] if new else "missing")
    return Move(
        student,
        assignment,
        before.score if before else None,
        after.score if after else None,
        statuses,
        because,
        tuple(_touched(rules, student, assignment, changed)),
    )


def _entry(rules: Rules, record: Record | None) -> Entry | None:
    return rules.entry(record) if record else None


def _touched(rules: Rules, student: str, assignment: str, changed: frozenset[str]) -> Iterator[str]:
    """Yield the overrides whose ground moves: those of an exercise that changed, and of the whole if any did."""
    for override in rules.decisions.overrides_of(student, assignment):
        if changed and (not override.exercise or override.exercise in changed):
            yield single_line(str(override))


def _changes(old: Record | None, new: Record | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the exercises that changed, and a sentence on each check that did; none where there is one record."""
    if old is None or new is None:
        return frozenset(), ()
    before, after = ({each["name"]: each for each in record["exercises"]} for record in (old, new))
    said: dict[str, list[str]] = {}
    for name in [*before, *(name for name in after if name not in before)]:
        if found := list(_changed(name, before.get(name), after.get(name))):
            said[name] = found
    return frozenset(said), tuple(sentence for each in said.values() for sentence in each)


def _changed(name: str, old: ExerciseRecord | None, new: ExerciseRecord | None) -> Iterator[str]:
    if old is None or new is None:
        only = new or old
        if only is not None:
            yield f"{name}: {'new' if new else 'no longer asked'} ({only['score']:g} of {only['max_score']:g})"
        return
    before, after = ({check["name"]: check for check in each["checks"]} for each in (old, new))
    for check in [*before, *(each for each in after if each not in before)]:
        was, is_now = before.get(check), after.get(check)
        points = (is_now["points"] if is_now else 0.0) - (was["points"] if was else 0.0)
        statuses = tuple(each["status"] if each else "absent" for each in (was, is_now))
        if abs(points) > LEAST or statuses[0] != statuses[1]:
            yield single_line(f"{name}: {check}: {' → '.join(dict.fromkeys(statuses))} ({signed(points)})")
    most = new["max_score"] - old["max_score"]
    if abs(most) > LEAST and before.keys() == after.keys():
        yield f"{name}: worth {new['max_score']:g} points, was {old['max_score']:g}"


def signed(points: float) -> str:
    """Return points with their sign, in typography: "+2", "−1.5", "±0"."""
    if abs(points) <= LEAST:
        return "±0"
    return f"{'+' if points > 0 else '−'}{abs(points):g}"


def shown(found: Iterable[Move], total: int, room: int = 0) -> str:
    """Return moves as a list and a line that sums them up. total: submissions compared; room: see columns.listed."""
    found = list(found)
    up, down = (sum(sign * move.points > LEAST for move in found) for sign in (1, -1))
    if not found:
        return f"nothing moves: {total} submissions compared"
    touched = sum(bool(move.decisions) for move in found)
    decided = f"; decisions on {touched} of them are touched" if touched else ""
    rows = [["student", "assignment", "points", "because"], *_rows(found)]
    return f"{listed(rows, room=room)}\n\n{len(found)} of {total} submissions change: {up} up, {down} down{decided}"


def _rows(found: Sequence[Move]) -> Iterator[list[str]]:
    for move in found:
        if not move.is_even or move.decisions:
            who = [escape_ci_commands(single_line(move.student)), move.assignment, _points(move)]
            yield from _below(who, [*move.because, *(f"decided already: {each}" for each in move.decisions)])
    even = Counter((move.assignment, move.because) for move in found if move.is_even and not move.decisions)
    for (assignment, because), count in even.most_common():
        yield from _below([f"{count} more", assignment, "the same"], because)


def _below(who: list[str], because: Sequence[str]) -> Iterator[list[str]]:
    """Yield a row per sentence, those after the first below it."""
    for number, sentence in enumerate(because or [""]):
        yield [*(["", "", ""] if number else who), sentence]


def _points(move: Move) -> str:
    before, after = ("–" if points is None else f"{points:g}" for points in (move.before, move.after))
    status = "" if move.statuses[0] == move.statuses[1] else f", {' → '.join(move.statuses)}"
    return f"{before} → {after} ({signed(move.points)}{status})"
