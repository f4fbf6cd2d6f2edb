"""GitLab: a template for students' projects, whose pipelines show each check; a pipeline for the course's private one.

Source: docs.gitlab.com, "CI/CD YAML syntax", "Unit test reports".
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.bundles.github import exit_code, is_untouched, students
from autograder.bundles.graded import Graded
from autograder.bundles.platform import Answer, Files, Making, Platform, below
from autograder.core.text import plain_text
from autograder.reports.feedback import text_of
from autograder.reports.junit import document
from autograder.settings import Shown


def files(making: Making) -> Files:
    """Return students' template and the staff's pipeline."""
    return {
        "README.md": making.filled("gitlab/README.md"),
        "course/.gitlab-ci.yml": making.filled("gitlab/course.yml"),
        **below("students", students(making)),
        "students/.gitlab-ci.yml": making.filled("gitlab/students.yml"),
    }


def answer(graded: Sequence[Graded]) -> Answer:
    """Return a JUnit report with a suite per assignment, and the feedback for the log."""
    report = document("public checks", [one.entry for one in graded], Shown.NAME)
    return Answer(report.decode(), plain_text("\n".join(map(_told, graded))), exit_code(graded))


def _told(graded: Graded) -> str:
    return f"{graded.view.assignment}: not attempted yet\n" if is_untouched(graded) else text_of(graded.view)


GITLAB = Platform(
    "gitlab",
    "pipelines for students' projects and for the course's own",
    files,
    answer,
    public=True,
    same_for_all="the project that students fork is the same for all",
)
