"""What docs/authoring.md tells an author to do is done here to the letter, and must work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder import checks
from autograder.cli.main import main
from autograder.cli.sample_class import fill_in
from autograder.records.schema import Record
from autograder.records.store import read_records

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text("utf-8")
AUDIT = "".join(path.read_text("utf-8") for path in (ROOT / "autograder" / "audit").glob("*.py"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new course with the assignments of the guide beside its first one, released."""
    folder = tmp_path_factory.mktemp("guide") / "linear_algebra"
    assert main(["new", "course", str(folder)]) == 0
    for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        if named := re.match(r"# file: (\S+)\n", block):
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block[named.end() :], "utf-8")
    lines = "".join(re.findall(r'^ +Assignment\("\w+".*\n', GUIDE, re.MULTILINE))
    config = (folder / "course_config.py").read_text("utf-8")
    (folder / "course_config.py").write_text(config.replace("assignments=(\n", f"assignments=(\n{lines}"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["release"]) == 0
    return folder


def graded(course: Path, assignment: str, answers: dict[str, dict[str, str]]) -> dict[str, Record]:
    """Hand in answers, student by student, and grade them; the current folder must be the course's."""
    stub = (course / "assignments" / assignment / f"{assignment}.ipynb").read_text("utf-8")
    for student, cells in answers.items():
        folder = course / "submitted" / student / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_text(fill_in(stub, ".ipynb", cells), "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--assignment", assignment]) == 0
    return {each["student"]: each for each in read_records(course / "grades") if each["assignment"] == assignment}


def test_its_checks_pass_the_audit(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    code = main(["audit"])
    assert code == 0, capsys.readouterr().out


def test_a_student_without_solutions_sees_nothing_attempted_yet(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    assert main(["check", "assignments/cubes/cubes.ipynb"]) == 0
    assert capsys.readouterr().out.count("not attempted") == 2


def test_the_answers_to_its_first_assignment_are_graded(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    ann = {
        "cube": "def cube(x):\n    return x * x * x\n",
        "cube_slope": "def cube_slope(x):\n    return 3 * x**2\n",
    }
    records = graded(course, "cubes", {"ann": ann, "bob": {"cube": "def cube(x):\n    return x**2\n"}})
    assert {name: records[name]["score"] for name in ("ann", "bob")} == {"ann": 10.0, "bob": 1.0}
    assert records["bob"]["exercises"][0]["checks"][1]["mistake"] == "square"


def test_each_kind_rejects_what_it_is_for(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    differences = "scaled_cubes(x + 1e-4, factor) - scaled_cubes(x - 1e-4, factor)"
    numeric = f"def cubes_slope(x, factor, upstream):\n    return upstream * ({differences}) / 2e-4\n"
    overwriting = "def split(x):\n    n = np.maximum(-x, 0.0)\n    x[x < 0] = 0.0\n    return x, n\n"
    record = graded(course, "kinds", {"eve": {"cubes_slope": numeric, "split": overwriting}})["eve"]
    failed = {each["kind"] for part in record["exercises"] for each in part["checks"] if each["status"] != "passed"}
    assert failed == {"analytic", "unchanged"}


def test_every_kind_has_an_example_that_these_tests_run_and_a_row_in_the_table() -> None:
    kinds = set(checks.__all__) - {"Check", "Exercise"}
    blocks = "".join(re.findall(r"```python\n(# file: .*?)```", GUIDE, re.DOTALL))
    assert {kind for kind in kinds if f" {kind}(" not in blocks} == set()
    assert {kind for kind in kinds if f"| `{kind}` |" not in GUIDE} == set()


def test_what_it_says_of_the_audit_are_the_audits_own_words() -> None:
    table = GUIDE[GUIDE.index("| it says |") :]
    said = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(said) == 7
    for sentence in said:
        words = re.split(r"'\w+'|^this mutant |\d+(?= or more)|\d+(?=;)|…", sentence)
        assert all(part.strip() in AUDIT for part in words), sentence
