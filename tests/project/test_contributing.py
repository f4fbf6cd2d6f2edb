"""What CONTRIBUTING.md tells an author to do is done here to the letter, and must work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.cli.sample_class import fill_in
from autograder.records.store import read_records

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the assignment of CONTRIBUTING.md alone, released."""
    folder = tmp_path_factory.mktemp("course")
    for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        if named := re.match(r"# file: (\S+)\n", block):
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block[named.end() :], "utf-8")
    (line,) = re.findall(r'^ +Assignment\("cubes".*\n', GUIDE, re.MULTILINE)
    config = (ROOT / "course_config.py").read_text("utf-8")
    config = re.sub(r"(?m)^ +Assignment\(.*\n", "", config)
    assert "assignments=(\n" in config
    (folder / "course_config.py").write_text(config.replace("assignments=(\n", f"assignments=(\n{line}"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["release"]) == 0
    return folder


def test_its_checks_pass_the_audit(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    assert main(["audit"]) == 0


def test_a_student_without_solutions_sees_nothing_attempted_yet(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    assert main(["check", "assignments/cubes/cubes.ipynb"]) == 0
    assert capsys.readouterr().out.count("not attempted") == 2


def test_its_answers_are_graded(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    answers = {
        "ann": {
            "cube": "def cube(x):\n    return x * x * x\n",
            "cube_slope": "def cube_slope(x):\n    return 3 * x**2\n",
        },
        "bob": {"cube": "def cube(x):\n    return x**2\n"},
    }
    stub = (course / "assignments/cubes/cubes.ipynb").read_text("utf-8")
    for student, cells in answers.items():
        folder = course / "submitted" / student / "cubes"
        folder.mkdir(parents=True)
        (folder / "cubes.ipynb").write_text(fill_in(stub, ".ipynb", cells), "utf-8")
    assert main(["grade", "submitted", "--out", "grades"]) == 0
    records = {record["student"]: record for record in read_records(course / "grades")}
    assert {name: record["score"] for name, record in records.items()} == {"ann": 10.0, "bob": 1.0}
    assert records["bob"]["exercises"][0]["checks"][1]["mistake"] == "square"


def test_every_dependency_of_the_project_has_its_line_in_the_table() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    declared = re.findall(r'^ *"([A-Za-z0-9-]+)(?:\[\w+\])?>=', project, re.MULTILINE)
    table = GUIDE[GUIDE.index("| package | why |") :]
    assert [name for name in declared if not re.search(rf"\b{name}\b", table)] == []
