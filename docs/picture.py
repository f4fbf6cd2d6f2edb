"""Take the picture in README.md again, and draw its badges: `.venv/bin/python docs/picture.py` (needs Chromium).

A student hands in the first lesson with one known mistake, is graded, and the page of feedback is photographed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image  # matplotlib needs it, so it is there

from autograder.authoring.course import find_course, open_workbook
from autograder.cli.sample_class import fill_in, solved_cells

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT, EXERCISE, MISTAKE = "derivatives", "square", "doubled"
SIZE = "860,1500"
PART = (55, 590, 805, 940)  # left, top, right and bottom, in pixels
BADGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{name}: {value}">
<title>{name}: {value}</title>
<rect width="{width}" height="20" rx="3" fill="#24527a"/><rect width="{left}" height="20" rx="3" fill="#444"/>
<g fill="#fff" font-family="Verdana,sans-serif" font-size="11">
<text x="6" y="14">{name}</text><text x="{at}" y="14">{value}</text></g>
</svg>
"""


def badge(name: str, value: str) -> str:
    """Return a badge as SVG."""
    left, right = 12 + 7 * len(name), 12 + 7 * len(value)
    return BADGE.format(name=name, value=value, left=left, at=left + 6, width=left + right)


def badges() -> dict[str, str]:
    """Return the badges by the name of their file: what pyproject.toml says, and nothing else."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    versions = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project)
    licence = re.findall(r'^license = "(.+)"', project, re.MULTILINE)[0]
    return {
        "badge-python.svg": badge("python", f"{versions[0]} – {versions[-1]}"),
        "badge-licence.svg": badge("licence", licence),
    }


def hand_in(folder: Path) -> None:
    """Copy the course into a folder, with one student's work."""
    for name in ("solutions", "assignments"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "course_config.py", folder)
    course = find_course(folder)
    workbook = open_workbook(course, course.chosen([ASSIGNMENT])[0])
    answers = solved_cells(workbook)
    wrong = {each.name: each.source for each in workbook.mistakes if each.exercise == EXERCISE}
    answers[EXERCISE] = wrong[MISTAKE]
    stub = (course.assignments / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")
    place = folder / "submitted" / "ada" / ASSIGNMENT
    place.mkdir(parents=True)
    (place / f"{ASSIGNMENT}.ipynb").write_text(fill_in(stub, ".ipynb", answers), "utf-8")


def photograph(page: Path, picture: Path) -> None:
    """Take a picture of the part of a page that speaks of the mistake."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    options = ["--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={SIZE}"]
    subprocess.run([chromium, *options, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True)
    with Image.open(picture) as taken:
        taken.crop(PART).quantize(32).save(picture, optimize=True)


def main() -> None:
    """Write the picture and the badges beside this file."""
    for name, content in badges().items():
        (ROOT / "docs" / name).write_text(content, "utf-8")
    with tempfile.TemporaryDirectory(prefix="picture-") as scratch:
        folder = Path(scratch)
        hand_in(folder)
        for command in (["grade", "--assignment", ASSIGNMENT], ["export", "feedback", "grades"]):
            subprocess.run([sys.executable, "-m", "autograder", *command], cwd=folder, check=True, capture_output=True)
        photograph(folder / "grades" / "feedback" / "ada" / f"{ASSIGNMENT}.html", ROOT / "docs" / "feedback.png")


if __name__ == "__main__":
    main()
