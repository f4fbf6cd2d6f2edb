"""Answering questions in a notebook: what is said, the form, and an order of each student's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.assignment import load_workbook
from autograder.core.question.form import Form, Kind
from autograder.student import answer_form
from support.asking import CHECKS, LESSON, asking_course

# --- in a student's notebook -----------------------------------------------------------------------------------------


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
