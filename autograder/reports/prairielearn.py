"""PrairieLearn's results.json, one file per submission: the score is a share from 0 to 1.

Extra credit goes up to 1 and no further, which is said; where all is extra credit, the score is a share of that.
Source: prairielearn.readthedocs.io, "External grading".
"""

from __future__ import annotations

import json
from typing import Any

from autograder.core.text import neutral_line
from autograder.gradebook.entries import Entry, Gradebook
from autograder.reports.export import Exported, Request
from autograder.reports.gradescope import with_scores
from autograder.reports.shown_checks import shown_checks
from autograder.settings import Shown


def prairielearn(gradebook: Gradebook, request: Request) -> Exported:
    """Return <assignment>/<student>.json for each entry with a score, and whose score is cut at the maximum."""
    files, notes = {}, list[str]()
    for entry, shown in with_scores(gradebook, request, notes):
        made = json.dumps(results_of(entry, shown), ensure_ascii=False, indent=1).encode() + b"\n"
        files[f"{entry.assignment}/{entry.student}.json"] = made
        if (entry.score or 0.0) > entry.full:
            what = f"{entry.assignment}/{entry.student}"
            notes.append(f"{what}: {entry.score:g} of {entry.full:g} is cut to 1, the most PrairieLearn holds")
    return Exported(files, tuple(notes))


def results_of(entry: Entry, shown: Shown) -> dict[str, Any]:
    """Return what results.json holds for one entry."""
    share = (entry.score or 0.0) / entry.full if entry.full else 0.0
    return {
        "gradable": True,
        "score": round(min(1.0, share), 6),
        "message": "\n".join(map(neutral_line, entry.reasons)),
        "output": "",
        "images": [],
        "tests": [
            {
                "name": check.title,
                "points": check.points,
                "max_points": check.max_points,
                "message": neutral_line(check.text),
                "output": "",
            }
            for check in shown_checks(entry, shown)
        ],
    }
