"""Lessons as pages: what a reader sees of a notebook that has run, and where its links lead."""

from __future__ import annotations

import nbformat
import pytest

pytest.importorskip("latex2mathml")
pytest.importorskip("mdit_py_plugins")

from autograder.settings import Assignment, Course
from autograder.website.lessons import Lesson, run
from autograder.website.pages import lesson_page


def page_of(markdown: str, *names: str) -> str:
    """Return the page of the first of some lessons, which says this."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(markdown)])
    lessons = [Lesson(name, name, {}, notebook) for name in names]
    course = Course("A course", "a secret", tuple(Assignment(name, 10) for name in names))
    return lesson_page(course, lessons, lessons[0])


def test_that_something_is_not_written_yet_is_not_shown_to_a_reader() -> None:
    cells = ["print('· this cell uses f, which is not written yet')", "print('· all of')\nprint('this stays')"]
    shown = run("a", nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), {})
    assert [[each.text for each in cell.outputs] for cell in shown.cells] == [[], ["· all of\nthis stays\n"]]


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("../second/second.ipynb", "second.html"),
        ("../third/third.ipynb", "../app/files/third/third.ipynb"),
        ("data/sales.csv", "../app/files/first/data/sales.csv"),
        ("#a-section", "#a-section"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_beside_the_notebook_leads_to_the_page_or_the_file_that_the_site_has(link: str, leads: str) -> None:
    assert f'<a href="{leads}">there</a>' in page_of(f"[there]({link})", "first", "second")
