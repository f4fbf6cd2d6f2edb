r"""Known mistakes, other right answers, and what exceptions mean in this lesson: what an author writes in answers.py.

    EXPLANATIONS = [Explanation(r"KeyError: '(\w+)'", "There is no parameter {1}: section 2 names them.")]

is asked before our own catalogue, when a function raises: the pattern is searched in what a student reads of the
exception (its kind and text, the line, the shapes in it), and {1} is its first group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from autograder.core.explanation import Explanation

__all__ = ["Explanation", "mistake", "right"]

F = TypeVar("F", bound=Callable[..., Any])


def mistake(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as a known wrong answer to `exercise`; its docstring is what its author reads.

    Where the exercise is a class, so is the answer; where it is a variable, the answer is a function that returns it.
    """
    return _marked(exercise, "mistake")


def right(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as another right answer to `exercise`."""
    return _marked(exercise, "right")


def _marked(exercise: str, role: str) -> Callable[[F], F]:
    def mark(function: F) -> F:
        setattr(function, "answers", (exercise, role))  # noqa: B010  a class has it too
        return function

    return mark
