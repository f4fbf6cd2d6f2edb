"""The keys of an assignment that differs from student to student: what two variants have in common is made once.

An exercise's key depends on the drawn names that the exercise rests on, so variants which agree in these share it; one
that rests on none of them is everybody's. What was made is kept on disk, as all keys are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from autograder.authoring.assignment import Source, Workbook
from autograder.authoring.course import CourseFolder
from autograder.authoring.data_files import Files
from autograder.authoring.drawn_names import drawn_names_of
from autograder.authoring.lesson import Lesson
from autograder.authoring.personal import told_in_text
from autograder.authoring.regions import BEGIN, END
from autograder.authoring.source import read_source
from autograder.authoring.variants import SAMPLE, Variant, read_variant
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.exercise import is_question
from autograder.core.model import Cell
from autograder.errors import SourceError
from autograder.keys.build import KeyBuilder
from autograder.keys.cache import cached_parts, keep_parts, made_from, without_functions
from autograder.keys.personal_slips import OwnCopy, with_personal_slips
from autograder.settings import Assignment

Part = tuple[str, tuple[str, ...]]  # an exercise, and the parts of the code that it rests on


def places(workbook: Workbook) -> dict[str, tuple[int, ...]]:
    """Return for each exercise the places in a variant's code that it rests on; none where all get the same."""
    if workbook.variant is None:
        return {}
    names = workbook.variant.names
    checks, answers = (read_source(workbook.folder / each) for each in ("checks.py", "answers.py"))
    found = drawn_names_of(workbook.lesson, checks, answers, names, workbook.lesson.exercises)
    return {exercise: tuple(names.index(name) for name in sorted(each)) for exercise, each in found.items()}


class PersonalKeys:
    """Makes the key of one student after the other. sample: the key of the assignment's sample."""

    def __init__(self, folder: CourseFolder, assignment: Assignment, sample: AnswerKey) -> None:
        self._folder, self._assignment, self._sample = folder, assignment, sample
        self._exercises = {each.name: each for each in sample.exercises}
        self._fresh = False
        self._loaded: Workbook | None = None
        self._with_slips: dict[Part, ExerciseKey] = {}

    @cached_property
    def _source(self) -> Source:
        return Source(self._folder.solutions / self._assignment.name)

    @cached_property
    def _sample_lesson(self) -> Lesson:
        return self._source.copy(self._variant(SAMPLE))[0]

    @cached_property
    def _made_from(self) -> str:
        return made_from(self._folder, self._assignment)

    @cached_property
    def _parts(self) -> dict[Part, ExerciseKey]:
        return cached_parts(self._folder, self._assignment, self._made_from)

    def key(self, student: str) -> AnswerKey:
        """Return a student's key. Raises SourceError where the course is broken."""
        variant = self._variant(student)
        if len(variant.names) != len(self._sample.variant.split("-")):
            raise SourceError(variant.path, variant.line, "variant(draw) draws other names for some: always draw all")
        lesson, files, hidden_files = self._source.copy(variant)
        of_copy = _of_copy(lesson, told_in_text(lesson, variant), self._questions, files, hidden_files, variant)
        own = OwnCopy(of_copy["solution"], files)
        return replace(
            self._sample,
            exercises=tuple(self._exercise(name, variant, own, lesson) for name in self._exercises),
            given=tuple(cell.source for cell in lesson.given),
            stub={name: self._stub(name, stub, lesson) for name, stub in self._sample.stub.items()},
            by_hand=tuple(
                replace(each, stub=self._stub(each.name, each.stub, lesson)) for each in self._sample.by_hand
            ),
            **of_copy,
        )

    def _stub(self, name: str, stub: str, lesson: Lesson) -> str:
        own, sample = _cell_of(lesson, name), _cell_of(self._sample_lesson, name)
        return personal_stub(stub, sample, own) if own and sample else stub

    def keep(self) -> None:
        """Keep on disk what was made, for the next run."""
        if self._fresh:
            keep_parts(self._folder, self._assignment, self._made_from, self._parts)
            self._fresh = False

    def _variant(self, student: str) -> Variant:
        course, name = self._folder.course, self._assignment.name
        variant = read_variant(self._folder.solutions / name, course.seed, student)
        assert variant is not None, "only an assignment that has variants is asked for one"
        return variant

    @cached_property
    def _questions(self) -> frozenset[str]:
        return frozenset(each.name for each in self._sample.exercises if is_question(each.checks))

    def _workbook(self, variant: Variant) -> Workbook:
        """Return a student's assignment, run, for all of its exercises that are to be made."""
        if self._loaded is None or self._loaded.variant != variant:
            self._loaded = self._source.workbook(variant)
        return self._loaded

    def _exercise(self, name: str, variant: Variant, own: OwnCopy, lesson: Lesson) -> ExerciseKey:
        code, sample = variant.code.split("-"), self._sample.variant.split("-")
        rests = self._sample.drawn_places.get(name, ())
        if all(code[place] == sample[place] for place in rests):
            return self._exercises[name]
        part = (name, tuple(code[place] for place in rests))
        if part not in self._with_slips:
            answer = None if name in self._questions else _cell_of(lesson, name)
            self._with_slips[part] = with_personal_slips(self._key_of(part, variant), own, answer)
        return self._with_slips[part]

    def _key_of(self, part: Part, variant: Variant) -> ExerciseKey:
        """Return what an exercise is asked and should show, kept from an earlier run or made."""
        name, _ = part
        if part not in self._parts:
            workbook = self._workbook(variant)
            exercise = next(each for each in workbook.exercises if each.name == name)
            made = KeyBuilder(workbook, exercise).key(self._folder.course.seed)
            (self._parts[part],) = without_functions(replace(self._sample, exercises=(made,))).exercises
            self._fresh = True
        return self._parts[part]


def _cell_of(lesson: Lesson, exercise: str) -> Cell | None:
    """Return the cell in which an exercise is answered, of whatever kind."""
    return next((cell for cell in lesson.cells if cell.exercise == exercise), None)


def of_variant(workbook: Workbook) -> dict[str, Any]:
    """Return the members of a key that are of one student's copy, besides what is asked in it."""
    hidden = workbook.hidden.files if workbook.hidden else {}
    return _of_copy(workbook.lesson, workbook.told, workbook.questions, workbook.files, hidden, workbook.variant)


def _of_copy(
    lesson: Lesson,
    told: Mapping[str, Any],
    questions: Collection[str],
    files: Files,
    hidden_files: Files,
    variant: Variant | None,
) -> dict[str, Any]:
    said = "".join(f"{name} = {value!r}\n" for name, value in told.items())
    return {
        "solution": (*([said] if said else []), *_solved(lesson, questions)),
        "demonstrations": lesson.demonstrations,
        "prose": lesson.prose,
        "files": files,
        "hidden_files": hidden_files,
        "variant": variant.code if variant else "",
        "drawn": str(variant) if variant else "",
    }


def _solved(lesson: Lesson, questions: Collection[str]) -> Iterator[str]:
    """Yield the sources of the cells that define functions, solved; no function rests on an answer to a question."""
    yield from (cell.source for cell in lesson.given)
    yield from (cell.source for name, cell in lesson.exercises.items() if name not in questions)


def personal_stub(stub: str, sample: Cell, own: Cell) -> str:
    """Return the stub of a student's copy: lines that are not cut out are those of the student's own cell."""
    if sample.source == own.source:
        return stub
    theirs, ours = sample.source.splitlines(), own.source.splitlines()
    kept, place = list[str](), 0
    for line in stub.splitlines():
        if place < len(theirs) and theirs[place].strip() == BEGIN:
            place = next(n for n in range(place, len(theirs)) if theirs[n].strip() == END) + 1
        if place < len(theirs) and line == theirs[place]:
            kept.append(ours[place])
            place += 1
        else:
            kept.append(line)
    return "\n".join(kept)
