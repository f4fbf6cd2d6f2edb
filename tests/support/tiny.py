"""A course small enough to read in a minute: one assignment, two exercises, the second of which calls the first."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.course import CourseFolder, find_course

CONFIG = '''\
"""A course for tests."""

from datetime import UTC, datetime

from autograder.settings import Assignment, Course

COURSE = Course(
    title="A tiny course",
    seed="a secret of the tests",
    assignments=(
        Assignment("tiny", points=100, due=datetime(2027, 1, 22, 23, 59, tzinfo=UTC)),
    ),
)
'''

LESSON = '''\
# %% [markdown]
# # A tiny lesson
#
# Two exercises.

# %% given="setup"
import numpy as np
from numpy import ndarray

from autograder import check

# %% given="square"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry."""
    return x * x

# %% exercise="double"
def double(x: ndarray) -> ndarray:
    """Return 2 x, which is the derivative of x squared. x: array of any shape. Returns: array of x's shape."""
    ### BEGIN SOLUTION
    return 2.0 * np.asarray(x)
    ### END SOLUTION

# %% check="double"
check("double")

# %% exercise="quad"
def quad(x: ndarray) -> ndarray:
    """Return 4 x, by doubling twice. x: array of any shape. Returns: array of x's shape."""
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION

# %% check="quad"
check("quad")

# %% [markdown]
# The end.
'''

CHECKS = '''\
"""Checks of tiny."""

from autograder.checks import Exercise, gradient, shape, value


def double(answer, draw):
    """A vector, and a matrix."""
    x, w = draw.both_signs(4), draw.normal(2, 3)
    return {"x": x, "w": w, "y": answer.double(x), "y_2": answer.double(w)}


def quad(answer, draw):
    """A vector, and a matrix."""
    x, w = draw.both_signs(4), draw.normal(2, 3)
    return {"x": x, "w": w, "y": answer.quad(x), "y_2": answer.quad(w)}


def two_squares(solution, inputs, x):
    return 2.0 * solution.square(x)


EXERCISES = [
    Exercise(double, points=40, checks=[
        shape("y", like="x", points=5, hint="every entry has a double of its own"),
        gradient("y", of="square", wrt="x", points=15),
        value("y_2", points=20, hidden=True, hint="does it work for a matrix?"),
    ]),
    Exercise(quad, points=60, checks=[
        shape("y", like="x", points=10),
        value("y", points=20, hint="how much is it for 1?"),
        gradient("y", of=two_squares, wrt="x", points=10, hidden=True),
        value("y_2", points=20, hidden=True),
    ]),
]
'''

ANSWERS = '''\
"""Known mistakes and other right answers of tiny."""

from autograder.mistakes import mistake, right
from lesson import double, np, square


@mistake("double")
def unchanged(x):
    """The input is returned as it came: double it."""
    return x


@mistake("double")
def squared(x):
    """The input is squared, which is not the same as doubled."""
    return square(x)


@mistake("double")
def summed(x):
    """The doubles are summed: every entry has its own."""
    return np.sum(2.0 * x)


@mistake("quad")
def doubled_once(x):
    """The input is doubled only once: do it again."""
    return double(x)


@mistake("quad")
def four_added(x):
    """Four is added, but it is a factor."""
    return x + 4.0


@mistake("quad")
def negated(x):
    """The sign is wrong: four times a positive number is positive."""
    return -4.0 * x


@right("double")
def by_adding(x):
    return x + x


@right("quad")
def by_multiplying(x):
    return 4.0 * x
'''


def make_course(
    folder: Path,
    *,
    config: str | None = CONFIG,
    lesson: str | None = LESSON,
    checks: str | None = CHECKS,
    answers: str | None = ANSWERS,
) -> CourseFolder:
    """Write the tiny course into a folder, with other texts for some of its files (None leaves one out), and find it.

    Nothing is released. To change a part of a text, replace it in LESSON, CHECKS, ANSWERS or CONFIG.
    Raises what find_course raises about the texts given.
    """
    files = {
        "course_config.py": config,
        "solutions/tiny/lesson.py": lesson,
        "solutions/tiny/checks.py": checks,
        "solutions/tiny/answers.py": answers,
    }
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return find_course(folder)
