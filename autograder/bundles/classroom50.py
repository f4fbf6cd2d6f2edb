"""Classroom 50: public/ is served to everybody and holds the public checks; private/ grades all of them, elsewhere.

Source: foundation50/classroom50, "Advanced Autograding" and the contract `classroom50/result/v1`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below, broken
from autograder.bundles.wheels import pinned
from autograder.reports.classroom50 import result_of
from autograder.reports.feedback import text_of


def files(making: Making) -> Files:
    """Return the folders to copy into the classroom's repository, and the workflow for the course's private one."""
    made = {
        "README.md": making.filled("classroom50/README.md", slug=slug(making.assignments[0].name)),
        "private/.github/workflows/grade_classroom.yml": making.filled("classroom50/grade_classroom.yml"),
    }
    for assignment in making.assignments:
        content = {
            "autograder.py": making.filled("classroom50/autograder.py"),
            "requirements.txt": pinned(making.python, making.folder.course.modules).encode(),
            making.own_wheel: making.wheels[making.own_wheel],
            **below("released", making.released[assignment.name]),
        }
        made |= below(f"public/autograders/{slug(assignment.name)}", content)
    return made


def slug(name: str) -> str:
    """Return an assignment's name as Classroom 50 writes one; the private workflow does the same."""
    return name.lower().replace("_", "-")


def answer(graded: Sequence[Graded]) -> Answer:
    """Return result.json, and the feedback for the log. Where we broke there is none, and the runner says so."""
    (one,) = graded
    if failed := broken(one):
        return failed
    result = {**result_of(one.entry, one.environment, one.now)}
    kind = one.environment.get("ASSIGNMENT_TYPE") or result["assignment_type"]
    owner = one.environment.get("OWNER") or result["owner"]
    document = {**result, "assignment_type": kind, "owner": owner}
    return Answer(json.dumps(document, indent=1) + "\n", text_of(one.view))


CLASSROOM50 = Platform(
    "classroom50",
    "public checks for its runner, and a private workflow that grades all",
    files,
    answer,
    public=True,
    same_for_all="the checks that its runner fetches are the same for all",
)
