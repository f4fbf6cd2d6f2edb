"""The released folder: the notebook, its .py file, the public checks; the same sources make the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader import nbgraderformat
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution

from autograder.authoring.course import CourseFolder, find_course, open_workbook
from autograder.core.model import Cell
from autograder.keys.public import load
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import exercise_sources
from autograder.notebooks.percent import read_percent
from autograder.release.folder import build_folder, write_folders
from autograder.release.notebook import only_draws
from support.real_course import programmed
from support.tiny import LESSON, make_course

REPOSITORY = Path(__file__).parents[2]
COURSE = find_course(REPOSITORY)
ASSIGNMENTS = [assignment.name for assignment in COURSE.course.assignments]
Released = dict[str, dict[str, bytes]]


def build(course: CourseFolder) -> Released:
    return {each.name: build_folder(open_workbook(course, each)) for each in course.course.assignments}


@pytest.fixture(scope="module")
def released() -> Released:
    return build(COURSE)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(make_course(tmp_path_factory.mktemp("course")))["tiny"]


def notebook(files: dict[str, bytes], name: str) -> NotebookNode:
    return nbformat.reads(files[f"{name}.ipynb"].decode(), as_version=4)


def plain(cell: Cell) -> tuple[object, ...]:
    return (cell.kind, cell.source, cell.exercise, cell.given, cell.check)


def test_a_folder_holds_the_notebook_its_paired_file_the_checks_and_a_test(tiny: dict[str, bytes]) -> None:
    assert sorted(tiny) == ["public_checks.json", "test_tiny.py", "tiny.ipynb", "tiny.py"]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_notebook_is_valid_nbformat_4_5_without_outputs(released: Released, name: str) -> None:
    text = released[name][f"{name}.ipynb"].decode()
    made = notebook(released[name], name)
    nbformat.validate(json.loads(text))
    assert (made.nbformat, made.nbformat_minor) == (4, 5)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert text.endswith("}\n")


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_nbgrader_accepts_the_notebook(released: Released, name: str) -> None:
    made = nbgraderformat.reads(released[name][f"{name}.ipynb"].decode(), 4)
    marked = [cell for cell in made.cells if "nbgrader" in cell.metadata]
    assert all(cell.metadata.nbgrader.checksum == compute_checksum(cell) for cell in marked)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_exercises_are_solution_cells_given_ones_are_locked_and_checks_carry_the_points(
    released: Released, name: str
) -> None:
    workbook = open_workbook(COURSE, COURSE.chosen([name])[0])
    points = {each.name: each.points for each in workbook.exercises}
    graded = {}
    for cell in notebook(released[name], name).cells:
        marks = [mark for mark in ("exercise", "given", "check") if mark in cell.metadata]
        roles = (is_solution(cell), is_locked(cell), is_grade(cell))
        expected = {"exercise": (True, False, False), "given": (False, True, False), "check": (False, True, True)}
        if cell.metadata.get("exercise") in workbook.questions:  # a person has the last word where nbgrader grades
            assert roles == (True, False, True)
            graded[cell.metadata.exercise] = cell.metadata.nbgrader.points
            continue
        assert roles == (expected[marks[0]] if marks else (False, False, False))
        assert cell.metadata.get("editable", True) is not is_locked(cell)
        if is_grade(cell):
            graded[cell.metadata.check] = cell.metadata.nbgrader.points
    assert graded == points
    assert sum(graded.values()) == workbook.points + sum(each.points for each in workbook.exercises if each.extra)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_paired_file_reads_back_to_the_same_cells_and_marks(released: Released, name: str) -> None:
    cells = read_notebook(released[name][f"{name}.ipynb"].decode())
    paired = read_percent(released[name][f"{name}.py"].decode())
    assert [plain(cell) for cell in paired] == [plain(cell) for cell in cells]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_exercise_cell_says_your_code_here_and_compiles(released: Released, name: str) -> None:
    stubs = exercise_sources(read_percent(released[name][f"{name}.py"].decode()))
    assert list(stubs) == list(load(released[name]["public_checks.json"].decode()).stub)
    for exercise in programmed(name):
        source = stubs[exercise]
        assert "# YOUR CODE HERE\n    raise NotImplementedError()" in source
        assert "SOLUTION" not in source
        compile(source, exercise, "exec")


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_given_cells_run_and_a_stub_raises_not_implemented(released: Released, name: str) -> None:
    namespace: dict[str, object] = {}
    cells = read_percent(released[name][f"{name}.py"].decode())
    for cell in cells:
        if cell.given or cell.exercise:
            exec(compile(cell.source, name, "exec"), namespace)
    for exercise in programmed(name):
        function = namespace[exercise]
        assert callable(function)
        with pytest.raises(NotImplementedError):
            function(*[None] * function.__code__.co_argcount)  # type: ignore[attr-defined]


def test_the_ids_of_cells_are_unique_and_stay_when_other_cells_change(tiny: dict[str, bytes], tmp_path: Path) -> None:
    more = LESSON.replace("# %% given", "# %% [markdown]\n# Some more.\n\n# %% given", 1)
    more = more.replace("# Two exercises.", "# 2 exercises.")
    before = [cell.id for cell in notebook(tiny, "tiny").cells]
    after = [cell.id for cell in notebook(build(make_course(tmp_path, lesson=more))["tiny"], "tiny").cells]
    assert len(set(after)) == len(after) == len(before) + 1
    assert set(before) - set(after) == {before[0]}  # the one cell whose text has changed
    assert "exercise-double" in before


def test_cells_with_the_same_text_and_marks_with_odd_letters_get_valid_ids(tmp_path: Path) -> None:
    long = ", ".join(["a picture of größe"] * 5)
    lesson = LESSON.replace('given="square"', f'given="{long}"') + "\n# %%\n1 + 1\n\n# %%\n1 + 1\n"
    made = notebook(build(make_course(tmp_path, lesson=lesson))["tiny"], "tiny")
    nbformat.validate(made)
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    assert made.cells[2].metadata.given == long


def digest(released: Released) -> str:
    whole = hashlib.sha256()
    for folder, files in sorted(released.items()):
        for name, content in sorted(files.items()):
            whole.update(f"{folder}/{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def test_the_same_sources_make_the_same_bytes_in_another_process(released: Released) -> None:
    name = ASSIGNMENTS[-1]
    script = (
        "from test_release import *; "
        f"print(digest({{{name!r}: build_folder(open_workbook(COURSE, *COURSE.chosen([{name!r}])))}}))"
    )
    paths = os.pathsep.join(map(str, [REPOSITORY, REPOSITORY / "tests", Path(__file__).parent]))
    made = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == digest({name: released[name]})


def test_writing_again_changes_no_file_and_says_so(tiny: dict[str, bytes], tmp_path: Path) -> None:
    assert len(write_folders(tmp_path, {"tiny": tiny})) == 4
    times = [path.stat().st_mtime_ns for path in sorted(tmp_path.glob("tiny/*"))]
    assert write_folders(tmp_path, {"tiny": tiny}) == []
    assert [path.stat().st_mtime_ns for path in sorted(tmp_path.glob("tiny/*"))] == times


def test_only_what_changed_is_written_and_a_strangers_file_is_left_alone(
    tiny: dict[str, bytes], tmp_path: Path
) -> None:
    write_folders(tmp_path, {"tiny": tiny})
    own = tmp_path / "tiny" / "picture.png"
    own.write_bytes(b"mine")
    (tmp_path / "tiny" / "tiny.py").write_text("# changed")
    assert write_folders(tmp_path, {"tiny": tiny}) == [tmp_path / "tiny" / "tiny.py"]
    assert (tmp_path / "tiny" / "tiny.py").read_bytes() == tiny["tiny.py"]
    assert own.read_bytes() == b"mine"


def test_lines_end_the_same_way_on_every_machine(released: Released) -> None:
    assert not any(b"\r" in content for files in released.values() for content in files.values())


def test_what_lies_in_assignments_is_what_the_sources_make(released: Released) -> None:
    folder = COURSE.assignments
    if not folder.is_dir():
        pytest.skip("nothing is released yet")
    stale = [
        f"{name}/{file}"
        for name, files in released.items()
        for file, content in files.items()
        if not (folder / name / file).is_file() or not same((folder / name / file).read_bytes(), content, file)
    ]
    assert stale == [], "run `make release`"


def same(written: bytes, made: bytes, file: str) -> bool:
    """Compare two versions of a file; numbers may differ in what another machine's arithmetic makes of them."""
    if not file.endswith(".json"):
        return written == made
    return are_equal(json.loads(written), json.loads(made))


def are_equal(a: object, b: object) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(are_equal(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(are_equal, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return a == pytest.approx(b, rel=0.1, abs=1e-7, nan_ok=True)
    return a == b


def test_no_secret_of_the_course_is_in_a_released_file(released: Released) -> None:
    for name, files in released.items():
        workbook = open_workbook(COURSE, COURSE.chosen([name])[0])
        shown = {check.output for exercise in workbook.exercises for check in exercise.checks if not check.hidden}
        hidden = {check.output for exercise in workbook.exercises for check in exercise.checks if check.hidden} - shown
        texts = [content.decode() for content in files.values()]
        for text in texts:
            assert COURSE.course.seed not in text
            assert "(hidden)" not in text
            assert "BEGIN SOLUTION" not in text
        key = json.loads(files["public_checks.json"])
        assert not hidden & {output for exercise in key["exercises"] for output in exercise["outputs"]}


def test_the_test_file_names_the_assignment_and_is_valid_python(tiny: dict[str, bytes]) -> None:
    text = tiny["test_tiny.py"].decode()
    compile(text, "test_tiny.py", "exec")
    assert re.search(r"^test_tiny = make_test\(", text, re.MULTILINE)


def test_code_that_only_draws_is_folded_away_and_code_to_read_is_not() -> None:
    assert only_draws("grid = np.arange(3)\nfigures.curves(grid, {}, alt='a')")
    assert only_draws("figures.graph([], alt='a').show()\nfigures.graph([], alt='b')")
    assert not only_draws("print(3)\nfigures.graph([], alt='a')")
    assert not only_draws("for _ in range(3):\n    pass\nfigures.graph([], alt='a')")
    assert not only_draws("x = 3")
    assert not only_draws("%matplotlib inline\nfigures.graph([], alt='a')")


def test_of_the_released_notebooks_only_unmarked_cells_and_long_data_are_folded(released: Released) -> None:
    folded = [
        cell for name in ASSIGNMENTS for cell in notebook(released[name], name).cells if "jupyter" in cell.metadata
    ]
    assert len(folded) > 40
    assert all(cell.metadata.jupyter == {"source_hidden": True} for cell in folded)
    assert [cell.metadata.given for cell in folded if "nbgrader" in cell.metadata] == ["data"]
