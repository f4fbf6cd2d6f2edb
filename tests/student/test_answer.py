"""Questions from the release to the grade: what students get, and what counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.audit.known_answers import audit
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.authoring.questions import wrong_variations
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Limits, Status
from autograder.core.verdicts import ExerciseReport, Report
from autograder.errors import SourceError, UsageError
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.keys.public import dump, load
from autograder.keys.released import require_released
from autograder.notebooks.marks import definitions, with_new_name
from autograder.notebooks.percent import read_percent
from autograder.release.folder import write_folders
from autograder.sandbox.host.session import AnySandbox
from autograder.student.text import report_text
from support.asking import CHECKS, LESSON, asking_course
from support.with_questions import built

LIMITS = Limits(call_seconds=2.0, cell_seconds=2.0, total_seconds=20.0, patience=100)
RIGHT = {
    "steepest": 'answer("steepest", "at 0")',
    "depends": 'answer("depends", ["on x", "on the power"])',
    "speed": 'answer("speed", 11.5, unit="km/h")',
    "rule": 'answer("rule", "Chain rule.")',
    "product": 'answer("product", np.array([[1, 3], [2, 4]]))',
}


def released(folder: Path, *changes: tuple[str, str]) -> dict[str, bytes]:
    """Return what students get of the course, where its checks say something else in these places."""
    checks = CHECKS
    for before, after in changes:
        assert checks.count(before) == 1
        checks = checks.replace(before, after)
    return built(asking_course(folder, checks=checks))


def handed_in(key: AnswerKey, cells: Mapping[str, str]) -> list[Cell]:
    given = [Cell("code", source, given="setup") for source in key.given]
    return [*given, *(Cell("code", cells.get(name, stub), exercise=name) for name, stub in key.stub.items())]


def reports(key: AnswerKey, cells: list[Cell], sandbox: AnySandbox) -> tuple[Report, dict[str, ExerciseReport]]:
    report = grade(key, cells, sandbox, LIMITS)
    return report, {each.name: each for each in report.exercises}


# --- what is released ------------------------------------------------------------------------------------------------


def test_nothing_that_is_released_depends_on_what_is_right(tmp_path: Path) -> None:
    before = released(tmp_path / "before")
    after = released(
        tmp_path / "after",
        ('right="at 0"', 'right="at 1"'),
        ('"at 1": "There', '"at 0": "There'),
        ('"on the power": "x to', '"on the colour of the curve": "x to'),
        ('"on the colour of the curve": "Drawn', '"on the power": "Drawn'),
        ("right=3.2", "right=4.7"),
        ('right="the chain rule"', 'right="the product rule"'),
        ('also=["chain rule", "*chain-rule*"], wrong={"*product*"', 'also=[], wrong={"*chain*"'),
        ("right=[[1, 3], [2, 4]]", "right=[1.0]"),
    )
    assert {name for name in before if before[name] != after[name]} == set()


def test_of_a_graded_question_no_sentence_is_released_and_of_one_for_practice_all(tmp_path: Path) -> None:
    files = "".join(content.decode() for content in released(tmp_path).values())
    workbook = open_workbook(asking_course(tmp_path), asking_course(tmp_path).course.assignments[0])
    told = {known.exercise for known in wrong_variations(workbook.questions) if known.sentence in files}
    assert told == {"warm_up"}


def test_the_notebook_asks_with_the_choices_and_leaves_the_answer_open(course: CourseFolder) -> None:
    script = (course.assignments / "tiny" / "tiny.py").read_text("utf-8")
    assert "# **Question** (10 points). Where is the sigmoid steepest?\n#\n# - **a)** " in script
    assert 'answer("steepest", ...)  # in place of the dots: one of "a", "b", "c", "d"' in script
    assert "# **Question** (for practice). " in script
    cells = json.loads((course.assignments / "tiny" / "tiny.ipynb").read_text("utf-8"))["cells"]
    marks = {cell["metadata"].get("exercise"): cell["metadata"].get("nbgrader") for cell in cells}
    told = {name: marks["steepest"][name] for name in ("grade", "solution", "locked", "points", "grade_id")}
    by_hand = {"grade": True, "solution": True, "locked": False, "points": 10, "grade_id": "check-steepest"}
    assert told == by_hand  # nbgrader itself waits for a teacher, and promises nothing


def test_the_audit_tries_every_choice(course: CourseFolder) -> None:
    found = audit(open_workbook(course, course.course.assignments[0]), "seed")
    assert (found.findings, found.mistakes, found.caught, found.named) == ((), 16, 16, 16)


def test_choices_that_were_changed_after_the_release_stop_the_grading(course: CourseFolder, tmp_path: Path) -> None:
    other = asking_course(tmp_path, checks=CHECKS.replace("far to the left", "far to the right"))
    write_folders(other.assignments, {"tiny": built(course)})
    with pytest.raises(UsageError, match="exercise 'steepest' differs"):
        require_released(other, answer_key(other, other.course.assignments[0]))


@pytest.mark.parametrize(
    ("lesson", "said"),
    [
        (LESSON.replace('answer("steepest", ...)', 'answer("steepest", "at 0")'), "has no '### BEGIN SOLUTION'"),
        (LESSON.replace('answer("rule", ...)', "rule = ...\n### BEGIN SOLUTION\nrule = 1\n### END SOLUTION"),
         "'rule' is a question: its cell in lesson.py is to be answer(\"rule\", ...) and nothing else"),
        (LESSON + '\n# %% exercise="more"\nanswer("more", ...)\n', "exercise 'more' has no checks"),
    ],
    ids=["answered", "no-question", "undeclared"],
)  # fmt: skip
def test_a_cell_that_is_not_a_questions_is_said(tmp_path: Path, lesson: str, said: str) -> None:
    course = asking_course(tmp_path, lesson=lesson)
    with pytest.raises(SourceError, match=said.replace("(", r"\(").replace(")", r"\)")):
        built(course)


def test_a_mistake_of_a_question_is_not_written_in_answers(tmp_path: Path) -> None:
    course = asking_course(tmp_path)
    answers = course.solutions / "tiny" / "answers.py"
    wrong = '\n\n@mistake("rule")\ndef other(x):\n    """No."""\n    return x\n'
    answers.write_text(answers.read_text("utf-8") + wrong, "utf-8")
    with pytest.raises(SourceError, match="which is a question"):
        built(course)


# --- graded ----------------------------------------------------------------------------------------------------------


def test_right_answers_score_and_untouched_cells_are_not_attempted(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    _, by_name = reports(key, handed_in(key, RIGHT), course_sandbox)
    assert {name: each.score for name, each in by_name.items() if each.score} == {
        "steepest": 10, "depends": 20, "speed": 10, "rule": 10, "product": 10,
    }  # fmt: skip
    statuses = {verdict.status for name in ("double", "warm_up") for verdict in by_name[name].verdicts}
    assert statuses == {Status.NOT_ATTEMPTED}


def test_a_wrong_choice_is_named_with_its_sentence(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    cells = {"steepest": 'answer("steepest", "at 1")', "depends": 'answer("depends", ["on x", "on the name of x"])'}
    _, by_name = reports(key, handed_in(key, cells), course_sandbox)
    _, wrong = by_name["steepest"].verdicts
    assert (wrong.mistake, wrong.advice) == ('chose "at 1"', "There the curve is on its way to 1 already.")
    _, several = by_name["depends"].verdicts
    assert several.mistake == 'left out "on the power" and chose "on the name of x"'


def test_what_students_may_read_of_an_answer_is_that_there_is_one(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    cells = {"steepest": 'answer("steepest", "at 1")', "speed": 'answer("speed", 3.2)'}
    report, _ = reports(key, handed_in(key, cells), course_sandbox)
    public = {each.name: each for each in report.public}
    assert report_text(public["steepest"]) == "→ steepest: answered; whether it is right comes with the grade"
    assert report_text(public["speed"]).startswith("✗ speed: not an answer yet\n    a unit is missing")


def test_the_last_answer_counts_and_that_is_said(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    cells = {
        "steepest": 'for choice in "abcd":\n    answer("steepest", choice)\nanswer("steepest", "at 0")',
        "rule": 'answer("rule", "x")\nanswer("rule", ...)',
    }
    again = Cell("code", 'answer("steepest", "at 1")')
    _, by_name = reports(key, [*handed_in(key, cells), again], course_sandbox)
    assert by_name["steepest"].score == 10
    assert "answered 5 times: the last answer counts" in by_name["steepest"].note
    assert "the answer in its own cell counts" in by_name["steepest"].note
    assert by_name["rule"].verdicts[1].status is Status.NOT_ATTEMPTED


def test_an_answer_in_another_cell_counts_where_its_own_is_as_released(
    key: AnswerKey, course_sandbox: AnySandbox
) -> None:
    cells = [*handed_in(key, {}), Cell("code", "x = 1\n" + RIGHT["steepest"])]
    _, by_name = reports(key, cells, course_sandbox)
    assert by_name["steepest"].score == 10
    assert "its own cell is as released" in by_name["steepest"].note


HOSTILE = {
    "steepest": 'answer("steepest", "d" * 10**7)',
    "depends": 'x = []\nx.append(x)\nanswer("depends", x)',
    "speed": 'class F(float):\n    __float__ = None\nanswer("speed", 10**100_000, unit="m/s")',
    "rule": 'class S(str):\n    def casefold(self):\n        1 / 0\nanswer("rule", S("a" * 200))',
    "product": 'answer("product", np.zeros((3000, 3000)))',
    "warm_up": 'while True:\n    answer("warm_up", "a")',
}


def test_hostile_answers_cost_their_own_points_alone(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    _, by_name = reports(key, handed_in(key, {**HOSTILE, "double": "def double(x):\n    return 2 * x"}), course_sandbox)
    assert {name for name, each in by_name.items() if each.score} == {"double"}
    assert all(len(verdict.message) < 400 for each in by_name.values() for verdict in each.verdicts)


def test_a_question_is_no_prerequisite_of_a_function(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    cells = {
        "steepest": 'answer("steepest", "at 1")',
        "double": "def double(x):\n    steepest = 3\n    return steepest * x",
    }
    _, by_name = reports(key, handed_in(key, cells), course_sandbox)
    assert by_name["double"].note == ""


def test_a_question_that_was_renamed_keeps_its_answers(tmp_path: Path, course_sandbox: AnySandbox) -> None:
    before = asking_course(tmp_path)
    write_folders(before.assignments, {"tiny": built(before)})
    old = read_percent((before.assignments / "tiny" / "tiny.py").read_text("utf-8"))
    lesson = LESSON.replace('"steepest"', '"where_steepest"')
    checks = CHECKS.replace('choose_one("steepest", ', 'choose_one("where_steepest", was="steepest", ')
    now = asking_course(tmp_path, checks=checks, lesson=lesson)
    cells = [
        Cell("code", RIGHT["steepest"], exercise="steepest") if each.exercise == "steepest" else each for each in old
    ]
    _, by_name = reports(answer_key(now, now.course.assignments[0]), cells, course_sandbox)
    assert by_name["where_steepest"].score == 10
    assert with_new_name('answer("a", "a")', "a", "b") == 'answer("b", "a")'


def test_the_students_part_of_a_key_survives_its_file(key: AnswerKey) -> None:
    text = dump(key)
    assert dump(load(text)) == text
    assert definitions('answer("q3", "b")') == {"q3"}
