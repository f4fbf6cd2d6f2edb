"""What others may import is named in `autograder/__init__.py`, is all that they import, and has types outside too."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.release.wheel import own_wheel

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"autograder": {"answer", "check", "figures", "gradcheck"}, "autograder.student": {"make_test"}}
PUBLIC = ("api", "checks", "figures", "mistakes", "questions", "settings", "variants")
MODULES = {f"autograder.{name}" for name in PUBLIC}
OUTSIDE = """\
from collections.abc import Iterator

import numpy as np

from autograder import answer, api, check, figures, gradcheck
from autograder.checks import Check, Exercise, gradient, value
from autograder.questions import choose_one, number
from autograder.settings import Assignment, Course, Limits
from autograder.student import make_test
from autograder.variants import Draw, Drawn


def variant(draw: Draw) -> Drawn:
    draw.number("low", 1)  # type: ignore[arg-type]
    return {"RATE": draw.number(0, 1), "NAME": draw.choice(["a", "b"])}


def probe(answer: object, draw: object) -> dict[str, object]:
    return {}


one: Check = value("y", points=1)
wrong: int = value("y", points=1)  # type: ignore[assignment]
value("y", points="many")  # type: ignore[arg-type]
exercise = Exercise(probe, points=1, checks=[one, gradient("g", of="f", wrt="x", points=1)])
course = Course(title="T", seed="s", assignments=(Assignment("a", points=1),), limits=Limits(call_seconds=1))
Course(title=3, seed="s", assignments=())  # type: ignore[arg-type]
folder: api.CourseFolder = api.load_course("here")
records: Iterator[api.Record] = api.grade_folder(folder, "submitted", jobs=2)
score: float | None = api.grade_file(folder, "a", "a.py")["score"]
sure: float = api.grade_file(folder, "a", "a.py")["score"]  # type: ignore[assignment]
api.grade_file(folder, "a", "a.py")["mark"]  # type: ignore[typeddict-item]
table: api.GradedClass = api.open_run(folder, "submitted", "grades").grade()
broken: list[str] = [record["student"] for record in table.broken]
levels: dict[str, int] = dict(api.try_file("a.py").levels)
messages: list[str] = [each.message for part in api.check_file("a.py").exercises for each in part.verdicts]
check("square")
check(3)  # type: ignore[arg-type]
picture: figures.Picture = figures.matrices({"W": [1.0]}, alt="a number")
figures.matrices({"W": [1.0]}, alt=1)  # type: ignore[arg-type]
gradcheck(np.sin, np.cos, np.ones(3))
answer("steepest", "b")
answer(3)  # type: ignore[arg-type]
question: Exercise = choose_one("steepest", points=1, right="at 0", wrong={"at 1": "There it is flatter."})
number("speed", points=1, right="fast")  # type: ignore[arg-type]
number("speed", point=1, right=3.2)  # type: ignore[call-arg]
make_test("here")  # type: ignore[arg-type]
api.nothing  # type: ignore[attr-defined]
"""


def sources() -> Iterator[tuple[str, str]]:
    """Yield the Python that authors, students and readers of the documentation see, file by file."""
    paths = [ROOT / "course_config.py", *ROOT.glob("solutions/*/*.py"), *ROOT.glob("assignments/*/*.py")]
    for path in paths:
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for number, block in enumerate(re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)):
            yield f"{path.relative_to(ROOT)}, block {number + 1}", block


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of each import of ours; the name is "" where it is the module that is imported."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "autograder")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "autograder":
            yield from ((str(node.module), alias.name) for alias in node.names)


def is_public(module: str, name: str) -> bool:
    if module == "autograder" and f"autograder.{name}" in MODULES:
        return True
    return module in MODULES or name in NAMES.get(module, ()) or (module, name) == ("autograder", "")


def test_course_files_released_files_and_documentation_import_nothing_that_is_private() -> None:
    found = [(where, *each) for where, source in sources() for each in imported(source)]
    assert {where.split("/")[0] for where, _, _ in found} >= {"course_config.py", "solutions", "assignments"}
    assert [each for each in found if not is_public(*each[1:])] == []


def test_each_public_module_says_what_is_public_in_it() -> None:
    for name in MODULES | NAMES.keys():
        module = __import__(name, fromlist=["__all__"])
        for each in module.__all__:
            assert getattr(module, each) is not None


def test_the_package_names_its_public_modules_and_calls_the_rest_private() -> None:
    said = __import__("autograder").__doc__
    assert all(name in said for name in MODULES - {"autograder.figures"})
    assert "Everything else is private" in said


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which the wheel is installed; other packages come from where these tests have them."""
    home = tmp_path_factory.mktemp("outside")
    venv.create(home / ".venv", with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(home / ".venv"), "platbase": str(home / ".venv")})
    with zipfile.ZipFile(io.BytesIO(own_wheel()[1])) as wheel:
        wheel.extractall(paths["purelib"])
    Path(paths["purelib"], "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    return home


def test_a_type_checker_outside_sees_the_types_of_the_installed_wheel(elsewhere: Path) -> None:
    (elsewhere / "program.py").write_text(OUTSIDE, "utf-8")
    python = elsewhere / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "--python-executable", str(python)]
    shown = subprocess.run([*command, "program.py"], cwd=elsewhere, capture_output=True, text=True)
    # Each `type: ignore` is a use that is wrong: were anything Any, it would be reported as unused.
    assert shown.returncode == 0, shown.stdout + shown.stderr
