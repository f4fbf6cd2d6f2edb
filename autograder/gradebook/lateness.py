"""How late something is: local days begun, in the course's own time zone, whatever the clocks did in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil

from autograder.settings import Course, LatePolicy
from autograder.submissions.timestamps import zone_of


def zone_for(course: Course, due: datetime | None = None) -> tzinfo:
    """Return the time zone in which days are counted: the course's, else the due date's own, else UTC."""
    if course.timezone:
        return zone_of(course.timezone)
    return (due.tzinfo if due is not None else None) or UTC


def days_late(submitted: datetime, due: datetime, grace: timedelta, zone: tzinfo) -> int:
    """Return how many local days were begun after the due date and its grace; 0 is in time.

    Local time decides, so that an hour that was shown twice makes no further day: 23 h 59 min later by the clock on
    the wall is one day.
    """
    deadline = due.astimezone(UTC) + grace
    if submitted <= deadline:
        return 0
    shown = submitted.astimezone(zone).replace(tzinfo=None) - deadline.astimezone(zone).replace(tzinfo=None)
    return max(1, ceil(shown / timedelta(days=1)))


def penalty(days: int, policy: LatePolicy, max_score: float, score: float) -> float:
    """Return the points that so many days cost of a score; at most all of it."""
    return round(min(min(policy.per_day * days, policy.at_most) * max_score, score), 6)
