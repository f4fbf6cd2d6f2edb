"""Autolab: a Makefile and a tar per assignment; the last line that is printed holds a score for each exercise.

It shows results at once: while hidden checks may not be known of, the scores are those of the public ones.
Source: docs.autolabproject.com, "Guide for Lab Authors".
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Sequence

from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below, broken
from autograder.core.model import Status
from autograder.reports.autolab import scores_of
from autograder.reports.feedback import text_of


def files(making: Making) -> Files:
    """Return the two files that Autolab asks for, for each assignment, and how to use them."""
    made = {"README.md": making.filled("autolab/README.md")}
    for assignment in making.assignments:
        content = below("grader", {**making.grader(), "grader.key": making.sealed(assignment)})
        two = {
            "autograde-Makefile": making.filled("autolab/autograde-Makefile", assignment=assignment.name),
            "autograde.tar": _tar(content),
        }
        made |= below(assignment.name, two)
    return made


def answer(graded: Sequence[Graded]) -> Answer:
    """Return the feedback with the scores below it; what cannot be read has none. Where we broke, no line is JSON."""
    (one,) = graded
    if failed := broken(one):
        return failed
    # What waits for people gets no score here: it would take the place of theirs.
    waiting = {each["name"] for each in one.record["exercises"] if each["status"] == Status.NEEDS_GRADING}
    scores = {} if one.ungraded else scores_of(one.shown_entry)
    scores = {name: score for name, score in scores.items() if name not in waiting}
    return Answer(printed=text_of(one.view) + json.dumps({"scores": scores}) + "\n")


def _tar(content: Files) -> bytes:
    """Return a tar of these files, the same bytes on every machine, that only its owner may read once unpacked."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o600
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


AUTOLAB = Platform(
    "autolab",
    "autograde-Makefile and autograde.tar per assignment",
    files,
    answer,
    needs_wheels=True,
    same_for_all="an Autolab job is given the file that was handed in, and not whose it is",
)
