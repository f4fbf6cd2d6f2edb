"""Exceptions in a notebook: a traceback is the student's own lines, a figure that cannot be drawn is its words."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import pytest

from autograder import gradcheck
from autograder.figures import Picture
from autograder.student.ipython import OURS, without_ours


def run(cell: str, **names: Any) -> BaseException:
    """Return what a cell raises."""
    try:
        exec(compile(cell, "<ipython-input-1>", "exec"), names)
    except Exception as error:
        return error
    pytest.fail("it raised nothing")


def files(error: BaseException) -> list[str]:
    shown = without_ours(error, error.__traceback__)
    return [frame.filename for frame in traceback.extract_tb(shown)]


def test_between_a_cell_and_the_function_that_it_hands_over_no_line_of_ours_is_shown() -> None:
    error = run("import numpy as np\ndef f(x):\n    return 1 / 0\ngradcheck(f, f, np.ones(2))", gradcheck=gradcheck)
    assert any(frame.filename.startswith(OURS) for frame in traceback.extract_tb(error.__traceback__))
    assert files(error)[-2:] == ["<ipython-input-1>", "<ipython-input-1>"]
    assert not any(file.startswith(OURS) for file in files(error))


def test_the_exceptions_that_led_to_it_are_shown_in_the_same_way() -> None:
    def ours(call: Callable[[], None]) -> None:
        try:
            gradcheck(lambda x: call(), lambda x: x, 1.0)
        except Exception as error:
            raise ValueError("later") from error

    error = run("def f(): 1 / 0\nours(f)", ours=ours)
    files(error)
    assert error.__cause__ is not None
    assert not any(frame.filename.startswith(OURS) for frame in traceback.extract_tb(error.__cause__.__traceback__))


def test_a_figure_that_cannot_be_drawn_is_its_words_and_the_reason() -> None:
    def draw() -> Any:
        raise ModuleNotFoundError("No module named 'matplotlib'")

    bundle, _ = Picture("two curves", draw)._repr_mimebundle_()
    assert bundle == {
        "text/plain": "[Figure: two curves] (not drawn: ModuleNotFoundError: No module named 'matplotlib')"
    }
