"""Pages in a browser: opened from disk in headless Chromium, and judged by axe-core and html-validate.

Each is used where it is installed, and its tests are skipped where it is not: `npm install --no-save axe-core
html-validate` in the project's folder (or in the one that NODE_FOLDER names).
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("NODE_FOLDER", Path(__file__).parents[2])) / "node_modules"
AXE = FOLDER / "axe-core" / "axe.min.js"
VALIDATE = FOLDER / ".bin" / "html-validate"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SECONDS = 90


def opened(page: Path, *, width: int = 1000, dark: bool = False) -> tuple[str, str]:
    """Return a page's DOM once its scripts have run, and what the browser logged."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=8000"]
    options += ["--blink-settings=preferredColorScheme=0"] if dark else []
    command = [CHROMIUM, *options, f"--window-size={width},900", "--dump-dom", page.as_uri()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    return ran.stdout, "\n".join(line for line in ran.stderr.splitlines() if "CONSOLE" in line)


def parse_error(page: str) -> str:
    """Return what the HTML standard's own parser has against a page, or ""; nbconvert brings one along."""
    html5lib = pytest.importorskip("bleach._vendor.html5lib")
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return ""


def with_script(page: Path, script: str, folder: Path) -> Path:
    """Return a copy of a page that runs one more script at its end, which the page's own policy would forbid."""
    copy = folder / f"{page.stem}-{abs(hash(script)) % 10**8}.html"
    text = POLICY.sub("", page.read_text("utf-8"))
    copy.write_text(text.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    return copy


def answer(page: Path, script: str, folder: Path, **view: Any) -> Any:
    """Return what a script's function body (which may await) returns in a page, by way of JSON."""
    wrapped = f"(async () => {{ {script} }})().then(show, error => show(String(error)));"
    show = """function show(answer) { const pre = document.createElement("pre"); pre.id = "the-answer";
        pre.textContent = "ANSWER" + btoa(unescape(encodeURIComponent(JSON.stringify(answer)))) + "END";
        document.body.append(pre); }"""
    shown, log = opened(with_script(page, show + wrapped, folder), **view)
    found = re.search(r"ANSWER([A-Za-z0-9+/=]+)END</pre>", shown)
    assert found, f"the script gave no answer: {log}"
    return json.loads(base64.b64decode(found[1]))


def violations(page: Path, folder: Path, **view: Any) -> list[str]:
    """Return what axe finds on a page of WCAG 2.1 A and AA."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed")
    script = AXE.read_text("utf-8").replace("</script", "<\\/script")
    run = f"{script}; return (await axe.run(document, {{runOnly: {json.dumps(RULES)}}})).violations"
    found = answer(page, run, folder, **view)
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def invalid(pages: list[Path]) -> str:
    """Return what html-validate says against pages by the HTML standard, or ""."""
    if not VALIDATE.exists():
        pytest.skip("html-validate is not installed")
    config = pages[0].parent / "rules.json"
    config.write_text(json.dumps({"extends": ["html-validate:standard"], "root": True}), "utf-8")
    command = [str(VALIDATE), "--config", str(config), *map(str, pages)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    return ran.stdout if ran.returncode else ""
