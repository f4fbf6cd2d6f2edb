"""Times are read where they are unmistakable, and refused everywhere else."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.core.model import Limits
from autograder.submissions.find import SubmissionRef
from autograder.submissions.read import read_submission
from autograder.submissions.timestamps import TIME_UNKNOWN, decoded, read_instant

NOON = datetime(2027, 1, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2027-01-25 12:00:00 UTC", 12),
        ("2027-01-25 12:00:00", 12),
        ("2027-01-25T12:00:00Z", 12),
        ("2027-01-25T12:00:00.123456+01:00", 11),
        ("2027-01-25 12:00:00 +0100", 11),
        ("2027-01-25 12:00:00 CET", 11),
        ("2027-01-25 12:00 PST", 20),
        ("2027-01-25 12:00:00 America/Los_Angeles", 20),
        ("Mon Jan 25 12:00:00 2027 +0100", 11),
        ("Mon Jan 25 12:00:00 CET 2027", 11),
        ("Mon Jan 25 12:00:00 UTC 2027", 12),
        ("Mon, 25 Jan 2027 12:00:00 +0100", 11),
        ("2027-01-25 12:00:00.161718000 Z", 12),
        ("2027-01-25 2:00:00.161718000 Z", 2),
        ("2027-01-25 2:00 UTC", 2),
        ("\n 2027-01-25 12:00:00 UTC \n", 12),
    ],
)
def test_an_unmistakable_time_is_read(text: str, hour: int) -> None:
    assert read_instant(text).replace(microsecond=0) == NOON.replace(hour=hour)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "01/02/2027 12:00",
        "2027-01-25",
        "2027-01-25 12:00:00 CST",  # in China, Cuba and Chicago
        "2027-01-25 12:00:00 IST",
        "2027-01-25 12:00:00 Mars/Olympus",
        "2027-13-25 12:00:00 UTC",
        "2027-01-25 25:00:00 UTC",
        "Mon Jan 25 12:00:00 2027",
        "Tue Jan 25 12:00:00 2027 +0100",
        "2027-10-31 02:30:00 Europe/Berlin",  # twice
        "2027-03-28 02:30:00 Europe/Berlin",  # never
        "2027-01-25 12:00:00 UTC\n2027-01-26 12:00:00 UTC",
        "2027-01-25 12:00:00 ../../etc/passwd",
        "9999-12-31 23:59:59 -1200",
        "0001-01-01 00:00:00 +1200",
        "2027-01-25 12:00:00 +9999",
    ],
)
def test_what_could_mean_several_instants_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_instant(text)


def test_a_time_without_a_zone_is_meant_where_one_is_given_and_a_date_is_its_end() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert read_instant("2027-01-25 12:00", berlin).hour == 11
    assert read_instant("2027-01-25", berlin, at_end_of_day=True) == datetime(2027, 1, 25, 22, 59, 59, tzinfo=UTC)


@given(st.one_of(st.text(max_size=40), st.from_regex(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? ?([A-Z]{3}|[+-]\d{4})?")))
def test_any_text_is_an_instant_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert read_instant(text).tzinfo is UTC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_timestamp_is_read_in_what_windows_writes_too(encoding: str) -> None:
    assert read_instant(decoded("2027-01-25 12:00:00 UTC\r\n".encode(encoding))) == NOON


def test_a_time_that_cannot_be_read_is_noted_and_is_no_time(tmp_path: Path) -> None:
    folder = tmp_path / "ada" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text("x = 1\n")
    for text, known in (("2027-01-25 12:00:00 CET", True), ("noonish", False)):
        (folder / "timestamp.txt").write_text(text)
        submission = read_submission(SubmissionRef("ada", "tiny", folder), {}, Limits())
        assert (submission.submitted is not None) == known
        assert any(TIME_UNKNOWN in note for note in submission.notes) == (not known)
