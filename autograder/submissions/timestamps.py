"""Times that people and tools write, read where they are unmistakable; everything else is refused, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

TIME_UNKNOWN = "the time of submission is unknown"
EXAMPLE = "2026-01-10 12:00:00 UTC"
# Abbreviations that stand for one offset wherever they are used. CST, IST, BST and AST stand for several.
OFFSETS = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0.0),
    **dict.fromkeys(("CET", "WEST"), 1.0),
    **dict.fromkeys(("CEST", "EET"), 2.0),
    **dict.fromkeys(("EEST", "MSK"), 3.0),
    **dict.fromkeys(("JST", "KST"), 9.0),
    **dict.fromkeys(("AEST",), 10.0),
    **dict.fromkeys(("AEDT",), 11.0),
    **dict.fromkeys(("NZST",), 12.0),
    **dict.fromkeys(("NZDT",), 13.0),
    **dict.fromkeys(("EDT",), -4.0),
    **dict.fromkeys(("EST", "CDT"), -5.0),
    **dict.fromkeys(("MDT",), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    **dict.fromkeys(("PST", "AKDT"), -8.0),
    **dict.fromkeys(("AKST",), -9.0),
    **dict.fromkeys(("HST",), -10.0),
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ,]+(\d\d?)(:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(.*)")
_UNIX = re.compile(r"(\w{3}) +(\w{3}) +(\d{1,2}) +(\d\d:\d\d:\d\d) +(.*)")  # as date(1), asctime and git write it
_MAIL = re.compile(r"\w{3}, +\d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? +([+-]\d{4}|GMT|UTC?)")
MIN_YEAR, MAX_YEAR = 1970, 9000  # between them, no arithmetic on times leaves what datetime can hold
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def decoded(data: bytes) -> str:
    """Return the text of a small file: UTF-8, or UTF-16 as Windows writes it. Raises ValueError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if data[1::2] and not any(data[1::2]):
        return data.decode("utf-16-le")
    if data[::2] and not any(data[::2]):
        return data.decode("utf-16-be")
    return data.decode("utf-8-sig")


def read_instant(text: str, zone: tzinfo = UTC, at_end_of_day: bool = False) -> datetime:
    """Return the instant that a text names, in UTC; zone is meant where an ISO time names none.

    at_end_of_day: a date alone is accepted, and means the last second of that day. Raises ValueError for a text that
    could mean several instants, or none.
    """
    text = text.strip()
    if at_end_of_day and _DATE.fullmatch(text):
        text += " 23:59:59"
    if found := _ISO.fullmatch(text):
        day, hour, clock, named = found.groups()
        try:
            wall = datetime.fromisoformat(f"{day} {hour:0>2}{clock.replace(',', '.')}")
        except ValueError:
            raise ValueError(f"'{text[:60]}' is on no calendar and no clock") from None
        return _instant(wall, _zone(named) if named else zone)
    if found := _UNIX.fullmatch(text):
        return _unix(*found.groups())
    if _MAIL.fullmatch(text):
        from email.utils import parsedate_to_datetime  # which takes longer to import than a class of times to read

        mailed = parsedate_to_datetime(text)
        return _instant(mailed.replace(tzinfo=None), mailed.tzinfo or UTC)
    raise ValueError(f"'{text[:60]}' is not a time like {EXAMPLE}")


def _unix(weekday: str, month: str, day: str, clock: str, rest: str) -> datetime:
    """Read `Mon Jan 25 12:00:00 2027 +0100` and `Mon Jan 25 12:00:00 CET 2027`; the day of the week must be right."""
    parts = rest.split()
    year = next((part for part in parts if re.fullmatch(r"\d{4}", part)), "")
    named = " ".join(part for part in parts if part != year)
    if not year or not named:
        raise ValueError("names no time zone" if year else "names no year")
    wall = datetime.strptime(f"{month} {day} {clock} {year}", "%b %d %H:%M:%S %Y")
    if wall.strftime("%a") != weekday:
        raise ValueError(f"{wall:%Y-%m-%d} is not a {weekday}")
    return _instant(wall, _zone(named))


def _zone(name: str) -> tzinfo:
    if found := _OFFSET.fullmatch(name):
        sign, hours, minutes = found.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if sign == "-" else offset)
    if name.upper() in OFFSETS:
        return timezone(timedelta(hours=OFFSETS[name.upper()]))
    if "/" not in name:
        raise ValueError(f"'{name[:20]}' does not name one time zone")
    return zone_of(name)


def zone_of(name: str) -> tzinfo:
    """Return the time zone of a name such as Europe/Berlin. Raises ValueError for an unknown one."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name[:40]}' is not a time zone such as Europe/Berlin") from None


def _instant(wall: datetime, zone: tzinfo) -> datetime:
    """Return a wall time of a zone as an instant. Raises ValueError where the clock shows it twice, or never."""
    if not MIN_YEAR <= wall.year <= MAX_YEAR:
        raise ValueError(f"{wall} is not a time of any course")
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ValueError(f"{wall} does not name one instant: the clocks change then in {zone}")
    return first.astimezone(UTC)
