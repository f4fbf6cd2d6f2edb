"""Classroom 50's result.json, one file per submission: whole numbers only, and no score above the maximum.

Points are counted in hundredths there, and extra credit counts into the maximum. Where and when it was handed in is
what Classroom 50's runner says in the environment; without it a result is called a manual one, as its own are.
Source: foundation50/classroom50, the contract `classroom50/result/v1`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from autograder.gradebook.entries import Entry, Gradebook
from autograder.reports.export import Exported, Request
from autograder.reports.gradescope import with_scores

SCHEMA = "classroom50/result/v1"
SCALE = 100  # points are fractions; a hundredth is far below what any check is worth


def classroom50(gradebook: Gradebook, request: Request) -> Exported:
    """Return <assignment>/<student>.json for each entry with a score."""
    files, notes = {}, list[str]()
    for entry, _ in with_scores(gradebook, request, notes):
        result = result_of(entry, request.environment, request.now)
        files[f"{entry.assignment}/{entry.student}.json"] = json.dumps(result, indent=1).encode() + b"\n"
        most = _most(entry)
        if (entry.score or 0.0) > most:
            notes.append(f"{entry.assignment}/{entry.student}: {entry.score:g} is cut to {most:g}, the maximum there")
    notes.insert(0, f"points are written in units of 1/{SCALE}, extra credit counts into the maximum")
    return Exported(files, tuple(notes))


def result_of(entry: Entry, told: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return what result.json holds for one entry; told is what the runner says in its environment."""
    manual = f"submit/manual-{now:%Y-%m-%dT%H-%M-%SZ}"
    commit = told.get("COMMIT_URL", manual)
    submitted = entry.record["submitted"] if entry.record else None
    most = _whole(_most(entry))
    return {
        "schema": SCHEMA,
        "classroom": told.get("CLASSROOM", "classroom"),
        "assignment": told.get("ASSIGNMENT", entry.assignment),
        "assignment_type": "individual",
        "owner": told.get("USERNAME", entry.student),
        "submission": told.get("SUBMISSION_TAG", manual),
        "commit": commit,
        "release": told.get("RELEASE_URL", manual),
        "review": told.get("REVIEW_URL", commit),
        "datetime": submitted or f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "graded_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "score": min(_whole(entry.score or 0.0), most),
        "max-score": most,
        "tests": [_test(exercise) for exercise in _exercises(entry)],
    }


def _test(exercise: Mapping[str, Any]) -> dict[str, Any]:
    score, most = _whole(exercise["score"]), _whole(exercise["max_score"])
    return {"test-name": exercise["name"], "passed": score >= most, "score": min(score, most), "max-score": most}


def _exercises(entry: Entry) -> list[Mapping[str, Any]]:
    return list(entry.record["exercises"]) if entry.record else []


def _most(entry: Entry) -> float:
    extra = sum(exercise["max_score"] for exercise in _exercises(entry) if exercise["extra"])
    return float(entry.max_score + extra)


def _whole(points: float) -> int:
    return round(points * SCALE)
