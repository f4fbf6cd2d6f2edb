"""The documentation as a site: it builds without a warning, asks no other place for anything, all can use it."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.browser import answer, violations
from support.links import dead_links

ROOT = Path(__file__).resolve().parents[2]
# Every page is looked at as it opens, and these two in another way, too.
IN_OTHER_WAYS = {"students.html": {"dark": True}, "platforms.html": {"width": 320}}
# What is wider than a phone's window without a bar of its own to scroll it by.
TOO_WIDE = "return document.documentElement.scrollWidth - innerWidth"


def test_the_site_builds_is_complete_asks_for_nothing_elsewhere_and_is_accessible(tmp_path: Path) -> None:
    pytest.importorskip("furo")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", str(ROOT / "docs"), str(tmp_path)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    sources = (path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md"))
    assert [str(source) for source in sources if not (tmp_path / source).with_suffix(".html").is_file()] == []
    pages = [path for path in tmp_path.rglob("*.html") if "_static" not in path.parts]
    fetched = r"""<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)=["'](https?:)?//"""
    assert [page.name for page in pages if re.search(fetched, page.read_text("utf-8"))] == []
    assert dead_links(pages) == []
    styles = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.css"))
    assert re.findall(r"""(?:@import|url\()\s*["']?(?:https?:)?//""", styles) == []
    seen = [violations(page) for page in pages]
    seen += [violations(tmp_path / name, **view) for name, view in IN_OTHER_WAYS.items()]
    assert [found for found in seen if found] == []
    assert [page.name for page in pages if answer(page, TOO_WIDE, width=390) > 0] == []


def test_the_badges_say_what_the_project_file_says() -> None:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    for name, content in picture.badges().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == content, "run docs/picture.py"
