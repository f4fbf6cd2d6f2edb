"""What Autolab reads in the last line of an autograder's output: a score for each problem, named as our exercises are.

The problems must exist in Autolab under these names. Lateness and decisions on the whole have no place there: Autolab
has its own. Source: docs.autolabproject.com, "Guide for Lab Authors".
"""

from __future__ import annotations

import json

from autograder.gradebook.entries import Entry, Gradebook
from autograder.reports.export import Exported, Request
from autograder.reports.gradescope import with_scores


def autolab(gradebook: Gradebook, request: Request) -> Exported:
    """Return <assignment>/<student>.json, one line each, and whose scores are others than the sum of the problems'."""
    files, notes = {}, list[str]()
    for entry, _ in with_scores(gradebook, request, notes):
        scores = scores_of(entry)
        files[f"{entry.assignment}/{entry.student}.json"] = json.dumps({"scores": scores}).encode() + b"\n"
        if abs(sum(scores.values()) - (entry.score or 0.0)) > 1e-6:
            what = f"{entry.assignment}/{entry.student}"
            notes.append(f"{what}: the problems add up to {sum(scores.values()):g}, but {entry.score:g} count")
    return Exported(files, tuple(notes))


def scores_of(entry: Entry) -> dict[str, float]:
    """Return the score of each problem."""
    exercises = entry.record["exercises"] if entry.record else []
    return {exercise["name"]: exercise["score"] for exercise in exercises}
