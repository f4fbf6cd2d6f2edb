"""The made-up class: the same every time, in both formats, with all kinds of students in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.cli.sample_class import fill_in, make_class, solved_cells
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import exercise_sources
from autograder.notebooks.percent import read_percent
from support.handed_in import SOLVED, answered, released_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return released_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def workbook(course: CourseFolder) -> Workbook:
    return open_workbook(course, course.course.assignments[0])


@pytest.fixture(scope="module")
def submitted(course: CourseFolder, workbook: Workbook) -> Path:
    make_class([workbook], course.assignments, course.root / "class")
    return course.root / "class"


def work(submitted: Path) -> dict[str, dict[str, str]]:
    """Return each student's exercise cells."""
    found = {}
    for path in sorted(submitted.glob("*/tiny/tiny.*")):
        text = path.read_text("utf-8")
        found[path.parts[-3]] = exercise_sources(read_notebook(text) if path.suffix == ".ipynb" else read_percent(text))
    return found


def test_the_class_has_forty_students_with_one_file_each(submitted) -> None:
    assert sorted(work(submitted)) == [f"s{number:03}" for number in range(1, 41)]
    assert len(list(submitted.glob("*/*/*"))) == 40


def test_the_class_is_the_same_every_time(course, workbook, submitted, tmp_path) -> None:
    make_class([workbook], course.assignments, tmp_path / "again")
    before, after = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (submitted, tmp_path / "again")
    )
    assert before == after


def test_what_an_older_class_left_is_gone(course, workbook, tmp_path) -> None:
    (tmp_path / "class" / "s999" / "tiny").mkdir(parents=True)
    make_class([workbook], course.assignments, tmp_path / "class", students=2)
    assert sorted(path.name for path in (tmp_path / "class").iterdir()) == ["s001", "s002"]


def test_both_formats_are_handed_in(submitted) -> None:
    assert {path.suffix for path in submitted.glob("*/tiny/*")} == {".ipynb", ".py"}


def test_there_are_solutions_untouched_stubs_and_mixtures_with_known_mistakes(workbook, submitted) -> None:
    handed_in = list(work(submitted).values())
    solution = {name: source.strip() for name, source in solved_cells(workbook).items()}
    wrong = {known.source.strip() for known in workbook.mistakes}
    assert sum({k: v.strip() for k, v in each.items()} == solution for each in handed_in) >= 4
    assert sum(all("NotImplementedError" in source for source in each.values()) for each in handed_in) >= 4
    assert sum(bool(wrong & {source.strip() for source in each.values()}) for each in handed_in) >= 10
    assert len({tuple(each.values()) for each in handed_in}) > 8


@pytest.mark.parametrize(
    "answers",
    [
        {},
        SOLVED,
        {"quad": "\n\ndef quad(x):\n\n    return 4 * x\n\n\n"},
        {"double": 'def double(x):\n    """Two lines: \\n.\n\n    # no marker\n    """\n    return x + x'},
        {"double": SOLVED["quad"], "quad": SOLVED["double"]},
    ],
)
def test_the_paired_file_and_the_notebook_filled_in_have_the_same_cells(course, answers) -> None:
    notebook = read_notebook(answered(course, ".ipynb", **answers))
    paired = read_percent(answered(course, ".py", **answers))
    assert [(cell.kind, cell.source.strip(), cell.exercise) for cell in notebook] == [
        (cell.kind, cell.source.strip(), cell.exercise) for cell in paired
    ]
    assert {name: source.strip("\n") for name, source in answers.items()}.items() <= exercise_sources(notebook).items()


def test_filling_in_nothing_changes_nothing(course) -> None:
    for suffix in (".py", ".ipynb"):
        text = (course.assignments / "tiny" / f"tiny{suffix}").read_text("utf-8")
        assert fill_in(text, suffix, {}) == text
