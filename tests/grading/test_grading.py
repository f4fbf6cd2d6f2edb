"""One submission at a real sandbox: which definition counts, what a mistake costs, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import jupytext
import nbformat
import numpy as np
import pytest

import autograder.grading.grade
from autograder.authoring.course import CourseFolder
from autograder.checks import value
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Attempt, Cell, Limits, RecordStatus, Status
from autograder.core.verdicts import ExerciseReport, Report, Verdict
from autograder.grading.attempts import grade_submission
from autograder.grading.follow_through import credited
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.keys.plan import publish
from autograder.sandbox.host.session import AnySandbox
from autograder.submissions.read import read_one
from support.handed_in import (
    DOUBLE,
    QUAD,
    QUAD_ALONE,
    TRIPLE,
    Borrowed,
    answered,
    code,
    hand_in,
    notebook,
    released_course,
)

# CPU time alone, however busy the machine is.
LIMITS = Limits(call_seconds=2.0, cell_seconds=1.0, total_seconds=20.0, patience=100)
IMPATIENT = Limits(call_seconds=0.3, patience=100)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return released_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def key(course: CourseFolder) -> AnswerKey:
    return answer_key(course, course.course.assignments[0])


class Graded:
    """The exercises' reports by name."""

    def __init__(self, report: Report) -> None:
        self.by_name = {exercise.name: exercise for exercise in report.exercises}
        self.notes = report.notes

    def __getitem__(self, name: str) -> ExerciseReport:
        return self.by_name[name]

    def scores(self) -> tuple[float, ...]:
        return tuple(exercise.score for exercise in self.by_name.values())

    def statuses(self, name: str) -> set[Status]:
        return {verdict.status for verdict in self[name].verdicts}

    def messages(self, name: str) -> str:
        return " ".join(f"{verdict.message} {verdict.advice}" for verdict in self[name].verdicts)


@pytest.fixture
def graded(key: AnswerKey, course_sandbox: AnySandbox) -> Callable[..., Graded]:
    """A function that grades cells."""

    def run(*cells: Cell, follow_through: float = 1.0, limits: Limits = LIMITS) -> Graded:
        return Graded(grade(key, cells, course_sandbox, limits, follow_through))

    return run


def marked(double: str = DOUBLE, quad: str = QUAD) -> tuple[Cell, ...]:
    return code(double, "double"), code(quad, "quad")


# --- which definition counts -------------------------------------------------------------------------------------


def test_right_answers_get_all_points(graded) -> None:
    assert graded(*marked()).scores() == (40, 60)


def test_the_lesson_itself_is_a_valid_submission(course, graded) -> None:
    lesson = read_one(course.solutions / "tiny" / "lesson.py", LIMITS)
    assert graded(*lesson.cells).scores() == (40, 60)


@pytest.mark.parametrize("suffix", [".ipynb", ".py"])
def test_the_stub_scores_nothing_and_is_called_not_attempted(course, graded, suffix) -> None:
    stub = read_one(course.assignments / "tiny" / f"tiny{suffix}", LIMITS)
    report = graded(*stub.cells)
    assert report.scores() == (0, 0)
    assert report.statuses("double") == report.statuses("quad") == {Status.NOT_ATTEMPTED}


def test_a_function_that_is_defined_again_further_down_does_not_count(graded) -> None:
    assert graded(*marked(), code(TRIPLE), code("quad = None")).scores() == (40, 60)


def test_a_wrong_answer_is_not_saved_by_a_right_one_in_another_cell(graded) -> None:
    assert graded(*marked(double=TRIPLE), code(DOUBLE), follow_through=0.0)["double"].score < 40


def test_functions_that_lost_their_marks_are_found_by_name(graded) -> None:
    assert graded(code(DOUBLE), code(QUAD)).scores() == (40, 60)


def test_two_answers_in_one_cell_both_count(graded) -> None:
    assert graded(code(f"{DOUBLE}\n\n{QUAD}", "double")).scores() == (40, 60)


def test_changed_given_cells_change_nothing(graded) -> None:
    broken = Cell("code", "import nonsense", given="setup")
    spoilt = code("def square(x):\n    return 0 * x")
    assert graded(broken, spoilt, *marked(double="def double(x):\n    return 2 * x + 0 * square(x)")).scores() == (
        40,
        60,
    )


@pytest.mark.parametrize(
    ("marks", "place"),
    [({}, "another cell"), ({"check": "double"}, "the check cell"), ({"given": "square"}, "a given cell")],
)
def test_an_answer_in_another_cell_than_the_marked_one_counts_and_is_told(course, graded, marks, place) -> None:
    cells = read_one(hand_in(course, "elsewhere", answered(course)), LIMITS).cells
    report = graded(*cells, Cell("code", f'{DOUBLE}\ncheck("double")', **marks))
    assert report["double"].score == 40
    assert report["double"].note == f"its own cell is as released; the `double` in {place} was graded"
    assert report["quad"].note == ""


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_in_a_cell_that_is_no_code_counts_and_is_told(course, graded, kind) -> None:
    made = json.loads(answered(course, double=DOUBLE))
    for cell in made["cells"]:
        if cell["metadata"].get("exercise") == "double":
            cell["cell_type"] = kind
    report = graded(*read_one(hand_in(course, kind, json.dumps(made)), LIMITS).cells)
    assert report["double"].score == 40
    assert "turn it back into a code cell" in report["double"].note


def test_a_cell_that_only_uses_an_unwritten_exercise_is_no_answer(course, graded) -> None:
    cells = read_one(hand_in(course, "uses", answered(course)), LIMITS).cells
    report = graded(*cells, code("double = double(np.arange(3))"))
    assert report.statuses("double") == {Status.NOT_ATTEMPTED}


def test_a_stubs_line_left_above_the_answer_is_no_missing_attempt(graded) -> None:
    answer = "def double(x):\n    raise NotImplementedError()\n    return 2.0 * np.asarray(x)"
    report = graded(code(answer, "double"), code(QUAD_ALONE, "quad"))
    assert report.statuses("double") == {Status.ERROR}
    assert "still has the line `raise NotImplementedError()`: delete it" in report.messages("double")


def test_one_statement_that_fails_in_a_script_without_cells_costs_only_itself(course, graded) -> None:
    script = f"import numpy as np\n\n{DOUBLE}\nprint(quad(1.0))\n\n{QUAD_ALONE}"
    assert graded(*read_one(hand_in(course, "plain", script, "tiny.py"), LIMITS).cells).scores() == (40, 60)


FORMATS = ["ipynb", "py:percent", "py:light", "py:nomarker", "py:sphinx", "py:hydrogen"]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_work_gives_the_same_points_in_every_format(course, graded, kind) -> None:
    made = jupytext.reads(answered(course, double=DOUBLE), "ipynb")
    made.cells.insert(4, nbformat.v4.new_code_cell("quad(1.0)  # a demonstration of what is not written yet"))
    text = jupytext.writes(made, kind)
    name = "tiny.ipynb" if kind == "ipynb" else "tiny.py"
    report = graded(*read_one(hand_in(course, kind.replace(":", "-"), text, name), LIMITS).cells)
    assert report.scores() == (40, 0)
    assert report.statuses("quad") == {Status.NOT_ATTEMPTED}


def test_marks_in_json_metadata_are_read(course, graded) -> None:
    text = f'# %% {{"exercise": "double"}}\n{TRIPLE}\n# %%\n{DOUBLE}'
    assert graded(*read_one(hand_in(course, "json", text, "tiny.py"), LIMITS).cells)["double"].score < 40


def test_of_two_files_each_exercise_counts_where_it_scores_more(course, key, course_sandbox) -> None:
    first = hand_in(course, "two", answered(course, double=DOUBLE, quad=TRIPLE.replace("double", "quad")))
    helper = "def helper(x):\n    return 4.0 * np.asarray(x)\n\ndef quad(x):\n    return helper(x)\n"
    second = hand_in(course, "two", answered(course, ".py", double=TRIPLE, quad=helper), "tiny.py")
    attempt = Attempt(second, read_one(second, LIMITS).cells)
    report = grade_submission(key, replace(read_one(first, LIMITS), second=attempt), course_sandbox, LIMITS)
    assert [each.score for each in report.exercises] == [40, 60]
    assert [each.note for each in report.exercises] == ["graded from tiny.ipynb", "graded from tiny.py"]
    assert [each.note for each in report.public] == ["graded from tiny.ipynb", "graded from tiny.py"]


# --- what breaks costs only what depends on it -------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    ["def f(:\n", "1 / 0", "import not_there", "raise SystemExit", "print 'Python 2'", "  x = 1\n y = 2"],
)
def test_a_broken_cell_of_ones_own_costs_no_points_and_is_named(graded, broken) -> None:
    report = graded(code(broken), *marked())
    assert report.scores() == (40, 60)
    assert len(report.notes) == 1
    assert "did not run to its end" in report.notes[0]


def test_a_syntax_error_in_an_answer_costs_that_answer_alone(graded) -> None:
    report = graded(*marked(double="def double(x)\n    return 2 * x", quad=QUAD_ALONE))
    assert report.scores() == (0, 60)
    assert "SyntaxError" in report.messages("double")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("while True: pass", Status.TIMEOUT, "longer than 0.3 s"),
        ("import os; os._exit(3)", Status.CRASHED, "exit code 3"),
        ("import os; os.kill(os.getpid(), 11)", Status.CRASHED, "SIGSEGV"),
        ("raise SystemExit", Status.ERROR, "SystemExit"),
        ("raise ValueError('no <b>')", Status.ERROR, "ValueError: no <b>"),
    ],
)
def test_an_answer_that_hangs_or_dies_costs_its_own_points_and_is_named(graded, body, status, words) -> None:
    report = graded(*marked(double=f"def double(x):\n    {body}", quad=QUAD_ALONE), limits=IMPATIENT)
    assert report.scores() == (0, 60)
    assert report.statuses("double") == {status}
    assert words in report.messages("double")
    assert "`double`" in report.messages("double")


def test_a_cell_that_never_ends_is_skipped_and_the_rest_counts(graded) -> None:
    report = graded(code("while True: pass"), *marked())
    assert report.scores() == (40, 60)
    assert "took longer than 1 s" in report.notes[0]


@pytest.mark.parametrize(
    "harmless",
    [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "%matplotlib inline\n!rm -rf nothing\n%timeit 1 + 1",
        "%%time\nx = 1",
        "get_ipython().run_line_magic('load_ext', 'autoreload')",
        "input()",
    ],
    ids=["plot", "magics", "cell magic", "get_ipython", "input"],
)
def test_plots_and_magics_do_no_harm(graded, harmless) -> None:
    assert graded(code(harmless), *marked()).scores() == (40, 60)


@pytest.mark.parametrize("seed", ["", "np.random.seed(7)", "import random; random.seed(7)"])
def test_seeding_the_global_generators_does_not_change_a_grade(graded, seed) -> None:
    noisy = "def double(x):\n    return 2.0 * np.asarray(x) + (np.random.rand() < 0.5)"
    first, second = (graded(code(seed), *marked(double=noisy, quad=QUAD_ALONE)) for _ in range(2))
    assert first.by_name == second.by_name
    assert first.by_name == graded(*marked(double=noisy, quad=QUAD_ALONE)).by_name


def test_an_answer_that_changes_its_argument_changes_nobody_elses(graded) -> None:
    assert graded(*marked(double="def double(x):\n    x *= 2\n    return x")).scores() == (40, 60)


def test_a_known_mistake_is_named(graded) -> None:
    report = graded(*marked(double="def double(x):\n    return x"))
    assert {verdict.mistake for verdict in report["double"].verdicts if verdict.points == 0} == {"unchanged"}
    assert "double it" in report.messages("double")


class Counting(Borrowed):
    """A sandbox that counts the cells of what is run in it."""

    @property
    def cells(self) -> list[int]:
        return [len(job.cells) for job in self.jobs]


@pytest.mark.parametrize(
    ("double", "runs"), [("return 2 * x", [2]), ("return house * x", [2, 3]), ("return helper * x", [2, 3])]
)
def test_a_demonstration_runs_only_where_a_name_is_missed(key, course_sandbox, double, runs) -> None:
    shown, counting = "house = 2\nprint(house)", Counting(course_sandbox)
    cells = (code(shown), *marked(double=f"def double(x):\n    {double}"))
    report = Graded(grade(replace(key, demonstrations=(shown,)), cells, counting, LIMITS, follow_through=0.0))
    assert counting.cells == runs
    assert (report["double"].score == 40) == ("helper" not in double)


def published_sums(key) -> list[float]:
    return [float(np.sum(call.args[0])) for trial in publish(key.exercises[0]).trials for call in trial.calls]


def test_inputs_that_nobody_knows_do_not_choose_what_is_shown(key, course_sandbox) -> None:
    """Else a name missed at some of them alone would tell a student about them."""
    shown, known = "house = 2\nprint(house)", published_sums(key)
    double = f"""def double(x):
    assert "house" not in globals()
    return 2 * x if np.sum(x) in {known!r} else house"""
    cells, counting = (code(shown), *marked(double=double, quad=QUAD_ALONE)), Counting(course_sandbox)
    report = grade(replace(key, demonstrations=(shown,)), cells, counting, LIMITS, follow_through=0.0)
    assert counting.cells == [2, 3]
    assert "AssertionError" not in str(report.public)
    assert "AssertionError" in str(report.exercises)


# --- credit for what is right except for an earlier answer ----------------------------------------------------------


@pytest.mark.parametrize(("share", "quad"), [(1.0, 60.0), (0.5, 35.0), (0.0, 10.0)])
def test_quad_gets_credit_when_only_the_double_it_calls_is_wrong(graded, share, quad) -> None:
    report = graded(*marked(double=TRIPLE), follow_through=share)
    assert report["quad"].score == quad  # its shape, worth 10, is right in any case
    assert ("right except for `double`" in report["quad"].note) == (share > 0)
    assert ("passes with a right `double`" in report.messages("quad")) == (share > 0)


@pytest.mark.parametrize("helper", ["", "def twice(x):\n    return double(double(x))"])
def test_an_earlier_exercise_that_only_the_student_builds_on_is_excused_too(key, course_sandbox, helper) -> None:
    alone = replace(key, exercises=tuple(replace(exercise, depends_on=()) for exercise in key.exercises))
    quad = "def quad(x):\n    return twice(x)" if helper else QUAD
    report = Graded(grade(alone, (code(helper), *marked(double=TRIPLE, quad=quad)), course_sandbox, LIMITS))
    assert report["quad"].score == 60


def test_a_later_exercise_answers_for_no_earlier_one(graded) -> None:
    report = graded(*marked(double="def double(x):\n    return quad(x) / 2", quad="def quad(x):\n    return 5 * x"))
    assert report["double"].score < 40


def test_quad_gets_credit_when_double_was_not_attempted(course, graded) -> None:
    cells = read_one(hand_in(course, "half", answered(course, quad=QUAD)), LIMITS).cells
    report = graded(*cells)
    assert report.scores() == (0, 60)
    assert report.statuses("double") == {Status.NOT_ATTEMPTED}


def test_an_independent_mistake_in_quad_gets_no_credit(graded) -> None:
    once = "def quad(x):\n    return double(x)"
    report = graded(*marked(double=TRIPLE, quad=once))
    assert report["quad"].score == 10
    assert report["quad"].note == ""


def test_a_wrong_quad_is_not_excused_by_a_right_double(graded) -> None:
    assert graded(*marked(quad="def quad(x):\n    return double(x)"))["quad"].score == 10


def test_credit_never_exceeds_the_points(graded) -> None:
    for double in (TRIPLE, "def double(x):\n    return None", "def double(x):\n    raise ValueError"):
        report = graded(*marked(double=double))
        assert report["quad"].score == 60
        assert report["double"].score < 40


def test_nothing_can_be_asked_before_all_answers_are_in(key, course_sandbox) -> None:
    watching = Borrowed(course_sandbox)
    grade(key, marked(double=TRIPLE), watching, LIMITS)
    own, again = watching.rounds[:2], watching.rounds[2:]
    assert [asked.references for asked in watching.rounds] == [(), (), ("double",), ("double",)]
    calls = [call for exercise in key.exercises for trial in exercise.trials for call in trial.calls]
    assert {id(call) for asked in own for call in asked.calls} == set(map(id, calls))
    assert {call.function for asked in again for call in asked.calls} == {"quad"}


def test_what_stays_wrong_in_one_trial_is_asked_no_further(key, course_sandbox) -> None:
    watching = Borrowed(course_sandbox)
    grade(key, marked(double=TRIPLE, quad="def quad(x):\n    return double(x)"), watching, LIMITS)
    *_, again = watching.rounds
    assert [asked.references for asked in watching.rounds] == [(), (), ("double",)]
    assert len(again.calls) < len([call for trial in key.exercises[1].trials for call in trial.calls])


def test_an_answer_that_remembers_its_first_result_wins_nothing_by_being_asked_less(graded) -> None:
    remembers = "seen = []\ndef quad(x):\n    seen.append(double(double(x)))\n    return seen[0]"
    assert graded(*marked(double=TRIPLE, quad=remembers))["quad"].score == 0


def test_credit_is_not_taken_back_where_right_versions_of_more_exercises_win_less(monkeypatch, graded) -> None:
    ask_again, before = autograder.grading.grade.ask_again, []

    def nothing_the_second_time(*asked):
        before.append(asked[-1])
        return ask_again(*asked) if len(before) == 1 else before[0]

    vectors = "def quad(x):\n    return double(double(x)) if np.ndim(x) == 1 else x"
    alone = graded(*marked(double=TRIPLE, quad=vectors))["quad"]
    monkeypatch.setattr(autograder.grading.grade, "ask_again", nothing_the_second_time)
    below = {"quad": ("double", "square")}
    monkeypatch.setattr(autograder.grading.grade, "prerequisites", lambda exercise, *_: below.get(exercise.name, ()))
    credited_once = graded(*marked(double=TRIPLE, quad=vectors))["quad"]
    assert len(before) == 2
    assert credited_once.score == alone.score > 10


# --- notebooks as they come --------------------------------------------------------------------------------------


def test_a_notebook_whose_cells_are_all_new_is_graded_by_name(course, graded) -> None:
    path = hand_in(course, "rewritten", notebook("import numpy as np", DOUBLE, QUAD))
    assert graded(*read_one(path, LIMITS).cells).scores() == (40, 60)


def test_outputs_of_a_notebook_are_not_looked_at(course, graded) -> None:
    made = json.loads(answered(course, double=DOUBLE, quad=QUAD))
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000}, 7, None]
    assert graded(*read_one(hand_in(course, "loud", json.dumps(made)), LIMITS).cells).scores() == (40, 60)


def test_the_statuses_of_a_record_are_the_contracts() -> None:
    assert {str(status) for status in RecordStatus} == {"graded", "needs_grading", "unreadable", "missing", "broken"}


@pytest.mark.parametrize(
    ("wrong", "others", "told"),
    [
        (["a"], ["a", "b"], "right except for `a`, which is asked elsewhere: credit given"),
        (["a", "b"], ["a", "b"], "right except for `a`, `b`, which are asked elsewhere: credit given"),
        ([], ["a"], "right with a right `a`, which passes its own checks, but returns something else here"),
        ([], ["a", "b"], "right with a right `a`, `b`, which pass their own checks, but one of them returns"),
    ],
)
def test_credit_names_one_or_several_exercises_as_grammar_has_it(wrong, others, told) -> None:
    check = value("y", points=2)
    first = ExerciseReport("c", 2.0, (Verdict(check, Status.FAILED, 0.0, "wrong"),))
    again = ExerciseReport("c", 2.0, (Verdict(check, Status.PASSED, 2.0, ""),))
    better = credited(first, again, wrong, others, 1.0)
    assert better.score == 2.0
    assert better.note.startswith(told)


def test_of_many_failing_cells_that_answer_no_exercise_the_first_is_noted(graded) -> None:
    report = graded(*(code(f"{number} / 0") for number in range(1, 7)), *marked(double="1 / 0"))
    assert [note.partition(" did not")[0] for note in report.notes] == [
        "a cell (1 / 0)",
        "the cell of `double`",
        "5 further cells that answer no exercise",
    ]
