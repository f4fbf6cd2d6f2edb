"""The pages to read, from templates: they ask no other place for anything, and need no script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.reports.pages import environment
from autograder.settings import Course
from autograder.website.lessons import Lesson
from autograder.website.reading import blocks, sections

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def index_page(course: Course, lessons: Sequence[Lesson]) -> str:
    """Return the first page: what the course is, and each lesson with what one can do with it."""
    due = {each.name: each.due for each in course.assignments}
    return _render("index.html", course=course, lessons=lessons, due=due, colab=_colab(course))


def lesson_page(course: Course, lessons: Sequence[Lesson], lesson: Lesson) -> str:
    """Return a lesson as a page to read, with the lessons before and after it."""
    place = [each.name for each in lessons].index(lesson.name)
    page = list(blocks(lesson.shown))
    return _render(
        "lesson.html",
        course=course,
        lesson=lesson,
        blocks=page,
        sections=sections(page),
        before=lessons[place - 1] if place else None,
        after=lessons[place + 1] if place + 1 < len(lessons) else None,
        colab=_colab(course),
    )


def _colab(course: Course) -> str:
    """Return where Colab opens the course's notebooks, without their names; "" where it cannot."""
    found = GITHUB.fullmatch(course.repository_url)
    return f"https://colab.research.google.com/github/{found[1]}/{found[2]}/blob/main/assignments" if found else ""


def _render(template: str, **values: object) -> str:
    return environment("autograder.website").get_template(template).render(**values).strip() + "\n"
