"""What a key holds, what was released by it, and how far an answer may be off."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.assignment import load_workbook
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.core.answer_key import ExerciseKey, Observation
from autograder.judging.kinds.numbers import allowed_difference
from autograder.keys.build import PUBLIC_SEED, SECRET_TRIALS, exercise_keys
from autograder.release.folder import released_folders, write_folders
from support.handed_in import answered, hand_in, records_in, released_course
from support.keys_made import checks, inputs, keys, lesson
from support.tiny import ANSWERS, CHECKS, make_course

# --- what a key holds --------------------------------------------------------------------------------------------


def test_the_students_key_has_public_checks_at_the_public_seed_alone(tmp_path: Path) -> None:
    for key in keys(tmp_path, None):
        usual, *edges = key.trials
        assert all(trial.where for trial in edges)
        assert not any(check.hidden for check in key.checks)
        assert set(usual.expected) == {check.name for check in key.checks}
        assert key.points == sum(check.points for check in key.checks)


def test_the_full_key_adds_hidden_checks_and_secret_trials(tmp_path: Path) -> None:
    for key in keys(tmp_path):
        assert sum(not trial.where for trial in key.trials) == 1 + SECRET_TRIALS
        assert any(check.hidden for check in key.checks)
    assert [key.points for key in keys(tmp_path)] == [40, 60]


def test_the_public_trial_is_the_same_for_every_seed_and_the_secret_ones_are_not(tmp_path: Path) -> None:
    (public,) = inputs(keys(tmp_path, None)[0])
    first, other = inputs(keys(tmp_path)[0]), inputs(keys(tmp_path, "another")[0])
    assert first[0] == other[0] == public
    assert len({tuple(x) for x in (*first, *other)}) == 1 + 2 * SECRET_TRIALS


def edges(key: ExerciseKey) -> dict[str, list[float]]:
    return {trial.where: trial.calls[0].args[0].tolist() for trial in key.trials if trial.where}


def test_every_probe_visits_far_numbers_zero_and_a_size_of_one_and_students_may_know(tmp_path: Path) -> None:
    found, public = edges(keys(tmp_path)[0]), edges(keys(tmp_path, None)[0])
    assert found == edges(keys(tmp_path, "another")[0])
    assert public == {where: numbers for where, numbers in found.items() if where in public}
    shapes = ["for arrays of shape (10,)", "for arrays of shape (1,)"]
    assert list(public) == ["with 30, -30, 8, -8, 0 and 15 among the numbers", *shapes]
    assert found.keys() - public.keys() == {"for arrays of shape (1, 3)", "for arrays of shape (2, 1)"}  # hidden checks
    middle = found["with 30, -30, 8, -8, 0 and 15 among the numbers"][2]
    assert middle == 30.0


def test_a_probe_that_counts_on_its_sizes_is_asked_at_those(tmp_path: Path) -> None:
    fixed = checks("draw.both_signs(4), draw.normal(2, 3)", "draw.both_signs(4) * np.ones(4), draw.normal(2, 3)")
    found = edges(keys(tmp_path, checks=f"import numpy as np\n{fixed.replace('ones(4)', 'arange(4).reshape(4)')}")[0])
    assert "for arrays of shape (1,)" not in found


def test_a_solution_that_breaks_off_at_an_edge_is_not_asked_there(tmp_path: Path) -> None:
    found = edges(keys(tmp_path, lesson=lesson("return 2.0 * x if np.size(x) > 1 and np.max(x) < 9 else 1 / 0"))[0])
    assert "for arrays of shape (1,)" not in found
    assert next(iter(found)) == "with 8, -8 and 0 among the numbers"


def test_a_key_is_made_the_same_again(tmp_path: Path) -> None:
    assert inputs(keys(tmp_path)[0]) == inputs(keys(tmp_path)[0])


def test_the_word_for_the_public_seed_draws_no_secret_inputs(tmp_path: Path) -> None:
    public, *secret = inputs(keys(tmp_path, PUBLIC_SEED)[0])
    assert public not in secret


def test_two_exercises_draw_different_inputs(tmp_path: Path) -> None:
    double, quad = keys(tmp_path)
    assert inputs(double)[0] != inputs(quad)[0]


def test_expected_values_are_the_solutions(tmp_path: Path) -> None:
    trial = keys(tmp_path)[1].trials[0]
    np.testing.assert_allclose(trial.expected["value of y"].values, 4.0 * trial.calls[0].args[0])


def test_expected_gradients_are_numeric_and_not_the_solutions(tmp_path: Path) -> None:
    off = keys(tmp_path, lesson=lesson("return 2.0 * np.asarray(x) * (1 + 1e-6)"))[0].trials[0]
    x = off.calls[0].args[0]
    np.testing.assert_allclose(off.expected["gradient of y"].values, 2.0 * x, rtol=1e-9)


def test_what_an_exercise_depends_on_is_known(tmp_path: Path) -> None:
    double, quad = keys(tmp_path)
    assert double.depends_on == ()
    assert quad.depends_on == ("double",)


def test_fingerprints_show_what_each_mistake_of_the_exercise_returns(tmp_path: Path) -> None:
    trial = keys(tmp_path)[0].trials[0]
    assert [mistake.name for mistake in trial.mistakes] == ["unchanged", "squared", "summed"]
    x = trial.calls[0].args[0]
    np.testing.assert_array_equal(trial.mistakes[0].outputs["y"].values, x)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('return "x"', "a str"),
        ("return None", "None (is a `return` missing?)"),
        ("return [x]", "a list"),
        ("return x, x", "a tuple"),
        ("return x + 1j", "an array of shape (4,) of complex128"),
    ],
)
def test_a_mistake_without_numbers_shows_what_it_returns_instead(tmp_path: Path, body: str, kind: str) -> None:
    answers = ANSWERS.replace("    return square(x)", f"    {body}")
    squared = keys(tmp_path, answers=answers)[0].trials[0].mistakes[1]
    assert squared.outputs["y"] == Observation(None, kind)


def test_a_mistake_that_raises_shows_nothing(tmp_path: Path) -> None:
    answers = ANSWERS.replace("    return square(x)", "    raise ValueError(x)")
    assert keys(tmp_path, answers=answers)[0].trials[0].mistakes[1].outputs == {"y": None, "y_2": None}


# --- what was released -------------------------------------------------------------------------------------------


def rename(course: CourseFolder, was: str) -> None:
    """Rename the exercise `double` in solutions/, and nowhere else."""
    folder = course.solutions / "tiny"
    for path in (folder / "lesson.py", folder / "answers.py"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\bdouble\b", "twice", text), "utf-8")
    text = re.sub(r"\bdouble\b(?! of its)", "twice", (folder / "checks.py").read_text("utf-8"))
    (folder / "checks.py").write_text(text.replace("Exercise(twice, points=40,", f"Exercise(twice, points=40, {was}"))


def test_grading_by_other_exercises_than_were_released_is_refused(tmp_path, monkeypatch, capsys) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    rename(course, "")
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 2
    said = capsys.readouterr().err
    assert "assignments/tiny is not what" in said
    assert "(exercise 'double' differs): run `autograder release tiny`" in said


def test_a_text_that_students_got_otherwise_is_told_and_stops_nothing(tmp_path, monkeypatch, capsys) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * x"))
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    assert "another text" not in capsys.readouterr().out
    lesson = course.solutions / "tiny" / "lesson.py"
    changed = lesson.read_text("utf-8").replace("def quad(", "# Said better now.\ndef quad(", 1)
    lesson.write_text(changed, "utf-8")
    for _ in range(2):  # the second time, nothing is graded and no key is read
        assert main(["grade"]) == 0
        said = capsys.readouterr().out
        assert "the text in assignments/tiny differs from what solutions/tiny releases now, in `quad`" in said
        assert "autograder release tiny" in said


def test_work_under_an_exercises_former_name_counts(tmp_path, monkeypatch) -> None:
    course = released_course(tmp_path)
    solved = "def double(x):\n    return 2.0 * np.asarray(x)\n"
    hand_in(course, "alice", answered(course, double=solved, quad="def quad(x):\n    return double(double(x))\n"))
    hand_in(course, "bob", answered(course))
    rename(course, 'was="double",')
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    made = records_in(course)
    assert [made[name]["score"] for name in ("alice", "bob")] == [100, 0]
    assert [exercise["name"] for exercise in made["alice"]["exercises"]] == ["twice", "quad"]
    assert made["bob"]["exercises"][0]["status"] == "not_attempted"


def test_work_under_a_former_name_that_has_lost_its_mark_counts_and_is_told(tmp_path, monkeypatch) -> None:
    course = released_course(tmp_path)
    solved = "import numpy as np\n\ndef double(x):\n    return 2.0 * np.asarray(x)\n"
    hand_in(course, "alice", solved, "tiny.py")
    hand_in(course, "bob", f"{solved}\ndef twice(x):\n    return 3.0 * np.asarray(x)\n", "tiny.py")
    rename(course, 'was="double",')
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    twice = {student: record["exercises"][0] for student, record in records_in(course).items()}
    assert (twice["alice"]["score"], twice["alice"]["note"]) == (40, "found by its former name, `double`")
    assert twice["bob"]["score"] < 40
    assert "former name" not in twice["bob"]["note"]


def test_work_under_a_name_that_no_exercise_has_any_more_is_noted(tmp_path, monkeypatch) -> None:
    course = released_course(tmp_path)
    hand_in(course, "alice", answered(course, double="def double(x):\n    return 2.0 * np.asarray(x)\n"))
    rename(course, "")
    write_folders(course.assignments, released_folders(course))
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 0
    made = records_in(course)["alice"]
    note = "`double` is marked as an answer, but this assignment has no exercise of that name: it counts for"
    assert [each for each in made["notes"] if "double" in each] == [f"{note} nothing"]
    assert f"{note} nothing" in made["public"]["notes"]


# --- how far an answer may be off --------------------------------------------------------------------------------


def test_entries_near_zero_get_some_room_from_the_others() -> None:
    np.testing.assert_allclose(allowed_difference(np.array([0.0, 10.0]), 1e-3), [7.071e-4, 1.07071e-2], rtol=1e-4)


def test_nothing_has_a_tolerance_of_zero() -> None:
    assert allowed_difference(np.zeros(2), 1e-6).min() > 0
    assert allowed_difference(np.zeros((0, 2)), 1e-6).shape == (0, 2)
    assert allowed_difference(np.array(0.0), 1e-6).shape == ()


def test_a_right_answer_with_a_step_of_its_own_widens_the_tolerance_by_what_the_step_costs(tmp_path: Path) -> None:
    by_differences = """

@right("quad")
def by_differences(x, delta=0.001):
    return x * (np.exp(delta) - np.exp(-delta)) / (2 * delta) * 4.0
"""
    plain = keys(tmp_path / "plain")[1].trials[0].expected["value of y"]
    wider = keys(tmp_path / "wider", answers=ANSWERS + by_differences)[1].trials[0].expected["value of y"]
    step = 0.01
    off = 2 * np.abs(plain.values) * (np.sinh(step) / step - 1)
    np.testing.assert_allclose(wider.tolerance, plain.tolerance + off, rtol=1e-6)


def test_a_result_that_no_check_looks_at_may_be_of_any_kind(tmp_path: Path) -> None:
    checks = CHECKS.replace('"y_2": answer.quad(w)}', '"y_2": answer.quad(w), "said": answer.quad.printed(x)}')
    course = make_course(tmp_path, checks=checks)
    workbook = load_workbook(course.solutions / "tiny")
    (_, quad) = exercise_keys(workbook, "a seed")
    assert [trial.outputs["said"].plain for trial in quad.trials if "said" in trial.outputs][:1] == [True]
