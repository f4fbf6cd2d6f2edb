"""What an export is: a function from a gradebook to the files of another system, and what that system cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from autograder.errors import UsageError
from autograder.gradebook.entries import Gradebook
from autograder.reports.downloaded import Downloaded


@dataclass(frozen=True)
class Request:
    """What an export is asked for besides the gradebook.

    now: the instant at which it is made, which decides what students may read of hidden checks. assignments: only
    these, all if there are none. sheet: the file that was downloaded from the other system. columns: assignment ->
    title of its column there, where that is another one than its name. bom: begin a CSV file with a byte order mark.
    environment: what a runner says of a submission in its environment variables.
    """

    now: datetime
    assignments: tuple[str, ...] = ()
    sheet: Downloaded | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    bom: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exported:
    """Files by name, and sentences on what could not be said in them; one file alone may have no name."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """A format: its name on the command line, what it is for, how it is made.

    into: what file is to be filled in, "" where none is. printed: its one file is shown, not written. brief: it is made
    of scores and statuses, and needs no whole records.
    """

    name: str
    purpose: str
    make: Callable[[Gradebook, Request], Exported]
    into: str = ""
    printed: bool = False
    brief: bool = False


def sheet_of(request: Request, what: str) -> Downloaded:
    """Return the downloaded file. Raises UsageError that says which one is needed."""
    if request.sheet is None:
        raise UsageError(f"name the file to fill in: --into FILE, {what}")
    return request.sheet


def chosen(gradebook: Gradebook, request: Request) -> list[str]:
    """Return the names of the assignments that are asked for, in the course's order."""
    names = [assignment.name for assignment in gradebook.course.assignments]
    return [name for name in names if name in request.assignments] if request.assignments else names
