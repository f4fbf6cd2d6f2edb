"""`autograder site` of a tiny course: what is served, what is not, and what a failure leaves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("jupyterlite_core")
pytest.importorskip("jupyterlite_pyodide_kernel")

from autograder.authoring.course import CourseFolder
from autograder.authoring.lesson import read_lesson
from autograder.errors import AutograderError, SourceError, UsageError
from autograder.keys.public import load
from autograder.release.folder import released_folders
from autograder.release.leaks import clues
from autograder.website.build import build_site
from autograder.website.pyodide import Distribution
from support.browser import faults, invalid
from support.tiny import make_course

LOCK = {"info": {"python": "3.13.2"}, "packages": {"numpy": {"file_name": "https://example.org/numpy.whl"}}}
ELSEWHERE = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?https?://""")


def pyodide() -> Distribution:
    return Distribution("https://example.org/pyodide.js", LOCK)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def site(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("served") / "site"
    build_site(course, released_folders(course), b"a kit", target, pyodide)
    return target


def test_there_is_a_first_page_a_page_per_lesson_the_notebooks_and_the_kit(site: Path) -> None:
    for name in ("index.html", "lessons/tiny.html", "app/notebooks/index.html", "app/files/tiny/tiny.ipynb"):
        assert (site / name).is_file(), name
    assert (site / "files" / "student-kit.zip").read_bytes() == b"a kit"


def test_the_released_checks_reach_the_browser_unchanged(course: CourseFolder, site: Path) -> None:
    served = (site / "app" / "files" / "tiny" / "public_checks.json").read_text("utf-8")
    # As one string, so that no number in it is rewritten.
    assert json.loads(served) == released_folders(course)["tiny"]["public_checks.json"].decode()
    assert load(served).assignment == "tiny"


def test_the_notebooks_find_pyodide_and_keep_work_under_the_courses_own_name(site: Path) -> None:
    config = json.loads((site / "app" / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    assert config["contentsStorageName"] == "proofgrade-a-tiny-course"
    kernel = config["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == "https://example.org/pyodide.js"
    packages = json.loads((site / "app" / "static" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert {"numpy", "proofgrade", "comm"} <= set(packages)


def test_no_other_extension_of_this_environment_is_served(site: Path) -> None:
    config = json.loads((site / "app" / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    names = {each["name"] for each in config["federated_extensions"]}
    assert names == {"@jupyterlite/pyodide-kernel-extension"}


def test_the_download_is_offered_in_every_notebook(site: Path) -> None:
    for app in ("lab", "notebooks"):
        assert 'src="../keep_work.js"' in (site / "app" / app / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["index.html", "lessons/tiny.html"])
def test_a_page_is_valid_asks_no_other_place_for_anything_and_all_can_use_it(site: Path, name: str) -> None:
    page = (site / name).read_text("utf-8")
    assert not ELSEWHERE.search(page)
    assert faults(site / name) == []
    assert invalid([site / name]) == ""


def test_every_link_of_the_pages_leads_somewhere(site: Path) -> None:
    for page in (site / "index.html", site / "lessons" / "tiny.html"):
        for link in re.findall(r'href="([^"#][^"]*)"', page.read_text("utf-8")):
            if not link.startswith("data:"):
                assert (page.parent / link.partition("?")[0]).is_file(), link


def test_a_folder_of_somebody_elses_is_not_replaced(course: CourseFolder, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(UsageError, match="was not made by `autograder site`"):
        build_site(course, released_folders(course), b"", tmp_path, pyodide, figures=False)
    assert (tmp_path / "thesis.txt").is_file()


def test_a_part_of_a_solution_in_a_page_or_a_notebook_stops_the_site(course: CourseFolder, tmp_path: Path) -> None:
    released = {name: dict(files) for name, files in released_folders(course).items()}
    notebook = json.loads(released["tiny"]["tiny.ipynb"])
    solution = next(iter(clues(read_lesson(course.solutions / "tiny" / "lesson.py")))).text
    notebook["cells"][0]["source"] = [f"For example, {solution}"]
    released["tiny"]["tiny.ipynb"] = json.dumps(notebook).encode()
    with pytest.raises(SourceError, match="this part of a solution would be released"):
        build_site(course, released, b"", tmp_path / "site", pyodide, figures=False)
    assert not (tmp_path / "site").exists()


def test_a_failure_leaves_the_site_as_it_was(course: CourseFolder, site: Path) -> None:
    def fail() -> Distribution:
        raise AutograderError("no network")

    before = (site / "index.html").stat().st_mtime_ns
    with pytest.raises(AutograderError, match="no network"):
        build_site(course, released_folders(course), b"", site, fail, figures=False)
    assert (site / "index.html").stat().st_mtime_ns == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]
