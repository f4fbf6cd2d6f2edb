"""Load one folder of solutions/: lesson.py, checks.py and answers.py become one Workbook.

checks.py and answers.py may write `from lesson import sigmoid`: while they load, the name `lesson` means the
namespace that the lesson's given and exercise cells define.
"""

from __future__ import annotations

import ast
import hashlib
import linecache
import re
import sys
import types
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.extra_points import without_extra_points
from autograder.authoring.hand_graded import require_cells
from autograder.authoring.lesson import Lesson, asks_question, defines_value, read_lesson, run_given, run_solution
from autograder.authoring.questions import answered, complaint, questions_of
from autograder.authoring.source import execute, read_source
from autograder.core.by_hand import ByHand
from autograder.core.calls import SOURCES
from autograder.core.exercise import Check, Exercise, Variation
from autograder.core.explanation import Explanation, fault
from autograder.core.question.question import Question
from autograder.errors import SourceError

_NAME = re.compile(r"(?<![.\w])\w+")  # but not x.name
TOLERANCE_OF_POINTS = 1e-9


@dataclass(frozen=True, slots=True)
class Workbook:
    """An assignment as its author wrote it. solution and given map names to what the lesson defines.

    fingerprint names its sources; work_fingerprint does so without what extra credit is worth.
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

    @property
    def questions(self) -> Mapping[str, Question]:
        """The exercises that are questions, by name."""
        return questions_of(self.exercises)

    @property
    def points(self) -> float:
        every: tuple[Exercise | ByHand, ...] = (*self.exercises, *self.by_hand)
        return sum(each.points for each in every if not each.extra)


def load_workbook(folder: Path) -> Workbook:
    """Load and check the three files of an assignment. Raises SourceError for anything an author has to fix."""
    lesson = read_lesson(folder / "lesson.py")
    solution = run_solution(lesson)
    solution[SOURCES] = {name: cell.source for name, cell in lesson.exercises.items()}
    given = {name: solution[name] for name in run_given(lesson) if not name.startswith("__")}
    with _lesson_importable(solution):
        checks = _execute(folder / "checks.py")
        answers = _execute(folder / "answers.py")
    exercises, by_hand = _exercises(folder / "checks.py", checks, lesson)
    known = tuple(_variations(folder / "answers.py", answers, lesson))
    questions = questions_of(exercises)
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
        fingerprint=_fingerprint(folder, lambda text: text),
        work_fingerprint=_fingerprint(folder, without_extra_points),
        explanations=_explanations(folder / "answers.py", answers),
        by_hand=by_hand,
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
            what = "does not define that function" if cell.kind == "code" else "is no code cell"
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
        return f"a check of '{name}' is {_named(odd[0])}: declare it by shape(…), value(…) or gradient(…)"
    if name in lesson.written:
        kind = "does not define that function" if lesson.written[name].kind == "code" else "is no code cell"
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


def _variations(path: Path, namespace: Mapping[str, Any], lesson: Lesson) -> Iterator[tuple[str, Variation]]:
    text = read_source(path)
    lines = text.splitlines()
    for name, node in _definitions(path, text).items():
        function: Any = namespace.get(name)
        if "answers" not in getattr(function, "__dict__", ()):
            continue
        exercise, role = function.answers
        if exercise in lesson.exercises and asks_question(lesson.exercises[exercise]):
            told = f"'{name}' answers '{exercise}', which is a question: what is said to wrong answers is in checks.py"
            raise SourceError(path, node.lineno, told)
        if exercise not in lesson.exercises:
            raise SourceError(path, node.lineno, f"'{name}' answers '{exercise}', which is no exercise of lesson.py")
        sentence = " ".join((function.__doc__ or "").split()) if role == "mistake" else ""
        if role == "mistake" and not sentence:
            raise SourceError(path, node.lineno, f"mistake '{name}' has no docstring: it is what its author will read")
        source, is_value = _as_answer(path, lines, node, exercise), defines_value(lesson.exercises[exercise])
        if is_value:
            source, function = f"{source}\n{exercise} = {exercise}()\n", function()
        yield role, Variation(exercise, name, sentence, source, function)


def _explanations(path: Path, namespace: Mapping[str, Any]) -> tuple[Explanation, ...]:
    made = namespace.get("EXPLANATIONS", ())
    if not isinstance(made, (list, tuple)) or not all(isinstance(each, Explanation) for each in made):
        raise SourceError(path, None, 'EXPLANATIONS must be a list of Explanation(r"pattern", "sentence")')
    for each in made:
        if wrong := fault(each):
            lines = read_source(path).splitlines()
            line = next((number for number, text in enumerate(lines, 1) if str(each.pattern) in text), None)
            raise SourceError(path, line, f"Explanation({each.pattern!r}, …): {wrong}")
    return tuple(made)


Definition = ast.FunctionDef | ast.ClassDef


def _definitions(path: Path, text: str) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for node in ast.parse(text).body:
        if isinstance(node, Definition):
            if node.name in found:
                raise SourceError(path, node.lineno, f"'{node.name}' is defined twice: rename one")
            found[node.name] = node
    return found


def _as_answer(path: Path, lines: Sequence[str], node: Definition, exercise: str) -> str:
    """Return the def as a student would have written it: renamed, without its decorator and docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    head = "\n".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
    if body[0].lineno == node.lineno:
        raise SourceError(path, node.lineno, f"'{node.name}': write its body on lines of its own")
    inner = "\n".join(lines[body[0].lineno - 1 : node.end_lineno])
    return _NAME.sub(lambda word: exercise if word[0] == node.name else word[0], f"{head}\n{inner}\n")


def _fingerprint(folder: Path, checks: Callable[[str], str]) -> str:
    """Return one name for the sources; checks: what counts of checks.py."""
    digest = hashlib.sha256()
    for name in ("lesson.py", "checks.py", "answers.py"):
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        if name == "checks.py":
            content = checks(read_source(folder / name)).encode()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
