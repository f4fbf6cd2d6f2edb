"""A course whose exercises take functions: what a submission passes on, it chooses itself."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.course import CourseFolder
from support.tiny import make_course

LESSON = '''\
# %% [markdown]
# # Functions of functions

# %% given="setup"
import numpy as np
from numpy import ndarray

from autograder import check

# %% given="square"
def square(x: ndarray) -> ndarray:
    """Return x squared, entry by entry."""
    return x * x

# %% exercise="compose"
def compose(chain, x: ndarray) -> ndarray:
    """Return the last function of the chain of … of the first of x. x: array of shape (n,). Returns: the same."""
    ### BEGIN SOLUTION
    for function in chain:
        x = function(x)
    return x
    ### END SOLUTION

# %% check="compose"
check("compose")

# %% exercise="affine"
def affine(a: ndarray, b: ndarray, c: ndarray) -> ndarray:
    """Return a @ b + c. a: array of shape (n, k), b: (k, m), c: (1, m). Returns: array of shape (n, m)."""
    ### BEGIN SOLUTION
    return a @ b + c
    ### END SOLUTION

# %% check="affine"
check("affine")

# %% exercise="slope"
def slope(chain, x: ndarray) -> ndarray:
    """Return the derivative of the composed chain at x. x: array of shape (n,). Returns: array of x's shape."""
    ### BEGIN SOLUTION
    return (compose(chain, x + 1e-4) - compose(chain, x - 1e-4)) / 2e-4
    ### END SOLUTION

# %% check="slope"
check("slope")

# %% exercise="product"
def product(a: ndarray, b: ndarray) -> ndarray:
    """Return a @ b. a: array of shape (n, k), b: (k, m). Returns: array of shape (n, m)."""
    ### BEGIN SOLUTION
    return affine(a, b, np.zeros((1, b.shape[1])))
    ### END SOLUTION

# %% check="product"
check("product")
'''

CHECKS = '''\
"""Checks of tiny."""

import numpy as np

from autograder.checks import Exercise, shape, value


def cube(x):
    return x**3


def compose(answer, draw):
    """Two functions."""
    x = draw.both_signs(4)
    return {"x": x, "y": answer.compose([np.sin, cube], x)}


def affine(answer, draw):
    """Two tables and a row."""
    a, b, c = draw.normal(3, 2), draw.normal(2, 4), draw.normal(1, 4)
    return {"y": answer.affine(a, b, c)}


def slope(answer, draw):
    """Two functions."""
    x = draw.both_signs(4)
    return {"x": x, "y": answer.slope([np.sin, cube], x)}


def product(answer, draw):
    """Two tables."""
    a, b = draw.normal(3, 2), draw.normal(2, 4)
    return {"y": answer.product(a, b)}


EXERCISES = [
    Exercise(compose, points=10, checks=[value("y", points=10)]),
    Exercise(affine, points=10, checks=[value("y", points=10)]),
    Exercise(slope, points=40, checks=[shape("y", like="x", points=10), value("y", points=30)]),
    Exercise(product, points=40, checks=[value("y", points=40)]),
]
'''

ANSWERS = '''\
"""Known mistakes of tiny."""

from autograder.mistakes import mistake


@mistake("compose")
def unchanged(chain, x):
    """No function is applied."""
    return x
'''

WRONG = """
# %%
import numpy as np
# %% exercise="compose"
def compose(chain, x):
    return x
# %% exercise="affine"
def affine(a, b, c):
    return c
"""
HONEST_ABOVE = (
    WRONG
    + """
# %% exercise="slope"
def slope(chain, x):
    return (compose(chain, x + 1e-4) - compose(chain, x - 1e-4)) / 2e-4
# %% exercise="product"
def product(a, b):
    return affine(a, b, np.zeros((1, b.shape[1])))
"""
)


def make_composed_course(folder: Path) -> CourseFolder:
    """Write the course into a folder."""
    return make_course(folder, lesson=LESSON, checks=CHECKS, answers=ANSWERS)
