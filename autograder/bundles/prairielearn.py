"""PrairieLearn: a question per assignment, graded by its external grader in a container.

It shows results at once: while hidden checks may not be known of, the score is that of the public ones.
Source: prairielearn.readthedocs.io, "External grading".
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below, broken
from autograder.core.text import neutral_line
from autograder.reports.feedback import headline
from autograder.reports.prairielearn import results_of
from autograder.settings import Assignment

SPACE = uuid.UUID("5d0f6c1e-6c52-4f5a-9a5e-0b8f8a6d4a11")  # ours: questions made again keep their uuid
COMMON = "serverFilesCourse/proofgrade"
SECONDS = 120  # for installing from wheels, where the image is not ours, and for starting


def files(making: Making) -> Files:
    """Return folders to copy into a course: what all questions share, and a question per assignment."""
    made = {"README.md": making.filled("prairielearn/README.md", image=making.image or "OWNER/proofgrade")}
    made |= below(COMMON, {**making.grader(), "run.sh": making.filled("prairielearn/run.sh")})
    for assignment in making.assignments:
        made |= below(f"questions/{assignment.name}", _question(making, assignment))
    return made


def _question(making: Making, assignment: Assignment) -> Files:
    name = assignment.name
    return {
        "info.json": json.dumps(_info(making, assignment), indent=4).encode() + b"\n",
        "question.html": making.filled("prairielearn/question.html", assignment=name),
        "tests/grader.key": making.sealed(assignment),
        f"clientFilesQuestion/{name}.ipynb": making.released[name][f"{name}.ipynb"],
    }


def _info(making: Making, assignment: Assignment) -> dict[str, Any]:
    course = making.folder.course
    return {
        "uuid": str(uuid.uuid5(SPACE, f"{course.title} {assignment.name}")),
        "title": assignment.name.replace("_", " ").capitalize(),
        "topic": course.title,
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": making.image or "OWNER/proofgrade",
            "serverFilesCourse": ["proofgrade/"],
            "entrypoint": f"/grade/{COMMON}/run.sh",
            "timeout": min(600, SECONDS + round(course.limits.total_seconds * course.limits.patience)),
            "enableNetworking": False,
        },
    }


def answer(graded: Sequence[Graded]) -> Answer:
    """Return results.json; what cannot be read costs no attempt. Where we broke there is none: the job has failed."""
    (one,) = graded
    return broken(one) or Answer(json.dumps(_results(one), ensure_ascii=False, indent=1) + "\n")


def _results(graded: Graded) -> dict[str, Any]:
    view = graded.view
    if graded.ungraded:
        return {"gradable": False, "format_errors": [neutral_line(line) for line in (headline(view), *view.notes)]}
    return {
        **results_of(graded.shown_entry, graded.shown),
        "message": neutral_line(" ".join([headline(view), *graded.entry.reasons])),
    }


PRAIRIELEARN = Platform(
    "prairielearn",
    "a question per assignment, for its external grader",
    files,
    answer,
    needs_wheels=True,
    same_for_all="PrairieLearn does not tell an external grader whose work it grades",
)
