"""A student without Python: a lesson in Chromium, without a network, from the first cell to the points.

EVERY_LESSON=1 does so with all lessons of the course; without it, with the first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jupyterlite_core")
pytest.importorskip("jupyterlite_pyodide_kernel")

from autograder.cli.main import main
from autograder.cli.sample_class import solved_cells
from autograder.records.store import read_records
from autograder.website.build import build_site
from autograder.website.pyodide import from_folder
from support.browser import opened
from support.browser_notebook import BrowserNotebook, served
from support.chromium import CHROMIUM
from support.pyodide_folder import pyodide_folder
from support.real_course import ASSIGNMENTS, COURSE, full_marks, released_files, workbook

PRAISE = ("✓", "→")  # of a question, only that it is answered is said before the grade
LESSONS = ASSIGNMENTS if "EVERY_LESSON" in os.environ else ASSIGNMENTS[:1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of these lessons."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("site")
    pyodide = from_folder(pyodide_folder(folder / "pyodide"))
    build_site(
        COURSE, {name: released_files(name) for name in LESSONS}, b"", folder / "site", lambda: pyodide, figures=False
    )
    with served(folder / "site") as address:
        yield address


def graded(name: str, submitted: Path) -> float:
    """Return the points that `autograder grade` gives to what was handed in."""
    out = submitted.parent / "grades"
    assert main(["grade", str(submitted), "--out", str(out), "--assignment", name, "--quiet"]) == 0
    (record,) = read_records(out)
    return float(record["score"])


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_names_a_mistake_praises_what_is_right_and_what_is_downloaded_gets_the_points(
    name: str, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(COURSE.root)
    solved, mistake = solved_cells(workbook(name)), workbook(name).mistakes[0]
    handed_in = tmp_path / "submitted" / "s001" / name
    handed_in.mkdir(parents=True)
    with opened(f"{site}/app/notebooks/index.html?path={name}/{name}.ipynb") as page:
        notebook = BrowserNotebook(page)
        notebook.run_all()
        assert notebook.failed() == []
        assert mistake.sentence.partition(". ")[0] in notebook.write(mistake.exercise, mistake.source)
        assert page.asked_when_left() == "beforeunload"
        for exercise, source in solved.items():
            assert notebook.write(exercise, source).startswith(PRAISE), exercise
        assert "by this browser alone" in notebook.said_of_work()
        notebook.download(handed_in, f"{name}.ipynb")
        assert "nothing has changed since" in notebook.said_of_work()
        assert [url for url in page.requested() if not url.startswith((site, f"blob:{site}"))] == []
    assert graded(name, tmp_path / "submitted") == pytest.approx(full_marks(name))
