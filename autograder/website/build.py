"""`autograder site`: the whole folder that a web server serves.

index.html leads to each lesson; lessons/NAME.html is for reading; app/ holds the notebooks that run in the browser;
files/ holds what can be downloaded. The folder is made beside its target first, so that a failure leaves the old one.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.data_names import is_data
from autograder.distribution import NAME
from autograder.errors import UsageError
from autograder.release.leaks import refuse_leaks
from autograder.release.wheel import installed_wheel, own_wheel
from autograder.website.app import build_app, require_jupyterlite, write
from autograder.website.lessons import Lesson, lesson
from autograder.website.pages import index_page, lesson_page
from autograder.website.pyodide import Distribution, Wheel, with_wheels
from autograder.website.reading import text_of

IN_THE_BROWSER = (".ipynb", ".json")
MARKER = ".autograder-site"  # what tells a folder that we made, and may replace, from somebody's own


def build_site(
    folder: CourseFolder,
    released: Mapping[str, Mapping[str, bytes]],
    kit: bytes,
    target: Path,
    pyodide: Callable[[], Distribution],
    *,
    figures: bool = True,
) -> None:
    """Write the site of these released folders. Raises AutograderError, and then leaves `target` as it was."""
    require_jupyterlite()
    _refuse_foreign(target)
    served = with_wheels(pyodide(), _wheels())
    lessons = [lesson(name, files, figures=figures) for name, files in released.items()]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.parent) as scratch:
        made = Path(scratch) / "site"
        write(made, _pages(folder, lessons) | {"files/student-kit.zip": kit, MARKER: b""})
        build_app(made / "app", _storage(folder), _contents(lessons), served)
        _search_for_leaks(folder, lessons, made)
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)


def _refuse_foreign(target: Path) -> None:
    """Refuse to replace a folder that this command has not made."""
    if target.exists() and not (target / MARKER).is_file() and (target.is_file() or any(target.iterdir())):
        raise UsageError(f"{target} exists and was not made by `autograder site`: name another folder, or remove it")


def _pages(folder: CourseFolder, lessons: Sequence[Lesson]) -> dict[str, bytes]:
    pages = {"index.html": index_page(folder.course, lessons)}
    pages |= {f"lessons/{each.name}.html": lesson_page(folder.course, lessons, each) for each in lessons}
    return {name: text.encode() for name, text in pages.items()}


def _contents(lessons: Sequence[Lesson]) -> dict[str, bytes]:
    """Return what the notebooks in the browser need: pytest and the `.py` file are for a computer's own Python.

    JupyterLite would lose Infinity, and the point in 1.0, from a JSON file: it gets each as one string (keys.rules).
    """
    return {
        f"{each.name}/{name}": content
        if is_data(name) or name.endswith(".ipynb")
        else json.dumps(content.decode()).encode()
        for each in lessons
        for name, content in each.files.items()
        if is_data(name) or name.endswith(IN_THE_BROWSER)
    }


def _storage(folder: CourseFolder) -> str:
    """Return the name under which a browser keeps the work: two courses on one address must not share it."""
    return "proofgrade-" + re.sub(r"\W+", "-", folder.course.title.lower()).strip("-")


def _wheels() -> Sequence[Wheel]:
    """Return what a kernel in the browser needs besides Pyodide's own packages, so that it asks no index for it."""
    ours = _wheel(NAME, own_wheel(), "autograder", ("numpy", "matplotlib"))
    return ours, _wheel("comm", installed_wheel("comm"), "comm")


def _wheel(name: str, packed: tuple[str, bytes], module: str, needs: tuple[str, ...] = ()) -> Wheel:
    file, content = packed
    return Wheel(name, file.split("-")[1], file, content, module, needs)


def _search_for_leaks(folder: CourseFolder, lessons: Sequence[Lesson], made: Path) -> None:
    """Search what we put into the site for parts of a solution, each lesson's own. Raises SourceError, naming the line.

    A later lesson may give what an earlier one asked for; so it does in the released folders.
    """
    for assignment in folder.chosen([each.name for each in lessons]):
        page = made / "lessons" / f"{assignment.name}.html"
        served = (made / "app" / "files" / assignment.name).rglob("*")
        texts = {path.name: path.read_bytes() for path in served if path.is_file()}
        texts[f"lessons/{page.name}"] = text_of(page.read_text("utf-8")).encode()
        refuse_leaks(open_workbook(folder, assignment).lesson, texts)
