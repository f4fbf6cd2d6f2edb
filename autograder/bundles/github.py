"""GitHub: a template for students' repositories, which checks each push; workflows for the course's private one.

Source: docs.github.com, "Workflow commands for GitHub Actions", "Reusing workflows".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below, template_text
from autograder.core.text import markdown_text, neutral_line
from autograder.reports.feedback import headline, markdown_of
from autograder.scaffold.write import filled

MOST_ANNOTATIONS = 10  # that GitHub shows of one step
LOCAL = "./.github/workflows/checks.yml"
SUMMARY_AT_MOST = 900_000  # characters; GitHub takes 1 MiB


def files(making: Making) -> Files:
    """Return students' template and the staff's workflows."""
    called = f"{making.repository}/.github/workflows/checks.yml@main" if making.repository else LOCAL
    return {
        "README.md": making.filled("github/README.md", repository=making.repository or "OWNER/NAME"),
        **below("course", course_workflows(making.python)),
        **below("students", students(making)),
        "students/.github/workflows/checks.yml": making.filled("github/checks.yml"),
        "students/.github/workflows/push.yml": making.filled("github/push.yml", called=called),
    }


def answer(graded: Sequence[Graded]) -> Answer:
    """Return the summary of a run, and an annotation for each exercise that was worked on and fails."""
    summary = "\n".join(map(_summary, graded))[:SUMMARY_AT_MOST]
    lines = [line for one in graded for line in _annotations(one)]
    return Answer(summary, "".join(f"{line}\n" for line in lines[:MOST_ANNOTATIONS]), exit_code(graded))


def _summary(graded: Graded) -> str:
    """Return the feedback; one line for an assignment that nobody has begun."""
    if is_untouched(graded):
        return f"# {markdown_text(graded.view.assignment)}: not attempted yet\n"
    return markdown_of(graded.view)


def is_untouched(graded: Graded) -> bool:
    """Say whether there is work, but none on any exercise."""
    states = [exercise.state for exercise in graded.view.exercises]
    return not graded.ungraded and set(states) == {"open"}


def _annotations(graded: Graded) -> Iterator[str]:
    view, file = graded.view, graded.file
    where = os.path.relpath(file) if file else ""
    if graded.ungraded:
        if view.notes:
            yield command("error", " ".join((headline(view), *view.notes)), where, 1)
        return
    lines = _lines(file)
    for exercise in view.exercises:
        if exercise.state == "wrong":
            yield command("error", exercise.diagnosis, where, _line_of(exercise.name, lines), exercise.name)


def command(kind: str, message: str, file: str = "", line: int = 1, title: str = "") -> str:
    """Return a workflow command that puts a message beside a line; what strangers chose in it stays text."""
    at = {"file": file, "line": str(line) if file else "", "title": title}
    told = ",".join(f"{name}={_property(value)}" for name, value in at.items() if value)
    return f"::{kind}{told and f' {told}'}::{_escaped(neutral_line(message))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _lines(file: Path | None) -> Sequence[str]:
    try:
        return file.read_text("utf-8", "replace").splitlines() if file else ()
    except OSError:
        return ()


def _line_of(exercise: str, lines: Sequence[str]) -> int:
    """Return the line that defines an exercise, in a notebook's JSON too; 1 if none does."""
    defines = re.compile(rf"\b(?:def|class) {re.escape(exercise)}\b")
    return next((number for number, line in enumerate(lines, 1) if defines.search(line)), 1)


def exit_code(graded: Sequence[Graded]) -> int:
    """Return 2 if we broke, 1 if something that was worked on fails or cannot be read, else 0."""
    if any(one.status == "broken" for one in graded):
        return 2
    wrong = any(exercise.state == "wrong" for one in graded for exercise in one.view.exercises)
    return int(wrong or any(one.status == "unreadable" for one in graded))


def students(making: Making) -> dict[str, bytes]:
    """Return what a student's repository begins with: the released folders and the wheel of what checks them."""
    content = {"README.md": making.filled("students.md"), making.own_wheel: making.wheels[making.own_wheel]}
    for assignment in making.assignments:
        content |= below(f"assignments/{assignment.name}", making.released[assignment.name])
    return content


def course_workflows(python: str) -> dict[str, bytes]:
    """Return the workflows of a course's private repository: one proves its checks, one grades what is pushed."""
    texts = {name: filled(template_text(f"github/{name}"), {"python": python}) for name in ("audit.yml", "grade.yml")}
    return {f".github/workflows/{name}": text.encode() for name, text in texts.items()}


GITHUB = Platform(
    "github",
    "workflows for students' repositories and for the course's own",
    files,
    answer,
    public=True,
    same_for_all="the template that students' repositories are made from is the same for all",
)
