"""A new course: a folder that audits, releases and grades at once, with one small assignment."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from autograder.distribution import NAME, own_version
from autograder.errors import UsageError
from autograder.scaffold.assignment import assignment_line
from autograder.scaffold.write import COURSE_FILES, write_templates

FIRST = "first_steps"


def new_course(root: Path, title: str = "", workflows: Mapping[str, bytes] = MappingProxyType({})) -> None:
    """Write a course into the folder root; title is made of the folder's name if there is none.

    workflows: what a code host runs on a push, by path.
    Raises UsageError if root is something other than a folder, or holds one of the files already.
    """
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file: name a folder for the course")
    title = title or root.resolve().name.replace("_", " ").replace("-", " ").capitalize()
    values = {
        "title": title.replace("\\", "").replace('"', "'"),
        "seed": secrets.token_urlsafe(24),
        "assignment": assignment_line(FIRST, due()),
        "name": FIRST,
        "requirement": f"{NAME}[instructor]=={own_version()}",
    }
    write_templates(root, COURSE_FILES, values, workflows)


def due(today: date | None = None) -> datetime:
    """Return when something that is handed out today (the current day, UTC, by default) may be due: in four weeks."""
    day = (today or datetime.now(UTC).date()) + timedelta(weeks=4)
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
