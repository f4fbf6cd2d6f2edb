"""Gradescope, "Export Submissions": submission_metadata.yml beside a folder (in old exports a file) per submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from autograder.collecting.archive import File
from autograder.collecting.handin import Claim, HandIn
from autograder.core.units import MB
from autograder.errors import SourceError
from autograder.submissions.lms_names import GRADESCOPE
from autograder.submissions.timestamps import decoded, read_instant

MOST_BYTES = 50 * MB


def recognises(files: Sequence[File]) -> bool:
    """Say whether these are an export of Gradescope."""
    return any(file.name == GRADESCOPE for file in files)


def hand_ins(files: Sequence[File]) -> list[HandIn]:
    """Return a hand-in for each submission, with all its submitters. Raises SourceError for unreadable metadata."""
    sheet = next(file for file in files if file.name == GRADESCOPE)
    above = sheet.path.removesuffix(GRADESCOPE)
    told = _metadata(sheet)
    found: dict[str, dict[str, File]] = {}
    for file in files:
        if file is not sheet:
            first, _, inside = file.path.removeprefix(above).partition("/")
            found.setdefault(first, {})[inside or first] = file
    # Old exports have a file in the place of a folder, with its suffix or without it in the sheet.
    return [
        _hand_in(name, parts, told.get(name) or told.get(name.partition(".")[0]), sheet)
        for name, parts in sorted(found.items())
    ]


def _metadata(sheet: File) -> Mapping[str, Mapping[str, Any]]:
    """Return what the sheet tells of each submission; all values are text."""
    data = sheet.read()
    try:
        if len(data) > MOST_BYTES:
            raise ValueError(f"is larger than {MOST_BYTES >> 20} MB")
        # BaseLoader makes strings, lists and dicts, and nothing else.
        told = yaml.load(decoded(data), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceError(sheet.path, line, f"is not YAML that can be read: {error.problem}") from None
    except UnicodeError:
        raise SourceError(sheet.path, None, "cannot be read: it is not UTF-8 text") from None
    except RecursionError:
        raise SourceError(sheet.path, None, "cannot be read: what is in it is nested too deeply") from None
    except (yaml.YAMLError, ValueError) as error:
        raise SourceError(sheet.path, None, f"cannot be read: {error}") from None
    if not isinstance(told, dict) or not all(isinstance(each, dict) for each in told.values()):
        raise SourceError(sheet.path, 1, "is not a list of submissions as Gradescope exports it")
    return told


def _hand_in(name: str, parts: Mapping[str, File], told: Mapping[str, Any] | None, sheet: File) -> HandIn:
    if told is None:
        return HandIn((), parts, said=f"{GRADESCOPE} does not name it")
    people = told.get(":submitters")
    people = people if isinstance(people, list) else []
    claims = tuple(_claim(each) for each in people if isinstance(each, dict))
    submitted, said = _time(told.get(":created_at"))
    return HandIn(claims, parts, submitted, said=said)


def _claim(told: Mapping[str, Any]) -> Claim:
    values = {key.strip(":"): str(value) for key, value in told.items()}
    ids = {"email": values.get("email", ""), "sis_id": values.get("sid", "")}
    return Claim(values.get("name", ""), {column: value for column, value in ids.items() if value})


def _time(text: Any) -> tuple[datetime | None, str]:
    try:
        return read_instant(str(text or "")), ""
    except ValueError as error:
        return None, f"time of submission: {error}"
