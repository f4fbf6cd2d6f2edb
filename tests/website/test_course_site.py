"""The site of the course itself: all can read its pages, and every link leads somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("jupyterlite_core")
pytest.importorskip("jupyterlite_pyodide_kernel")

from autograder.release.kit import course_map, kit_bytes
from autograder.website.build import build_site
from autograder.website.pyodide import Distribution
from support.browser import faults, invalid
from support.links import dead_links
from support.real_course import ASSIGNMENTS, COURSE, released_files

PYODIDE = Distribution("https://example.org/pyodide.js", {"info": {"python": "3.13.2"}, "packages": {}})
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("course") / "site"
    released = {name: released_files(name) for name in ASSIGNMENTS}
    kit = kit_bytes(COURSE.course, released, course_map(COURSE.solutions))
    build_site(COURSE, released, kit, target, lambda: PYODIDE)
    return target


def pages(site: Path) -> list[Path]:
    return [site / "index.html", *(site / "lessons" / f"{name}.html" for name in ASSIGNMENTS)]


@pytest.mark.parametrize("name", ["index", *(f"lessons/{name}" for name in ASSIGNMENTS)])
def test_all_can_read_a_page_enlarged_four_times(site: Path, name: str) -> None:
    assert faults(site / f"{name}.html", ["400 %"]) == []


def test_the_pages_are_valid(site: Path) -> None:
    assert invalid(pages(site)) == ""


def test_every_link_and_every_anchor_is_there(site: Path) -> None:
    assert dead_links(pages(site)) == []


def test_no_file_holds_the_secret_seed_and_no_other_folder_is_served(site: Path) -> None:
    secret = COURSE.course.seed.encode()
    files = [path for path in site.rglob("*") if path.is_file()]
    assert [path.name for path in files if secret in path.read_bytes()] == []
    listed = json.loads((site / "app" / "api" / "contents" / "all.json").read_text("utf-8"))["content"]
    assert {each["name"] for each in listed} == set(ASSIGNMENTS)
