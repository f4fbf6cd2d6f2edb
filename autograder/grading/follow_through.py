"""Credit for what is wrong only because of an earlier exercise: which one is to blame, and what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.exercise import is_question
from autograder.core.model import Cell, Status
from autograder.core.verdicts import ExerciseReport, Verdict

PLAIN = "return a plain array, np.asarray(result, float), or those who use it may trip over it"


def wrong_prerequisites(
    exercise: ExerciseKey, reports: Mapping[str, ExerciseReport], named: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return which of the exercises that this one may rest on lost points.

    It may rest on those that the solution calls, and on the earlier ones that are `named` in its own code.
    """
    return tuple(name for name in prerequisites(exercise, reports, named) if not is_full(reports[name]))


def prerequisites(
    exercise: ExerciseKey, reports: Mapping[str, ExerciseReport], named: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the exercises that this one may rest on.

    One of full marks may be to blame, too: what it returns passes its own checks, but is no plain array, or is wrong
    where it is not asked.
    """
    below = {*exercise.depends_on, *named}
    return tuple(name for name in reports if name in below)


def may_gain(report: ExerciseReport) -> bool:
    """Say whether an exercise lost points over something that was attempted."""
    return not is_full(report) and not unwritten(report)


def named_by(exercise: ExerciseKey, key: AnswerKey, code: Sequence[Cell]) -> frozenset[str]:
    """Return the exercises before this one whose names its cell mentions, or a helper's that belongs to no exercise.

    A question rests on nothing, and nothing on it.
    """
    if is_question(exercise.checks):
        return frozenset()
    names = [each.name for each in key.exercises if not is_question(each.checks)]
    own = (cell.source for cell in code if cell.exercise in (None, exercise.name))
    words = {word for source in own for word in re.findall(r"\w+", source)}
    return frozenset(names[: names.index(exercise.name)]) & words


def is_full(report: ExerciseReport) -> bool:
    """Say whether every check of an exercise passes."""
    return all(verdict.status is Status.PASSED for verdict in report.verdicts)


def mentioning(
    exercise: ExerciseKey, reports: Mapping[str, ExerciseReport], odd: Mapping[str, str] = MappingProxyType({})
) -> ExerciseReport:
    """Return the report of an exercise with a note that others, which it may rest on, are wrong too.

    odd: the exercises whose cells make arrays that are no plain ones, and by which name they do.
    """
    report = reports[exercise.name]
    if report.note or not may_gain(report):
        return report
    wrong = [name for name in wrong_prerequisites(exercise, reports) if not unwritten(reports[name])]
    strange = [name for name in prerequisites(exercise, reports) if name in odd]
    if strange and not wrong:
        return replace(report, note=f"it rests on `{strange[0]}`, whose cell has `{odd[strange[0]]}` in it: {PLAIN}")
    if not wrong:
        return report
    are = "are" if len(wrong) > 1 else "is"
    return replace(report, note=f"it may rest on {_listed(wrong)}, which {are} not right yet: fix that first")


def unwritten(report: ExerciseReport) -> bool:
    """Say whether nothing of an exercise was attempted."""
    return all(verdict.status is Status.NOT_ATTEMPTED for verdict in report.verdicts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def told_where_returned(
    reports: Mapping[str, ExerciseReport], callers: Iterable[str], odd: Mapping[str, str]
) -> dict[str, ExerciseReport]:
    """Return the reports, those of exercises that return no plain arrays with a note, if a caller tripped over one."""
    blamed = {name for caller in callers for name in reports[caller].blamed if name in odd}
    told = {name: f"right, but its cell has `{odd[name]}` in it: {PLAIN}" for name in blamed if is_full(reports[name])}
    return {name: replace(report, note=report.note or told.get(name, "")) for name, report in reports.items()}


def credited(
    first: ExerciseReport, again: ExerciseReport, wrong: Sequence[str], others: Sequence[str], share: float
) -> ExerciseReport:
    """Return the report with a share of the points for what passed when it was asked again, with right results of
    the exercises that it may rest on; of these, `wrong` lost points, if any did."""
    blamed = _listed(wrong or others)
    pairs = zip(first.verdicts, again.verdicts, strict=True)
    better = replace(first, verdicts=tuple(_better(before, after, share, blamed) for before, after in pairs))
    if better.score <= first.score:
        return first
    return replace(better, note=f"{_why(wrong, others)}: credit given", blamed=tuple(wrong or others))


def _why(wrong: Sequence[str], others: Sequence[str]) -> str:
    if wrong:
        return f"right except for {_listed(wrong)}, which {'is' if len(wrong) == 1 else 'are'} asked elsewhere"
    if len(others) == 1:
        passes = "passes its own checks, but returns something else here (another kind of array?)"
        return f"right with a right {_listed(others)}, which {passes}"
    passes = "pass their own checks, but one of them returns something else here (another kind of array?)"
    return f"right with a right {_listed(others)}, which {passes}"


def _better(before: Verdict, after: Verdict, share: float, blamed: str) -> Verdict:
    if before.status is Status.PASSED or after.status is not Status.PASSED:
        return before
    return replace(after, points=after.points * share, message=f"passes with a right {blamed}")
