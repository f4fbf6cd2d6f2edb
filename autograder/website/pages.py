"""The pages to read, from templates: they ask no other place for anything, and need no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from posixpath import normpath

from markupsafe import Markup

from autograder.reports.pages import environment
from autograder.settings import Course
from autograder.website.lessons import Lesson
from autograder.website.reading import blocks, sections

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")
BESIDE = re.compile(r"""(<(?:a|img)\b[^>]*\b(?:href|src)=")(?![a-z]+:|[/#])([^"]+)""")  # a file near the lesson's own
FILES = "../app/files/"


def index_page(course: Course, lessons: Sequence[Lesson]) -> str:
    """Return the first page: what the course is, and each lesson with what one can do with it."""
    due = {each.name: each.due for each in course.assignments}
    return _render("index.html", course=course, lessons=lessons, due=due, colab=_colab(course))


def lesson_page(course: Course, lessons: Sequence[Lesson], lesson: Lesson) -> str:
    """Return a lesson as a page to read, with the lessons before and after it."""
    names = [each.name for each in lessons]
    place = names.index(lesson.name)
    page = [replace(block, body=_led(block.body, lesson.name, names)) for block in blocks(lesson.shown)]
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


def _led(body: Markup, lesson: str, lessons: Sequence[str]) -> Markup:
    """Return a block whose links, as they are in the lesson's own folder, lead to pages and files of the site."""

    def led(link: re.Match[str]) -> str:
        target = normpath(f"{lesson}/{link[2]}")
        folder, _, file = target.partition("/")
        has_page = folder in lessons and file == f"{folder}.ipynb"
        return link[1] + (f"{folder}.html" if has_page else FILES + target)

    return Markup(BESIDE.sub(led, body))


def _colab(course: Course) -> str:
    """Return where Colab opens the course's notebooks, without their names; "" where it cannot."""
    found = GITHUB.fullmatch(course.repository_url)
    return f"https://colab.research.google.com/github/{found[1]}/{found[2]}/blob/main/assignments" if found else ""


def _render(template: str, **values: object) -> str:
    return environment("autograder.website").get_template(template).render(**values).strip() + "\n"
