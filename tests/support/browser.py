"""Pages that are judged: by axe-core and by ourselves in Chromium, by html5lib, and by html-validate.

Each is used where it is installed, and its tests are skipped where it is not. `.ci/run` and CONTRIBUTING.md say how
each gets there.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Collection
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import pytest

from support.chromium import CHROMIUM as CHROMIUM
from support.chromium import Page, View
from support.chromium import opened as opened

NODE = Path(os.environ.get("NODE_FOLDER", Path(__file__).parent / "html_validate")) / "node_modules"
VALIDATE = NODE / ".bin" / "html-validate"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SECONDS = 90
# A window of 1280 pixels that is enlarged four times has room for 320.
VIEWS = {"wide": View(), "dark": View(dark=True), "400 %": View(width=320, height=256, zoom=4.0)}


def parse_error(page: str) -> str:
    """Return what the HTML standard's own parser has against a page, or ""; nbconvert brings one along."""
    html5lib = pytest.importorskip("bleach._vendor.html5lib")
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return ""


def answer(path: Path, script: str, **view: Any) -> Any:
    """Return what a script's function body (which may await) returns in a page, by way of JSON."""
    with opened(path, **view) as page:
        return page.run(script)


@cache
def axe() -> str:
    """Return the source of axe-core; the test is skipped where it is not installed."""
    try:
        found = [path for path in files("axe-playwright-python") or () if path.name == "axe.min.js"]
    except PackageNotFoundError:
        pytest.skip("axe-core is not installed")
    return found[0].read_text("utf-8")


def violations(path: Path, **view: Any) -> list[str]:
    """Return what axe finds on a page of WCAG 2.1 A and AA."""
    with opened(path, **view) as page:
        return _violations(page)


def _violations(page: Page) -> list[str]:
    script = f"return (await axe.run(document, {{runOnly: {json.dumps(RULES)}}})).violations"
    found = page.run(f"{axe()}; {script}")
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def faults(path: Path, views: Collection[str] = tuple(VIEWS)) -> list[str]:
    """Return what is wrong with a page for anyone who opens it from disk.

    By axe, in these views (default: light and dark, and at 400 %); what is wider than a window of 320 pixels; what it
    says in the console; what it asks for besides itself; and by the standard's parser.
    """
    found = [parse_error(path.read_text("utf-8"))]
    with opened(path) as page:
        for name in views:
            page.look(VIEWS[name])
            found += [f"{name}: {each}" for each in _violations(page)]
            wide = page.run("const page = document.documentElement; return page.scrollWidth - innerWidth")
            found += [f"{name}: {wide} pixels wider than its window"] if wide > 0 else []
        found += [*page.said(), *(url for url in page.requested() if url != path.as_uri())]
    return list(filter(None, found))


def invalid(pages: list[Path]) -> str:
    """Return what html-validate says against pages by the HTML standard, or ""."""
    if not VALIDATE.exists():
        pytest.skip("html-validate is not installed")
    config = pages[0].parent / "rules.json"
    config.write_text(json.dumps({"extends": ["html-validate:standard"], "root": True}), "utf-8")
    command = [str(VALIDATE), "--config", str(config), *map(str, pages)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    return ran.stdout if ran.returncode else ""
