"""Canvas, "Download Submissions": a flat zip. Source: Canvas, app/models/content_zipper.rb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import Match

from autograder.collecting.archive import File
from autograder.collecting.handin import Claim, HandIn
from autograder.submissions.lms_names import CANVAS, CANVAS_ANONYMOUS, CANVAS_TEXT, system_of

_RESUBMITTED = re.compile(r"(.*?)(?:-(\d+))?(\.[^.]+(?:\.txt|\.json)?)?")


def recognises(files: Sequence[File]) -> bool:
    """Say whether these are a Canvas zip's."""
    return system_of(file.name for file in files) == "canvas"


def hand_ins(files: Sequence[File]) -> list[HandIn]:
    """Return a hand-in for each user and resubmission (`name-1.ipynb`)."""
    found: dict[tuple[str, int], list[tuple[Match[str], str, File]]] = {}
    rest = []
    for file in files:
        match = _match(file.name)
        if match is None:
            rest.append(HandIn((), {file.path: file}))
            continue
        found.setdefault((match["id"], 0), []).append((match, match["rest"], file))
    return [each for (_, _), parts in found.items() for each in _attempts(parts)] + rest


def _match(name: str) -> Match[str] | None:
    return CANVAS_ANONYMOUS.fullmatch(name) or CANVAS.fullmatch(name) or CANVAS_TEXT.fullmatch(name)


def _attempts(parts: list[tuple[Match[str], str, File]]) -> list[HandIn]:
    """Part one user's files into attempts: of the same name except for the number, the higher is the later."""
    versions: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for index, (match, display, _) in enumerate(parts):
        stem, number, suffix = _RESUBMITTED.fullmatch(display).groups()  # type: ignore[union-attr]
        file_id = int(match.groupdict().get("file") or 0)
        versions.setdefault((stem, suffix or ""), []).append((int(number or 0), file_id, index))
    attempts: dict[int, list[int]] = {}
    for numbered in versions.values():
        for back, (_, _, index) in enumerate(sorted(numbered, reverse=True)):
            attempts.setdefault(-back, []).append(index)
    return [_hand_in([parts[index] for index in chosen], order) for order, chosen in sorted(attempts.items())]


def _hand_in(parts: list[tuple[Match[str], str, File]], order: int) -> HandIn:
    match = parts[0][0]
    name = match.groupdict().get("name") or ""
    ids = {"canvas_id": match["id"]}
    late = any(part["late"] or part.groupdict().get("late_before") for part, _, _ in parts)
    said = "Canvas says LATE, and no time" if late else ""
    return HandIn(
        (Claim(name, ids, anonymous=not name),), {name: file for _, name, file in parts}, None, late, order, said
    )
