"""What nbgrader reads in a check's cell."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest

from autograder.student.check import check
from autograder.student.nbgrader import NotPassedError
from support.handed_in import released_course

RIGHT = "def double(x):\n    return 2 * x"
STUB = "def double(x):\n    raise NotImplementedError()"
WRONG = "def double(x):\n    return 3 * x"


@pytest.fixture
def as_nbgrader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs a cell and the check below it, as one of nbgrader's programs does."""
    monkeypatch.chdir(released_course(tmp_path).assignments / "tiny")

    def shown(program: str | None, cell: str, name: str = "double") -> float | None:
        if program is None:
            monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
        else:
            monkeypatch.setenv("NBGRADER_EXECUTION", program)
        names: dict[str, object] = {"np": np, "check": check}
        exec(compile(cell, "<notebook>", "exec"), names)
        return eval(f'check("{name}")', names)

    return shown


@pytest.mark.parametrize(("cell", "points"), [(RIGHT, 20.0), (STUB, 0.0), ("", 0.0), (WRONG, 5.0)])
def test_under_autograde_a_check_ends_in_its_public_points_as_a_plain_float(as_nbgrader, cell, points) -> None:
    shown = as_nbgrader("autograde", cell)
    assert type(shown) is float
    assert shown == points


def test_under_autograde_a_check_that_cannot_be_made_is_worth_nothing(as_nbgrader, monkeypatch) -> None:
    assert as_nbgrader("autograde", RIGHT, "doubble") == 0.0
    with tempfile.TemporaryDirectory() as empty, monkeypatch.context() as patch:  # other tests' lessons lie elsewhere
        patch.chdir(empty)
        assert as_nbgrader("autograde", RIGHT) == 0.0


@pytest.mark.parametrize("cell", [STUB, "", WRONG])
def test_under_validate_what_does_not_pass_raises(as_nbgrader, cell) -> None:
    with pytest.raises(NotPassedError):
        as_nbgrader("validate", cell)


def test_under_validate_what_cannot_be_checked_raises(as_nbgrader) -> None:
    with pytest.raises(NotPassedError, match="could not be checked"):
        as_nbgrader("validate", RIGHT, "doubble")


def test_under_validate_what_passes_shows_no_number_since_one_below_the_cells_points_would_be_a_failure(
    as_nbgrader,
) -> None:
    assert as_nbgrader("validate", RIGHT) is None


def test_on_a_students_machine_a_check_returns_nothing_that_a_notebook_would_show(as_nbgrader) -> None:
    assert as_nbgrader(None, RIGHT) is None
    assert as_nbgrader(None, STUB) is None
