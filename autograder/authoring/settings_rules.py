"""Are the settings of course_config.py of the right type and within bounds? What is not is said with line and fix."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.settings import Assignment, Course, Feedback, LatePolicy, Limits, Shown

WHOLE = ("memory_mb", "reply_mb", "total_reply_mb", "file_mb")


@dataclass(frozen=True, slots=True)
class Fault:
    """A setting that cannot be: the pattern that its line is found by, and what to write instead."""

    pattern: str
    message: str


def faults(course: Course) -> Iterator[Fault]:
    """Yield what is wrong with the settings of a course, except for its list of assignments."""
    if isinstance(course.modules, str) or not _all_text(course.modules):
        yield Fault(r"modules\s*=", 'modules must be a tuple of names: ("scipy.special",)')
    if not _is_share(course.follow_through):
        yield Fault(r"follow_through\s*=", "follow_through is a share of the points, from 0 to 1")
    yield from _late(course.late)
    yield from _limits(course.limits)
    yield from _feedback(course.feedback)
    yield from _timezone(course.timezone)
    if not isinstance(course.lesson_url, str) or not re.fullmatch(r"(https?://[^\s<>\"]+)?", course.lesson_url):
        message = 'lesson_url is an address, as in lesson_url="https://example.edu/backprop/{assignment}.html"'
        yield Fault(r"lesson_url\s*=", message)
    for name in ("title", "seed"):
        if not isinstance(getattr(course, name), str):
            yield Fault(rf"\b{name}\s*=", f'{name} must be text in quotes: {name}="…"')
    if not isinstance(course.repository_url, str) or not re.fullmatch(r"(https://[^\s\"'<>]+)?", course.repository_url):
        yield Fault(r"repository_url\s*=", 'repository_url must be an address: "https://github.com/OWNER/NAME"')
    if not course.seed:
        yield Fault(r"seed\s*=", "seed is empty: hidden inputs are drawn from it")


def points_fault(assignment: Assignment) -> Fault | None:
    """Return what is wrong with the points of an assignment, if anything is."""
    if _is_number(assignment.points) and assignment.points >= 0:
        return None
    found = re.escape(repr(assignment.points))
    message = (
        f"the points of '{assignment.name}' must be a number, 0 or more, as in points=100, not {assignment.points!r}"
    )
    return Fault(rf"""["']{re.escape(assignment.name)}["']|points\s*=\s*{found}""", message)


def _feedback(feedback: object) -> Iterator[Fault]:
    if not isinstance(feedback, Feedback) or not {feedback.hidden, feedback.hidden_after_due} <= set(Shown):
        names = '", "'.join(Shown)
        message = f'feedback must be Feedback(hidden=…, hidden_after_due=…), each of them "{names}"'
        yield Fault(r"feedback\s*=|Feedback\(", message)
    elif feedback.hint_level not in (None, 1, 2, 3) or isinstance(feedback.hint_level, bool):
        message = (
            "hint_level is 1 (what is wrong), 2 (also where to look), 3 (also the rule) or None (more with each try)"
        )
        yield Fault(r"hint_level\s*=", message)


def _late(late: object) -> Iterator[Fault]:
    if not isinstance(late, LatePolicy):
        message = "late must be LatePolicy(per_day=0.1, at_most=0.5); LatePolicy(per_day=0) takes no points off"
        yield Fault(r"late\s*=", message)
        return
    if not isinstance(late.grace, timedelta) or late.grace < timedelta(0):
        yield Fault(r"grace\s*=", "grace is a time, 0 or more: grace=timedelta(minutes=15)")
    if not _is_share(late.at_most) or not _is_share(late.per_day):
        yield Fault("LatePolicy", "per_day and at_most are shares of the points, from 0 to 1")


def _limits(limits: object) -> Iterator[Fault]:
    if not isinstance(limits, Limits):
        yield Fault(r"limits\s*=", f"limits must be Limits(…), with any of {', '.join(f.name for f in fields(Limits))}")
        return
    for member in fields(Limits):
        name, value = member.name, getattr(limits, member.name)
        if name in WHOLE and not (type(value) is int and value >= 1):
            yield Fault(rf"\b{name}\s*=", f"{name} must be a whole number, 1 or more, not {value!r}")
        if not _is_number(value) or value <= 0:
            yield Fault(rf"\b{name}\s*=", f"{name} must be a number above 0, not {value!r}")
        if name == "patience" and value < 1:
            yield Fault(r"patience\s*=", "patience says how many times its CPU time a submission may take: 1 or more")


def _timezone(name: object) -> Iterator[Fault]:
    try:
        if name:
            ZoneInfo(name)  # type: ignore[arg-type]
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError, AttributeError):
        message = f'timezone is {name!r}: it must be the name of one, as "Europe/Berlin" or "America/New_York"'
        yield Fault(r"timezone\s*=", message)


def _all_text(names: object) -> bool:
    return isinstance(names, (list, tuple, set, frozenset)) and all(isinstance(name, str) for name in names)


def _is_share(value: object) -> bool:
    return _is_number(value) and 0 <= value <= 1  # type: ignore[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
