"""Questions from the release to the grade: what students get, what answering says, and what counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.audit.known_answers import audit
from autograder.authoring.assignment import load_workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.authoring.questions import wrong_variations
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Limits, Status
from autograder.core.question.form import Form, Kind
from autograder.core.verdicts import ExerciseReport, Report
from autograder.errors import SourceError, UsageError
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.keys.public import dump, load
from autograder.keys.released import require_released
from autograder.notebooks.marks import definitions, with_new_name
from autograder.notebooks.percent import read_percent
from autograder.release.folder import build_folder, write_folders
from autograder.sandbox.host.session import AnySandbox
from autograder.student import answer_form
from autograder.student.answer import answer
from autograder.student.check import check
from autograder.student.text import report_text
from support.asking import CHECKS, LESSON, asking_course

LIMITS = Limits(call_seconds=2.0, cell_seconds=2.0, total_seconds=20.0, patience=100)
RIGHT = {
    "steepest": 'answer("steepest", "at 0")',
    "depends": 'answer("depends", ["on x", "on the power"])',
    "speed": 'answer("speed", 11.5, unit="km/h")',
    "rule": 'answer("rule", "Chain rule.")',
    "product": 'answer("product", np.array([[1, 3], [2, 4]]))',
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = asking_course(tmp_path_factory.mktemp("asking"))
    write_folders(made.assignments, {"tiny": built(made)})
    return made


@pytest.fixture(scope="module")
def key(course: CourseFolder) -> AnswerKey:
    return answer_key(course, course.course.assignments[0])


def built(course: CourseFolder) -> dict[str, bytes]:
    return build_folder(open_workbook(course, course.course.assignments[0]))


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


# --- in a student's notebook -----------------------------------------------------------------------------------------


@pytest.fixture
def said(course: CourseFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A kernel in the released folder: runs a line, and returns what it says."""
    monkeypatch.chdir(course.assignments / "tiny")
    namespace: dict[str, Any] = {"answer": answer, "check": check}

    def run(line: str) -> str:
        exec(line, namespace)
        return capsys.readouterr().out.strip()

    return run


def test_an_answer_is_read_aloud_and_not_judged(said: Any) -> None:
    right, wrong = said('answer("steepest", "at 0")'), said('answer("steepest", "At 1")')
    assert right.endswith(") at 0 (answered; whether it is right comes with the grade)")
    assert wrong.endswith(") at 1 (answered; whether it is right comes with the grade)")
    assert said('check("steepest")').startswith("→ steepest: answered; whether it is right comes with the grade")


def test_an_answer_of_the_wrong_form_is_said_at_once(said: Any) -> None:
    assert said('answer("steepest", "x")') == '✗ steepest: there is no choice \'x\': choose among "a", "b", "c", "d"'
    assert "not an answer yet" in said('check("steepest")')
    assert said('answer("speed", 3)').startswith('✗ speed: a unit is missing: add unit=…, one of "km/h", "m/s"')


def test_what_is_not_answered_is_said_and_never_stops_a_notebook(said: Any) -> None:
    assert said('answer("steepest", ...)').startswith("· steepest: not answered yet")
    assert said('check("depends")').startswith("· depends: not answered yet")
    assert said('answer("stepest", "a")').endswith('there is no such question; did you mean answer("steepest")?')
    assert "is a function to write, no question" in said('answer("double", 2)')
    assert said("answer(None, object())")


def test_a_question_for_practice_is_told_at_once_with_its_sentence(said: Any) -> None:
    assert said('answer("warm_up", 3)').endswith("✓ warm_up: right")
    told = said('answer("warm_up", "x")')
    assert "✗ warm_up: not right" in told
    assert "That is not a number. Ask how much it rises per step." in told


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


# --- the form --------------------------------------------------------------------------------------------------------


class Shell:
    """A notebook's shell, as far as a form needs one."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def set_next_input(self, text: str, replace: bool) -> None:
        assert replace
        self.written.append(text)


def test_what_is_picked_in_a_form_is_written_into_the_cell_and_answers_nothing_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    widgets = pytest.importorskip("ipywidgets")
    shell, made, boxes = Shell(), list[Any](), list[Any]()
    box = widgets.Checkbox

    def kept(*args: Any, **named: Any) -> Any:
        boxes.append(box(*args, **named))
        return boxes[-1]

    monkeypatch.setattr(answer_form, "_shell", lambda: shell)
    monkeypatch.setattr(widgets, "Checkbox", kept)
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: made.append(bundle))
    form = Form(Kind.ONE, (("a", "at 1"), ("b", "at 0")))
    assert answer_form.offer("steepest", form)
    (bundle,) = made
    assert "not answered yet" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    boxes[0].value = True
    boxes[1].value = True  # of one choice only the last stays
    assert [each.value for each in boxes] == [False, True]
    assert answer_form.offer("steepest", form)
    assert shell.written == ['answer("steepest", "b")']
    assert "run it once more" in capsys.readouterr().out
    assert answer_form.PICKED == {}


def test_without_choices_or_a_notebook_there_is_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not answer_form.offer("steepest", Form(Kind.ONE, (("a", "x"), ("b", "y"))))
    monkeypatch.setattr(answer_form, "_shell", Shell)
    assert not answer_form.offer("speed", Form(Kind.NUMBER))


# --- variants --------------------------------------------------------------------------------------------------------


def test_choices_may_stand_in_an_order_of_each_students_own_and_numbers_differ(tmp_path: Path) -> None:
    checks = CHECKS.replace('choose_one("steepest", ', 'choose_one("steepest", shuffle=ORDER, ')
    checks = checks.replace("right=3.2", "right=METRES / 10")
    checks = checks.replace("EXERCISES =", "from lesson import ORDER, METRES\n\nEXERCISES =")
    lesson = LESSON.replace("# # Questions", "# # Questions\n# It goes {{METRES}} m.")
    lesson = lesson.replace('# %% exercise="double"', '# %% given="variant"\nMETRES = 32\n\n# %% exercise="double"')
    folder = asking_course(tmp_path, checks=checks, lesson=lesson).solutions / "tiny"
    drawn = '{"ORDER": draw.integers(0, 1000), "METRES": draw.integers(33, 90)}'
    (folder / "variants.py").write_text(f"def variant(draw):\n    return {drawn}\n", "utf-8")
    students = [load_workbook(folder, "seed", f"s{number}").questions for number in range(6)]
    assert len({each["steepest"].form for each in students}) > 2
    assert len({each["speed"].value for each in students}) > 2
    assert len({each["depends"].form for each in students}) == 1
    texts = {dict(each["steepest"].form.choices)[each["steepest"].value] for each in students}
    assert texts == {"at 0"}
