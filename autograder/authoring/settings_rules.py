"""Are the settings of course_config.py of the right type and within bounds? What is not is said with line and fix."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from autograder.settings import Assignment, Course, Feedback, LatePolicy, Limits, Shown

WHOLE = ("memory_mb", "reply_mb", "total_reply_mb", "file_mb")
# More than anybody means: a slip of the keyboard, or another unit.
MOST = {
    **dict.fromkeys(("call_seconds", "cell_seconds", "total_seconds"), 86_400),
    **dict.fromkeys(WHOLE, 1_000_000),
    "patience": 1000,
}
LONGEST_GRACE = timedelta(days=366)
LAST_YEAR = 9000  # times behind it cannot be reckoned with


@dataclass(frozen=True, slots=True)
class Fault:
    """A setting that cannot be: in which call it is made (for which assignment), and what to write instead."""

    call: str
    setting: str
    message: str
    name: str = ""


def faults(course: Course) -> Iterator[Fault]:
    """Yield what is wrong with the settings of a course, except for its list of assignments."""
    yield from _texts(course)
    if isinstance(course.modules, str) or not _all_names(course.modules):
        yield Fault("Course", "modules", 'modules must be a tuple of names: ("scipy.special",)')
    if not _is_share(course.follow_through):
        yield Fault("Course", "follow_through", "follow_through is a share of the points, from 0 to 1")
    yield from _late(course.late)
    yield from _limits(course.limits)
    yield from _feedback(course.feedback)
    yield from _timezone(course.timezone)
    if not isinstance(course.lesson_url, str) or not re.fullmatch(r"(https?://[^\s<>\"]+)?", course.lesson_url):
        message = 'lesson_url is an address, as in lesson_url="https://example.edu/backprop/{assignment}.html"'
        yield Fault("Course", "lesson_url", message)
    if not isinstance(course.repository_url, str) or not re.fullmatch(r"(https://[^\s\"'<>]+)?", course.repository_url):
        message = 'repository_url must be an address: "https://github.com/OWNER/NAME"'
        yield Fault("Course", "repository_url", message)


def assignment_faults(assignment: Assignment) -> Iterator[Fault]:
    """Yield what is wrong with an assignment, whose name is one."""
    name, points = assignment.name, assignment.points
    if not (_is_number(points) and 0 <= points <= MOST["file_mb"]):
        message = f"the points of '{name}' must be a number, 0 or more, as in points=100, not {_shown(points)}"
        yield Fault("Assignment", "points", message, name)
    for setting, what in (("due", "due date"), ("opens", "opening")):
        moment = getattr(assignment, setting)
        if not isinstance(moment, (datetime, type(None))) or (moment is not None and moment.year > LAST_YEAR):
            message = f"the {what} of '{name}' must be datetime(year, month, day, hour, minute, tzinfo=UTC)"
            yield Fault("Assignment", setting, message, name)
        elif moment is not None and moment.tzinfo is None:
            yield Fault("Assignment", setting, f"the {what} of '{name}' needs a time zone: tzinfo=UTC", name)
    if type(assignment.in_groups) is not bool:
        said = f"in_groups of '{name}' is True or False, not {_shown(assignment.in_groups)}"
        yield Fault("Assignment", "in_groups", said, name)


def _texts(course: Course) -> Iterator[Fault]:
    for name in ("title", "seed"):
        value = getattr(course, name)
        if not isinstance(value, str):
            yield Fault("Course", name, f'{name} must be text in quotes: {name}="…"')
        elif name == "title" and not (value.strip() and value.isprintable()):
            yield Fault("Course", name, 'title is one line of text: title="…"')
        elif not value.strip():
            yield Fault("Course", name, "seed is empty: hidden inputs are drawn from it")


def _late(late: object) -> Iterator[Fault]:
    if not isinstance(late, LatePolicy):
        message = "late must be LatePolicy(per_day=0.1, at_most=0.5); LatePolicy(per_day=0) takes no points off"
        yield Fault("Course", "late", message)
        return
    if not isinstance(late.grace, timedelta) or late.grace < timedelta(0):
        yield Fault("LatePolicy", "grace", "grace is a time, 0 or more: grace=timedelta(minutes=15)")
    elif late.grace > LONGEST_GRACE:
        yield Fault("LatePolicy", "grace", "grace is longer than a year: grace=timedelta(minutes=15)")
    for name in ("per_day", "at_most"):
        if not _is_share(getattr(late, name)):
            yield Fault("LatePolicy", name, "per_day and at_most are shares of the points, from 0 to 1")


def _limits(limits: object) -> Iterator[Fault]:
    if not isinstance(limits, Limits):
        names = ", ".join(f.name for f in fields(Limits))
        yield Fault("Course", "limits", f"limits must be Limits(…), with any of {names}")
        return
    for member in fields(Limits):
        name, value = member.name, getattr(limits, member.name)
        if name in WHOLE and not (type(value) is int and value >= 1):
            yield Fault("Limits", name, f"{name} must be a whole number, 1 or more, not {_shown(value)}")
        elif not _is_number(value) or value <= 0:
            yield Fault("Limits", name, f"{name} must be a number above 0, not {_shown(value)}")
        elif value > MOST[name]:
            yield Fault("Limits", name, f"{name} must be {MOST[name]:,} at most, not {_shown(value)}")
        elif name == "patience" and value < 1:
            message = "patience says how many times its CPU time a submission may take: 1 or more"
            yield Fault("Limits", name, message)


def _feedback(feedback: object) -> Iterator[Fault]:
    names = '", "'.join(Shown)
    message = f'feedback must be Feedback(hidden=…, hidden_after_due=…), each of them "{names}"'
    if not isinstance(feedback, Feedback):
        yield Fault("Course", "feedback", message)
        return
    for name in ("hidden", "hidden_after_due"):
        value = getattr(feedback, name)
        if not isinstance(value, str) or value not in set(Shown):
            yield Fault("Feedback", name, message)
    if type(feedback.hint_level) not in (int, type(None)) or feedback.hint_level not in (None, 1, 2, 3):
        levels = "1 (what is wrong), 2 (also where to look), 3 (also the rule) or None (more with each try)"
        yield Fault("Feedback", "hint_level", f"hint_level is {levels}")
    if type(feedback.few_tries) is not bool:
        yield Fault("Feedback", "few_tries", f"few_tries is True or False, not {_shown(feedback.few_tries)}")


def _timezone(name: object) -> Iterator[Fault]:
    if name == "":
        return
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not above: most courses name none

    try:
        right = isinstance(name, str) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        right = False
    if not right:
        message = f'timezone is {_shown(name)}: it must be the name of one, as "Europe/Berlin" or "America/New_York"'
        yield Fault("Course", "timezone", message)


def _all_names(names: object) -> bool:
    """Say whether these are names of modules, dotted or not."""
    return isinstance(names, (list, tuple, set, frozenset)) and all(
        isinstance(name, str) and all(part.isidentifier() for part in name.split(".")) for name in names
    )


def _is_share(value: object) -> bool:
    return _is_number(value) and 0 <= value <= 1  # type: ignore[operator]


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _shown(value: object) -> str:
    """Return a value as it may be quoted: one of ten thousand digits is not."""
    if isinstance(value, int) and value.bit_length() > 100:
        return "a number of so many digits"
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
