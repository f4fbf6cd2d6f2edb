"""Load one folder of solutions/: lesson.py, checks.py and answers.py become one Workbook.

checks.py and answers.py may write `from lesson import sigmoid`: while they load, the name `lesson` means the
namespace that the lesson's given and exercise cells define.
"""

from __future__ import annotations

import hashlib
import linecache
import sys
import types
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.authoring.answers_file import explanations, variations
from autograder.authoring.data_files import (
    HIDDEN,
    Files,
    read_data,
    read_hidden_data,
    refuse_missing_files,
    require_modest,
    with_drawn,
)
from autograder.authoring.extra_points import without_extra_points
from autograder.authoring.hand_graded import require_cells
from autograder.authoring.lesson import Lesson, read_lesson, run_given, run_solution
from autograder.authoring.personal import personal, told_in_text
from autograder.authoring.questions import answered, complaint, questions_of, require_right
from autograder.authoring.source import execute, read_source
from autograder.authoring.variants import SAMPLE, Variant, read_variant
from autograder.authoring.working_folder import WorkingFolder
from autograder.core.by_hand import ByHand
from autograder.core.calls import SOURCES
from autograder.core.data_names import DATA
from autograder.core.exercise import Check, Exercise, Variation
from autograder.core.explanation import Explanation
from autograder.core.question.question import Question
from autograder.core.variant_codes import FILE as VARIANTS
from autograder.errors import SourceError

WITH_HIDDEN = "with the files of hidden_data/ this fails (run it beside them to see how)"
TOLERANCE_OF_POINTS = 1e-9


@dataclass(frozen=True, slots=True)
class Workbook:
    """An assignment as its author wrote it. solution and given map names to what the lesson defines.

    fingerprint names its sources; work_fingerprint does so without what extra credit is worth.
    files: the data files that it ships; place: where its code finds them. hidden: the same assignment with the files
    that grading has in their place, if it has any. variant: what was drawn for this copy, where each student has
    another; told: the part of it that students read in the text and do not get as code.
    """

    name: str
    folder: Path
    lesson: Lesson
    exercises: tuple[Exercise, ...]
    mistakes: tuple[Variation, ...]
    right: tuple[Variation, ...]
    solution: Mapping[str, Any]
    given: Mapping[str, Any]
    fingerprint: str
    work_fingerprint: str
    explanations: tuple[Explanation, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    files: Files = field(default_factory=dict)
    place: WorkingFolder = field(default_factory=lambda: WorkingFolder({}))
    hidden: Workbook | None = None
    variant: Variant | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def questions(self) -> Mapping[str, Question]:
        """The exercises that are questions, by name."""
        return questions_of(self.exercises)

    @property
    def points(self) -> float:
        every: tuple[Exercise | ByHand, ...] = (*self.exercises, *self.by_hand)
        return sum(each.points for each in every if not each.extra)


def load_workbook(folder: Path, seed: str = "public", student: str = SAMPLE) -> Workbook:
    """Load and check the files of an assignment. Raises SourceError for anything an author has to fix.

    student: whose variant it is, where there are variants, drawn from the course's seed; without a name, the sample's.
    """
    return Source(folder).workbook(read_variant(folder, seed, student))


class Source:
    """What an author wrote, read once for all variants of it. Raises SourceError for anything an author has to fix."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lesson = folder, read_lesson(folder / "lesson.py")
        self.files = read_data(folder)

    @cached_property
    def _fingerprints(self) -> tuple[str, str]:
        return _fingerprint(self.folder, lambda text: text), _fingerprint(self.folder, without_extra_points)

    def copy(self, variant: Variant | None) -> tuple[Lesson, Files, Files]:
        """Return one student's lesson, its files, and those of grading if there are others. None of it is run."""
        lesson, files = self.lesson, self.files
        if variant is not None:
            lesson, files = personal(lesson, variant), {**files, **variant.files}
            require_modest(variant.path, variant.line, files)
        refuse_missing_files(lesson, files)
        others = read_hidden_data(self.folder, files)
        if variant is not None and variant.hidden_files:
            others = with_drawn(variant.path, variant.line, files, others, variant.hidden_files)
        return lesson, files, others

    def workbook(self, variant: Variant | None) -> Workbook:
        """Return the assignment as it is for one student, or for all where there are no variants."""
        lesson, files, others = self.copy(variant)
        shipped = self._loaded(lesson, files, variant)
        return replace(shipped, hidden=self._loaded_hidden(lesson, others, variant)) if others else shipped

    def _loaded_hidden(self, lesson: Lesson, files: Files, variant: Variant | None) -> Workbook:
        """Load the assignment beside its hidden files. What it says there must not be repeated where anyone reads."""
        try:
            return self._loaded(lesson, files, variant)
        except SourceError as error:
            raise SourceError(error.path, error.line, WITH_HIDDEN) from None

    def _loaded(self, lesson: Lesson, files: Files, variant: Variant | None) -> Workbook:
        place, told = WorkingFolder(files), {} if variant is None else told_in_text(lesson, variant)
        with place.entered():
            made = _read(self.folder, lesson, told)
        made = replace(made, fingerprint=self._fingerprints[0], work_fingerprint=self._fingerprints[1])
        return replace(made, files=files, place=place, variant=variant)


def _read(folder: Path, lesson: Lesson, told: Mapping[str, Any]) -> Workbook:
    solution = run_solution(lesson, told)
    solution[SOURCES] = {name: cell.source for name, cell in lesson.exercises.items()}
    given = {name: solution[name] for name in run_given(lesson) if not name.startswith("__")}
    with _lesson_importable(solution):
        checks = _execute(folder / "checks.py")
        answers = _execute(folder / "answers.py")
    exercises, by_hand = _exercises(folder / "checks.py", checks, lesson)
    known = tuple(variations(folder / "answers.py", answers, lesson))
    questions = questions_of(exercises)
    require_right(lesson, questions, solution)
    solution |= {name: question.answer for name, question in questions.items()}
    return Workbook(
        name=folder.name,
        folder=folder,
        lesson=answered(lesson, questions),
        exercises=exercises,
        mistakes=tuple(variation for role, variation in known if role == "mistake"),
        right=tuple(variation for role, variation in known if role == "right"),
        solution=solution,
        given=given,
        fingerprint="",
        work_fingerprint="",
        explanations=explanations(folder / "answers.py", answers),
        by_hand=by_hand,
        told=told,
    )


@contextmanager
def _lesson_importable(solution: Mapping[str, Any]) -> Iterator[None]:
    module = types.ModuleType("lesson")
    module.__dict__.update(solution)
    before = sys.modules.get("lesson")
    sys.modules["lesson"] = module
    try:
        yield
    finally:
        del sys.modules["lesson"]
        if before is not None:
            sys.modules["lesson"] = before


def _execute(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SourceError(path, None, f"this file is missing: every assignment has a {path.name} (see CONTRIBUTING.md)")
    namespace: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
    linecache.checkcache(str(path))  # the sources of functions are read from the file as it is now
    execute(path, read_source(path), namespace)
    return namespace


def _exercises(
    path: Path, namespace: Mapping[str, Any], lesson: Lesson
) -> tuple[tuple[Exercise, ...], tuple[ByHand, ...]]:
    """Return the exercises that are checked and those that are graded by hand, each in the lesson's order."""
    made = namespace.get("EXERCISES")
    if not isinstance(made, (list, tuple)) or not all(isinstance(exercise, Exercise | ByHand) for exercise in made):
        raise SourceError(path, None, "EXERCISES must be a list of Exercise(…)")
    checked = [each for each in made if isinstance(each, Exercise)]
    by_hand = [each for each in made if isinstance(each, ByHand)]
    _reject_duplicates(path, checked)
    for exercise in checked:
        _check_exercise(path, exercise, lesson)
    require_cells(path, by_hand, lesson)
    _require_declared(lesson, {each.name for each in made})
    order = list(lesson.order)
    by_name = {each.name: order.index(each.name) for each in made}
    return (
        tuple(sorted(checked, key=lambda each: by_name[each.name])),
        tuple(sorted(by_hand, key=lambda each: by_name[each.name])),
    )


def _require_declared(lesson: Lesson, declared: Collection[str]) -> None:
    for name, cell in lesson.exercises.items():
        if name not in declared:
            raise SourceError(lesson.path, cell.line, f"exercise '{name}' has no checks: declare them in checks.py")
    for name, cell in lesson.written.items():
        if name not in declared:
            what = "does not define that function" if cell.kind == "code" else "is not a code cell"
            graded = f'; if people are to grade it, declare by_hand("{name}", rubric=…) in checks.py'
            raise SourceError(lesson.path, cell.line, f"the cell of '{name}' {what}{graded}")


def _reject_duplicates(path: Path, made: Sequence[Exercise]) -> None:
    count = Counter(exercise.name for exercise in made)
    for exercise in reversed(made):
        if count[exercise.name] > 1:
            raise SourceError(path, _line_of(exercise), f"two exercises are named '{exercise.name}': rename one")


def _line_of(exercise: Exercise) -> int | None:
    code = getattr(exercise.probe, "__code__", None)
    return code.co_firstlineno if code else None


def _check_exercise(path: Path, exercise: Exercise, lesson: Lesson) -> None:
    message = _complaint(exercise, lesson)
    if message:
        raise SourceError(path, _line_of(exercise), message)


def _complaint(exercise: Exercise, lesson: Lesson) -> str:
    """Return what is wrong with an exercise as declared, or ""."""
    name, checks = exercise.name, exercise.checks
    if name == "<lambda>":
        return "this probe is a lambda, which has no name: write `def` and the exercise's name"
    if odd := [check for check in checks if not isinstance(check, Check)]:
        return f"a check of '{name}' is {_named(odd[0])}: declare it with shape(…), value(…) or gradient(…)"
    if name in lesson.written:
        kind = "does not define that function" if lesson.written[name].kind == "code" else "is not a code cell"
        return f"the cell of '{name}' (line {lesson.written[name].line} of lesson.py) {kind}"
    if name not in lesson.exercises:
        return f"checks for '{name}', but no cell of lesson.py is marked exercise=\"{name}\""
    if wrong := complaint(exercise, lesson.exercises[name]):
        return wrong
    if not checks:
        return f"exercise '{name}' has no checks: add shape(…), value(…) or gradient(…)"
    if all(check.hidden for check in checks):
        return f"every check of '{name}' is hidden: students need a public one to work with"
    if any(check.points < 0 for check in checks):
        return f"a check of '{name}' is worth less than 0 points"
    total = sum(check.points for check in checks)
    if not abs(total - exercise.points) <= TOLERANCE_OF_POINTS:  # so asked that NaN is refused, too
        return f"the checks of '{name}' add up to {total:g} points, the exercise says {exercise.points:g}"
    repeated = [name for name, count in Counter(check.name for check in checks).items() if count > 1]
    return f"'{name}' declares '{repeated[0]}' twice: use another result or kind" if repeated else ""


def _named(check: object) -> str:
    name = getattr(check, "__name__", "")
    return "a lambda" if name == "<lambda>" else f"`{name}`" if name else f"a {type(check).__name__}"


def _fingerprint(folder: Path, checks: Callable[[str], str]) -> str:
    """Return one name for the sources; checks: what counts of checks.py."""
    digest = hashlib.sha256()
    for name in ("lesson.py", "checks.py", "answers.py"):
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        if name == "checks.py":
            content = checks(read_source(folder / name)).encode()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    more = [folder / VARIANTS, *(path for part in (DATA, HIDDEN) for path in sorted((folder / part).rglob("*")))]
    for path in (path for path in more if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()
