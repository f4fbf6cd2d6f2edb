"""The course proves itself: each lesson, stub, known mistake and other right answer goes the way of a submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from autograder.audit.known_answers import audit
from autograder.cli.sample_class import fill_in, solved_cells
from autograder.core.exercise import Variation
from autograder.core.model import Cell, Status
from autograder.core.verdicts import ExerciseReport, Report
from autograder.grading.questions import Sandbox
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.release.folder import build_folder
from support.real_course import (
    ASSIGNMENTS,
    COURSE,
    EXERCISES,
    complaints,
    full_marks,
    graded,
    key,
    lost,
    score,
    workbook,
)

NEVER = {Status.BROKEN, Status.CRASHED, Status.TIMEOUT}
every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)
every_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[f"{a}-{b}" for a, b in EXERCISES])
both_formats = pytest.mark.parametrize("suffix", [".ipynb", ".py"])


def released(name: str, suffix: str, *, solved: bool) -> tuple[Cell, ...]:
    """Return the cells of a released file as a submission's, as it is or with the solution filled in."""
    text = (COURSE.assignments / name / f"{name}{suffix}").read_text("utf-8")
    if solved:
        text = fill_in(text, suffix, solved_cells(workbook(name)))
    cells, notes = settle_marks(read_notebook(text) if suffix == ".ipynb" else read_percent(text))
    assert not notes
    return cells


def solved_but_for(name: str, answer: Variation) -> tuple[Cell, ...]:
    """Return the solved notebook with another answer pasted into one exercise.

    The cells with plots are left out: they take a hundred times as long as the answers and change nothing, which the
    tests of the whole notebook show.
    """
    cells = (cell for cell in workbook(name).lesson.cells if cell.exercise)
    return tuple(replace(cell, source=answer.source) if cell.exercise == answer.exercise else cell for cell in cells)


def graded_alone(name: str, answer: Variation, sandbox: Sandbox) -> Report:
    """Grade a notebook with one other answer: its exercise at all inputs, the others at the published ones only.

    Whether another exercise suffers shows at any inputs, and most of the time would go into the others' calls.
    """
    whole = key(name)
    exercises = (e if e.name == answer.exercise else replace(e, trials=e.trials[:1]) for e in whole.exercises)
    return graded(replace(whole, exercises=tuple(exercises)), solved_but_for(name, answer), sandbox)


# --- what is released --------------------------------------------------------------------------------------------


@every_assignment
def test_the_released_files_are_those_that_a_fresh_release_makes(name: str) -> None:
    stale = [
        file
        for file, content in build_folder(workbook(name)).items()
        if (COURSE.assignments / name / file).read_bytes() != content
    ]
    assert not stale, f"run `make release`: {', '.join(stale)} of {name} would change"


@every_assignment
def test_the_lesson_itself_scores_full_marks(name: str, course_sandbox: Sandbox) -> None:
    report = graded(key(name), workbook(name).lesson.cells, course_sandbox)
    assert not complaints(report)
    assert score(report) == pytest.approx(full_marks(name))


@every_assignment
@both_formats
def test_the_released_file_filled_in_scores_full_marks(name: str, suffix: str, course_sandbox: Sandbox) -> None:
    report = graded(key(name), released(name, suffix, solved=True), course_sandbox)
    assert not complaints(report)
    assert score(report) == pytest.approx(full_marks(name))


@every_assignment
@both_formats
def test_the_stub_scores_zero_and_nothing_in_it_was_attempted(name: str, suffix: str, course_sandbox: Sandbox) -> None:
    assert_nothing_was_attempted(graded(key(name), released(name, suffix, solved=False), course_sandbox))


@every_assignment
def test_a_stub_that_was_only_written_about_is_run_and_still_not_attempted(name: str, course_sandbox: Sandbox) -> None:
    cells = released(name, ".py", solved=False)
    noted = tuple(replace(cell, source=f"# too hard!\n{cell.source}") if cell.exercise else cell for cell in cells)
    assert_nothing_was_attempted(graded(key(name), noted, course_sandbox))


def assert_nothing_was_attempted(report: Report) -> None:
    statuses = {verdict.status for exercise in report.exercises for verdict in exercise.verdicts}
    assert statuses == {Status.NOT_ATTEMPTED}
    assert score(report) == 0
    assert not report.notes


@every_assignment
def test_one_exercise_done_leaves_the_others_not_attempted(name: str, course_sandbox: Sandbox) -> None:
    first, solution = next(iter(solved_cells(workbook(name)).items()))
    cells = released(name, ".ipynb", solved=False)
    changed = [replace(cell, source=solution) if cell.exercise == first else cell for cell in cells]
    report = graded(key(name), changed, course_sandbox)
    done, *others = report.exercises
    assert done.name == first
    assert not lost(done)
    assert {verdict.status for other in others for verdict in other.verdicts} == {Status.NOT_ATTEMPTED}


# --- known answers -----------------------------------------------------------------------------------------------


@every_exercise
def test_each_known_mistake_costs_points_where_it_is_and_nowhere_else(
    name: str, exercise: str, course_sandbox: Sandbox
) -> None:
    known = [mistake for mistake in workbook(name).mistakes if mistake.exercise == exercise]
    wrong = [
        f"{mistake.name}: {complaint}"
        for mistake in known
        for complaint in _against(mistake, graded_alone(name, mistake, course_sandbox))
    ]
    assert not wrong, "\n".join(wrong)


def _against(mistake: Variation, report: Report) -> Iterator[str]:
    """Yield what is wrong with the report on a notebook with this one mistake."""
    for exercise in report.exercises:
        own = exercise.name == mistake.exercise
        if own and not lost(exercise):
            yield "it gets full marks"
        if not own and lost(exercise):
            yield f"it costs points in {exercise.name}, too"
        if own and _has_numbers(mistake, exercise):
            yield from _misnamed(mistake, exercise)
        never = [v for v in exercise.verdicts if v.status in NEVER and v.check.kind != "analytic"]
        yield from (f"{v.check.name} is {v.status}: {v.message}" for v in never)
    yield from report.notes


def _misnamed(mistake: Variation, report: ExerciseReport) -> Iterator[str]:
    named = {verdict.mistake for verdict in report.verdicts} - {None}
    if mistake.name not in named and not _return_the_same(mistake, named):
        yield f"it is taken for {', '.join(sorted(map(str, named))) or 'no known mistake'}"
    failed = [verdict for verdict in report.verdicts if verdict.status is Status.FAILED]
    if failed and not any(mistake.sentence in verdict.advice for verdict in failed):
        yield "its sentence is not in the report"


def _return_the_same(mistake: Variation, named: set[str | None]) -> bool:
    """Return whether a mistake of the same sentence was named: those are one mistake, written in two ways."""
    same = {m.name for book in map(workbook, ASSIGNMENTS) for m in book.mistakes if m.sentence == mistake.sentence}
    return bool(same & named)


def _has_numbers(mistake: Variation, report: ExerciseReport) -> bool:
    """Return whether the mistake returns numbers at all: nothing else can be recognised."""
    trials = next(e.trials for book in ASSIGNMENTS for e in key(book).exercises if e.name == report.name)
    prints = [made for trial in trials for made in trial.mistakes if made.name == mistake.name]
    return all(any(array is not None for array in made.outputs.values()) for made in prints)


@every_exercise
def test_each_other_right_answer_gets_all_points(name: str, exercise: str, course_sandbox: Sandbox) -> None:
    known = [answer for answer in workbook(name).right if answer.exercise == exercise]
    wrong = [
        f"{answer.name}: {complaint}"
        for answer in known
        for complaint in complaints(graded_alone(name, answer, course_sandbox))
    ]
    assert not wrong, "\n".join(wrong)


@every_assignment
@pytest.mark.parametrize("seed", ["one secret", "another secret"])
def test_the_checks_hold_at_any_seed_that_a_course_may_choose(name: str, seed: str) -> None:
    assert audit(workbook(name), seed).findings == ()
