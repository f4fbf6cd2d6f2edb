"""Days late: local days in the course's own time zone, and what each of them costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from autograder.gradebook.entries import Entry
from autograder.gradebook.lateness import days_late, zone_for
from autograder.settings import Assignment, LatePolicy
from support.books import DUE, course_of, entry_of, record_of, rules_of

POLICY = LatePolicy(grace=timedelta(minutes=15), per_day=0.1, at_most=0.5)
SECOND, MINUTE, DAY, GRACE = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1), timedelta(minutes=15)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def late(by: timedelta, points: float = 100.0, policy: LatePolicy = POLICY) -> Entry:
    return entry_of(record_of("s001", score=points, submitted=(DUE + by).isoformat()), late=policy)


@pytest.mark.parametrize(
    ("by", "score"),
    [
        (-DAY, 100),
        (timedelta(0), 100),
        (GRACE, 100),
        (GRACE + SECOND, 90),
        (GRACE + DAY, 90),
        (GRACE + DAY + SECOND, 80),
        (GRACE + 5 * DAY, 50),
        (GRACE + 50 * DAY, 50),
    ],
    ids=str,
)
def test_each_day_begun_after_the_grace_costs_a_share_up_to_a_cap(by: timedelta, score: float) -> None:
    made = late(by)
    assert (made.raw, made.score, made.late_penalty) == (100, score, 100 - score)


def test_without_grace_the_due_instant_itself_is_in_time() -> None:
    policy = LatePolicy(grace=timedelta(0), per_day=0.2, at_most=1.0)
    assert late(timedelta(0), policy=policy).score == 100
    assert late(timedelta(microseconds=1), policy=policy).score == 80


def test_lateness_is_among_the_reasons_with_its_days() -> None:
    assert late(GRACE + SECOND).reasons == ("1 day late: 10 points off",)
    assert late(GRACE + 2 * DAY).reasons == ("2 days late: 20 points off",)


def test_a_score_never_falls_below_zero() -> None:
    made = late(9 * DAY, points=20.0)
    assert (made.score, made.late_penalty) == (0, 20)
    assert late(9 * DAY, points=0.0).score == 0


def test_an_instant_in_another_time_zone_is_the_same_instant() -> None:
    assert entry_of(record_of("s001", score=100, submitted="2027-01-23T01:14:01+01:00"), late=POLICY).score == 90


def test_without_a_due_date_or_a_time_of_submission_nothing_is_late() -> None:
    assert entry_of(record_of("s001", score=100), late=POLICY).score == 100
    rules = rules_of(course_of(Assignment("tiny", 100)))
    undated = rules.entry(record_of("s001", score=100, submitted=(DUE + DAY).isoformat()))
    assert undated is not None
    assert undated.score == 100


@pytest.mark.parametrize("status", ["broken", "missing", "unreadable"])
def test_what_has_no_score_has_no_penalty(status: str) -> None:
    record = record_of("s001", score=None if status == "broken" else 0.0, status=status)
    made = entry_of({**record, "submitted": (DUE + DAY).isoformat()}, late=POLICY)
    assert (made.raw, made.score, made.late_penalty) == (None, None, 0)


def test_an_early_record_that_had_lateness_taken_off_loses_it_once() -> None:
    early = record_of("s001", score=90.0, late_penalty=10.0, submitted=(DUE + DAY).isoformat())
    made = entry_of(early, late=POLICY)
    assert (made.raw, made.score, made.late_penalty) == (100, 90, 10)


@pytest.mark.parametrize(
    "due", [datetime(2027, 10, 30, 23, 59, tzinfo=BERLIN), datetime(2027, 3, 27, 23, 59, tzinfo=BERLIN)]
)
def test_23_h_59_min_later_on_the_clock_is_one_day_whatever_the_clocks_did(due: datetime) -> None:
    wall = timedelta(hours=23, minutes=59)
    submitted = (due + wall).astimezone(UTC)  # arithmetic of one zone is that of the clock on its wall
    assert submitted - due.astimezone(UTC) != wall
    assert days_late(submitted, due, timedelta(0), BERLIN) == 1
    assert days_late((due + DAY + MINUTE).astimezone(UTC), due, timedelta(0), BERLIN) == 2


def test_what_is_late_in_an_hour_that_is_shown_twice_is_late() -> None:
    due = datetime(2027, 11, 7, 1, 30, tzinfo=NEW_YORK)
    again = datetime(2027, 11, 7, 1, 10, tzinfo=NEW_YORK, fold=1)
    assert days_late(again.astimezone(UTC), due, timedelta(0), NEW_YORK) == 1
    assert days_late(due.astimezone(UTC), again, timedelta(0), NEW_YORK) == 0


def test_days_are_counted_where_the_course_is() -> None:
    due = datetime(2027, 10, 31, 3, 59, tzinfo=UTC)  # 23:59 in New York; in Berlin the clocks change meanwhile
    assert zone_for(course_of(timezone="America/New_York"), due) == NEW_YORK
    assert zone_for(course_of(), due.astimezone(BERLIN)) == BERLIN
    assert zone_for(course_of()) is UTC
