"""One submission at a real sandbox: which definition counts, and notebooks as they come."""

from __future__ import annotations

import json
from dataclasses import replace

import jupytext
import nbformat
import pytest

from autograder.checks import value
from autograder.core.model import Attempt, Cell, RecordStatus, Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.grading.attempts import grade_submission
from autograder.grading.follow_through import credited
from autograder.submissions.read import read_one
from support.graded_once import LIMITS, marked
from support.handed_in import DOUBLE, QUAD, QUAD_ALONE, TRIPLE, answered, code, hand_in, notebook

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


@pytest.mark.parametrize("emptied", ["", "# double: moved", "FACTOR = 2"])
@pytest.mark.parametrize(("marks", "place"), [({}, "another cell"), ({"check": "double"}, "the check cell")])
def test_an_answer_that_was_moved_out_of_its_own_cell_counts_and_is_told(graded, emptied, marks, place) -> None:
    report = graded(code(emptied, "double"), code(QUAD, "quad"), Cell("code", f'{DOUBLE}\ncheck("double")', **marks))
    assert report["double"].score == 40
    assert report["double"].note == f"its own cell holds no `double`; the one in {place} was graded"


def test_what_is_left_in_the_cell_of_an_answer_that_was_moved_still_runs(graded) -> None:
    moved = code("def double(x):\n    return FACTOR * x")
    assert graded(code("FACTOR = 2", "double"), code(QUAD, "quad"), moved)["double"].score == 40


@pytest.mark.parametrize("magic", ["%%writefile double.py", "%%bash"])
def test_an_answer_below_a_magic_that_does_not_run_it_is_not_attempted_and_is_told(course, graded, magic) -> None:
    text = answered(course, double=f"{magic}\n{DOUBLE}")
    report = graded(*read_one(hand_in(course, "idle", text), LIMITS).cells)
    assert report.statuses("double") == {Status.NOT_ATTEMPTED}
    assert report["double"].note == (
        f"its own cell begins with {magic.split()[0]}, so nothing in it is run: take that line out"
    )


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit -n1 -r1"])
def test_an_answer_below_a_magic_that_runs_it_counts(graded, magic) -> None:
    report = graded(code(f"{magic}\n{DOUBLE}", "double"), code(QUAD, "quad"))
    assert (report["double"].score, report["double"].note) == (40, "")


def test_an_answer_elsewhere_counts_where_the_own_cell_is_not_run(graded) -> None:
    report = graded(code(f"%%bash\n{TRIPLE}", "double"), code(QUAD, "quad"), code(DOUBLE))
    assert report["double"].score == 40
    assert report["double"].note == (
        "its own cell begins with %%bash, so nothing in it is run; the `double` in another cell was graded"
    )


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
