"""Gradescope: a zip that is installed once, and grades each submission in a container of its own, as root.

Results of hidden checks that may be known later only are shown when grades are published; Gradescope keeps the total
back until then. Lateness and extensions are Gradescope's own.
Source: gradescope-autograders.readthedocs.io, "Autograder Specifications".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below, broken
from autograder.core.text import neutral_line
from autograder.release.wheel import zipped
from autograder.reports.feedback import headline
from autograder.reports.feedback_view import view_of
from autograder.reports.gradescope import results
from autograder.settings import Shown

PROGRAMS = ("setup.sh", "run_autograder")


def files(making: Making) -> Files:
    """Return a zip for each assignment, and how to use them."""
    made = {"README.md": making.filled("gradescope/README.md")}
    for assignment in making.assignments:
        content = {name: making.filled(f"gradescope/{name}", assignment=assignment.name) for name in PROGRAMS}
        content |= below("grader", {**making.grader(), "grader.key": making.sealed(assignment)})
        made[f"{assignment.name}.zip"] = zipped(content, programs=PROGRAMS)
    return made


def answer(graded: Sequence[Graded]) -> Answer:
    """Return results.json. Where we broke there is none, and Gradescope says that the autograder failed."""
    (one,) = graded
    return broken(one) or Answer(json.dumps(_results(one), ensure_ascii=False, indent=1) + "\n")


def _results(graded: Graded) -> dict[str, Any]:
    feedback, entry = graded.grader.course.feedback, graded.entry
    now, later = Shown(feedback.hidden), Shown(feedback.hidden_after_due)
    made, view = results(entry, now), view_of(entry, now)
    tests = list(_tests(made["tests"], results(entry, later)["tests"] if later is not now else []))
    said = [headline(view), *(view.notes if graded.ungraded else ()), *entry.reasons]
    return {
        **made,
        # It has no blank: what cannot be read scores nothing there, and its author is told why.
        "score": entry.score or 0.0,
        "output": "\n".join(map(neutral_line, said)),
        "tests": [{**test, "number": str(number)} for number, test in enumerate(tests, 1)],
        "extra_data": _provenance(graded),
    }


def _tests(now: Sequence[Mapping[str, Any]], later: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what is shown at once, and then what is only shown after publication."""
    said = [_content(test) for test in now]
    for test in now:
        if "score" in test or not later:
            yield dict(test)
    for test in later:
        if _content(test) not in said:
            yield {**test, "visibility": "after_published"}


def _content(test: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in test.items() if key != "number"}


def _provenance(graded: Graded) -> dict[str, Any]:
    """Return what it takes to make the grade again, none of which is secret."""
    record = graded.record
    return {
        "sha256": record["submission"]["sha256"],
        "assignment_fingerprint": record["assignment_fingerprint"],
        "seed": record["seed"],
        "sandbox": record["sandbox"],
        "versions": record["versions"],
    }


def emails(path: Path) -> Sequence[str]:
    """Return the addresses of those whose submission it is, of submission_metadata.json; none if it does not tell."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        users = json.loads(path.read_text("utf-8"))["users"]
        return tuple(each["email"] for each in users if isinstance(each["email"], str))
    return ()


GRADESCOPE = Platform(
    "gradescope",
    "a zip per assignment to upload as its autograder",
    files,
    answer,
    needs_wheels=True,
    emails=emails,
)
