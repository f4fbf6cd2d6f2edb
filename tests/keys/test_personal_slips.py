"""Slips of the pen are named in exercises that differ from student to student: each run on the student's own draw."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from autograder.audit.in_process import outcomes_of
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.judging.judge import judge
from autograder.keys import personal_slips
from autograder.keys.load import answer_key
from autograder.keys.personal_keys import PersonalKeys
from autograder.keys.plan import publish
from autograder.release.folder import build_folder, write_folders
from autograder.slips.sentences import SENTENCES
from support.with_variants import CHECKS, course_with_variants

MORE_YEARS = CHECKS.replace(
    'return {"now": answer.people(0.0), "later": answer.people(draw.number(1, 5))}',
    'return {"now": answer.people(1.0), "later": answer.people(draw.number(2, 5))}',
).replace("hidden=True", "hidden=False")
RIGHT = "{START} * (1 - {RATE}) ** years"
SLIPS = {
    "{START} / (1 - {RATE}) ** years": "divides",
    "2 * {START} * (1 - {RATE}) ** years": "doubled",
    "{START} * (1 - {RATE}) ** years + 1": "shifted",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = course_with_variants(tmp_path_factory.mktemp("course"), checks=MORE_YEARS)
    write_folders(made.assignments, {"tiny": build_folder(open_workbook(made, made.course.assignments[0]))})
    return made


@pytest.fixture(scope="module")
def keys(course: CourseFolder) -> PersonalKeys:
    (assignment,) = course.course.assignments
    return PersonalKeys(course, assignment, answer_key(course, assignment))


def people(key: AnswerKey) -> ExerciseKey:
    return next(each for each in key.exercises if each.name == "people")


def told(course: CourseFolder, student: str, exercise: ExerciseKey, formula: str) -> set[str]:
    (assignment,) = course.course.assignments
    variant = open_workbook(course, assignment, student).variant
    assert variant is not None
    names: dict[str, Any] = {}
    exec(f"def people(years):\n    return {formula.format(**variant.values)}", names)
    report = judge(exercise, outcomes_of([trial.calls for trial in exercise.trials], names))
    return {verdict.mistake or "" for verdict in report.verdicts if verdict.points < verdict.check.points}


@pytest.mark.parametrize(("formula", "kind"), SLIPS.items(), ids=SLIPS.values())
def test_a_slip_is_named_in_each_students_own_numbers(
    course: CourseFolder, keys: PersonalKeys, formula: str, kind: str
) -> None:
    assert kind in SENTENCES
    for student in ("ann", "bob"):
        key = people(keys.key(student))
        assert told(course, student, key, formula) == {kind}
        assert told(course, student, publish(key), formula) == {kind}


def test_a_neighbours_slip_and_what_is_no_slip_are_not_named(course: CourseFolder, keys: PersonalKeys) -> None:
    assert told(course, "bob", people(keys.key("ann")), "2 * " + RIGHT) == {""}
    assert told(course, "ann", people(keys.key("ann")), "1.17 * " + RIGHT) == {""}


def test_a_mistake_that_the_author_foresaw_keeps_its_name(course: CourseFolder, keys: PersonalKeys) -> None:
    assert told(course, "ann", people(keys.key("ann")), "{START} * (1 + {RATE}) ** years") == {"grows"}


def test_another_process_names_the_same(course: CourseFolder, keys: PersonalKeys) -> None:
    sent = people(pickle.loads(pickle.dumps(keys.key("ann"))))
    assert told(course, "ann", sent, "2 * " + RIGHT) == {"doubled"}


def test_nothing_is_made_for_a_right_answer_or_a_known_mistake(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_slips, "_finder", lambda *_: pytest.fail("slips were made"))
    (assignment,) = course.course.assignments
    key = people(PersonalKeys(course, assignment, answer_key(course, assignment)).key("cid"))
    assert told(course, "cid", key, RIGHT) == set()
    assert told(course, "cid", key, "(1 - {RATE}) ** years") == {"share"}


def test_students_share_the_changed_copies_of_an_answer_whose_docstring_alone_differs(
    course: CourseFolder, keys: PersonalKeys, tmp_path: Path
) -> None:
    from autograder.slips import made

    made._made.cache_clear()
    for student in ("ann", "bob", "cid", "dan"):
        told(course, student, people(keys.key(student)), "1.17 * " + RIGHT)
    assert made._made.cache_info().misses == 1
