"""Known mistakes and other right answers: what an author writes in answers.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["mistake", "right"]

F = TypeVar("F", bound=Callable[..., Any])


def mistake(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as a known wrong answer to `exercise`; its docstring is what its author reads."""
    return _marked(exercise, "mistake")


def right(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as another right answer to `exercise`."""
    return _marked(exercise, "right")


def _marked(exercise: str, role: str) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.__dict__["answers"] = (exercise, role)
        return function

    return mark
