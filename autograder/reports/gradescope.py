"""Gradescope's results.json, one file per submission. Scores may be above the maximum and have fractions.

Where hidden checks may not be known yet, one test stands for all of them, shown after grades are published: until then
Gradescope keeps the total back, which would tell of them.
Source: gradescope-autograders.readthedocs.io, "Autograder Specifications".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from autograder.core.text import neutral_line
from autograder.gradebook.entries import Entry, Gradebook
from autograder.reports.downloaded import listed
from autograder.reports.export import Exported, Request, chosen
from autograder.reports.feedback_view import shown_now
from autograder.reports.shown_checks import shown_checks
from autograder.settings import Shown


def gradescope(gradebook: Gradebook, request: Request) -> Exported:
    """Return <assignment>/<student>.json for each entry with a score, and who has none."""
    files, notes = {}, list[str]()
    for entry, shown in with_scores(gradebook, request, notes):
        text = json.dumps(results(entry, shown), ensure_ascii=False, indent=1)
        files[f"{entry.assignment}/{entry.student}.json"] = text.encode() + b"\n"
    return Exported(files, tuple(notes))


def with_scores(gradebook: Gradebook, request: Request, notes: list[str]) -> Iterator[tuple[Entry, Shown]]:
    """Yield each entry with a score and a record, and what may be shown of it now; add to notes who is left out."""
    for assignment in gradebook.course.assignments:
        if assignment.name not in chosen(gradebook, request):
            continue
        shown = shown_now(gradebook.course, assignment, request.now)
        entries = [gradebook.entries[student.name, assignment.name] for student in gradebook.counted]
        without: dict[str, list[str]] = {}
        for entry in entries:
            if entry.score is None or entry.record is None:
                without.setdefault(entry.status, []).append(entry.student)
            else:
                yield entry, shown
        notes += [f"{assignment.name}: no score to export ({why}): {listed(names)}" for why, names in without.items()]


def results(entry: Entry, shown: Shown) -> dict[str, Any]:
    """Return what results.json holds for one entry."""
    record = entry.record
    tests = [
        {
            "name": check.title,
            "number": str(number),
            "score": check.points,
            "max_score": check.max_points,
            "status": "passed" if check.passed else "failed",
            "output": neutral_line(check.text),
            "output_format": "text",
            "visibility": "visible",
        }
        for number, check in enumerate(shown_checks(entry, shown), 1)
    ]
    if shown is Shown.NOTHING:
        tests.append({"name": "checks at inputs that are not published", "visibility": "after_published"})
    return {
        "score": entry.score,
        "execution_time": record["seconds"] if record else 0.0,
        "output": "\n".join(map(neutral_line, entry.reasons)),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
