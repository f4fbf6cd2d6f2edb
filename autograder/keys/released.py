"""What students got of an assignment: its stubs, and whether they are those of the key that they are graded by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from autograder.authoring.course import CourseFolder
from autograder.authoring.regions import BEGIN, END, solution_regions
from autograder.core.model import Cell
from autograder.core.seed_id import seed_id
from autograder.errors import UsageError
from autograder.keys.rules import FILE
from autograder.notebooks.marks import marked_sources, tidied
from autograder.notebooks.percent import read_percent
from autograder.settings import Assignment

if TYPE_CHECKING:
    from autograder.authoring.assignment import Workbook
    from autograder.core.answer_key import AnswerKey, ExerciseKey
    from autograder.core.exercise import Check

STUB_METHOD = "def __init__(self, *_, **__):"  # in a class
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()", STUB_METHOD)  # what stands in the place of a solution


def require_released(folder: CourseFolder, key: AnswerKey) -> None:
    """Raise UsageError if students got other exercises, checks or given cells than those they would be graded by."""
    name = key.assignment
    path = folder.assignments / name / FILE
    if not path.is_file():
        raise UsageError(f"'{name}' is not released yet: run `make release` first")
    from autograder.keys.public import load  # with numpy, which is not needed to grade nothing

    released = load(path.read_text("utf-8"))
    ours, theirs = _asked(key), _asked(released)
    ours = {key.former.get(exercise, exercise): checks for exercise, checks in ours.items()}
    odd = sorted(each for each in ours.keys() | theirs.keys() if ours.get(each) != theirs.get(each))
    if not odd and released.given == key.given:
        return
    what = f"exercise '{odd[0]}' differs" if odd else "its given cells differ"
    fix = f'run `autograder release {name}`, or for an exercise that was renamed write Exercise(…, was="<former name>")'
    raise UsageError(f"{path.parent} is not what {folder.solutions / name} releases ({what}): {fix}")


def drifted(workbook: Workbook, released: Mapping[str, str]) -> tuple[str, ...]:
    """Return the exercises whose cells students got with another text than the lesson has outside of its solutions.

    Of a question, the cell is made of what checks.py says of it: it is not compared.
    """
    marked = {cell.exercise: cell for cell in workbook.lesson.cells if cell.exercise and solution_regions(cell)}
    cells = {name: cell for name, cell in marked.items() if name not in workbook.questions}
    return tuple(name for name, cell in cells.items() if name in released and _kept(cell) != _lines(released[name]))


def _kept(cell: Cell) -> list[str]:
    inside = {line for region in solution_regions(cell) for line in region}
    text = "\n".join(line for number, line in enumerate(cell.source.splitlines(), cell.line) if number not in inside)
    return [line for line in _lines(text) if line.strip() not in (BEGIN, END)]


def _lines(source: str) -> list[str]:
    return [line for line in tidied(source).splitlines() if line.strip() not in STUB]


def _asked(key: AnswerKey) -> dict[str, list[tuple[object, ...]]]:
    """Return what students know of an exercise's checks, by its name; of a question the choices and labels, too."""
    public: dict[str, list[tuple[object, ...]]] = {
        each.name: [
            (check.kind, check.output, check.points, _form(each, check)) for check in each.checks if not check.hidden
        ]
        for each in key.exercises
    }
    told = {name: checks for name, checks in public.items() if checks}
    for each in key.by_hand:
        told[each.name] = [("by_hand", "", each.exercise.points)]
    return told


def _form(key: ExerciseKey, check: Check) -> object:
    from autograder.core.exercise import ANSWERED

    return key.trials[0].expected[check.name].plain if check.kind == ANSWERED else None


def faulty_key(folder: CourseFolder, assignment: Assignment, fault: str) -> AnswerKey:
    """Return what takes the place of a key that cannot be made: nobody is graded by it, and records say why."""
    from autograder.core.answer_key import AnswerKey, ExerciseKey

    whole = ExerciseKey(assignment.name, assignment.points, (), ())
    return AnswerKey(assignment.name, (whole,), (), {}, "", seed_id(folder.course.seed), fault=fault)


def released_stub(folder: CourseFolder, assignment: Assignment) -> dict[str, str]:
    """Return the source of each exercise cell as students got it. Raises UsageError when nothing was released."""
    path = folder.assignments / assignment.name / f"{assignment.name}.py"
    if not path.is_file():
        raise UsageError(f"'{assignment.name}' is not released yet: run `make release` first")
    return marked_sources(read_percent(path.read_text("utf-8")))


class ReleasedExercises(Mapping[str, Sequence[str]]):
    """The names of the exercises of each assignment that was released; a notebook is read when it is asked for."""

    def __init__(self, folder: CourseFolder) -> None:
        every = ((each, folder.assignments / each.name / f"{each.name}.py") for each in folder.course.assignments)
        self._folder, self._released = folder, {each.name: each for each, path in every if path.is_file()}
        self._read: dict[str, Sequence[str]] = {}

    def __getitem__(self, name: str) -> Sequence[str]:
        if name not in self._read:
            self._read[name] = tuple(released_stub(self._folder, self._released[name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._released)

    def __len__(self) -> int:
        return len(self._released)

    def __reduce__(self) -> tuple[type[dict[str, Sequence[str]]], tuple[dict[str, Sequence[str]]]]:
        return dict, (dict(self),)  # other machines do not see the notebooks
