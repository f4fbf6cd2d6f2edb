"""A course that differs from student to student: constants, a name, a choice and a data file are drawn for each."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.course import CourseFolder
from support.tiny import make_course

VARIANTS = """\
from autograder.variants import Draw, Drawn


def variant(draw: Draw) -> Drawn:
    return {
        "START": draw.integers(100, 10_000),
        "RATE": draw.number(0.05, 0.3),
        "TOWN": draw.choice(["Aalen", "Bonn", "Celle", "Dachau"]),
        "NORM": draw.choice(["largest", "sum"]),
        "data/heights.csv": draw.positive(5, 2),
    }
"""

LESSON = '''\
# %% [markdown]
# # {{TOWN}}
# In {{TOWN}} live {{START}} people, each year a share of {{RATE}} fewer.

# %% given="setup"
import numpy as np

from autograder import check

# %% given="variant"
TOWN = "Aachen"
NORM = "largest"

# %% given="norm"
def norm(x):
    """Return the norm of x that is used in this copy."""
    return float(np.max(np.abs(x)) if NORM == "largest" else np.sum(np.abs(x)))

# %% exercise="people"
def people(years: float) -> float:
    """Return how many people live in {{TOWN}} after so many years."""
    ### BEGIN SOLUTION
    return START * (1 - RATE) ** years
    ### END SOLUTION

# %% exercise="double"
def double(x: float) -> float:
    """Return 2 x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% exercise="scaled"
def scaled(x):
    """Return x divided by its norm."""
    ### BEGIN SOLUTION
    return x / norm(x)
    ### END SOLUTION

# %% exercise="mean_height"
### BEGIN SOLUTION
mean_height = float(np.loadtxt("data/heights.csv", delimiter=",").mean())
### END SOLUTION
'''

CHECKS = """\
from autograder.checks import Exercise, shape, value


def people(answer, draw):
    return {"now": answer.people(0.0), "later": answer.people(draw.number(1, 5))}


def double(answer, draw):
    return {"y": answer.double(draw.number(1, 5))}


def scaled(answer, draw):
    x = draw.both_signs(4)
    return {"x": x, "y": answer.scaled(x)}


def mean_height(answer, draw):
    return {"mean": answer.mean_height}


EXERCISES = [
    Exercise(people, points=40, checks=[value("now", points=10), value("later", points=30, hidden=True)]),
    Exercise(double, points=10, checks=[value("y", points=10)]),
    Exercise(scaled, points=20, checks=[shape("y", like="x", points=5), value("y", points=15)]),
    Exercise(mean_height, points=30, checks=[value("mean", points=30)]),
]
"""

ANSWERS = '''\
from lesson import RATE, START, norm, np

from autograder.mistakes import mistake, right


@mistake("people")
def grows(years):
    """The town grows here: it is to shrink."""
    return START * (1 + RATE) ** years


@mistake("people")
def in_a_line(years):
    """The share is taken of those who are left."""
    return START * (1 - RATE * years) + 1


@mistake("people")
def share(years):
    """This is the share that is left: how many people is that?"""
    return (1 - RATE) ** years


@right("people")
def by_exp(years):
    return START * np.exp(years * np.log(1 - RATE))


@mistake("double")
def half(x):
    """This is half of x."""
    return x / 2


@mistake("double")
def square(x):
    """This is the square."""
    return x * x


@mistake("double")
def same(x):
    """This is x itself."""
    return x


@right("double")
def added(x):
    return x + x


@mistake("scaled")
def unscaled(x):
    """This is x itself."""
    return x


@mistake("scaled")
def by_length(x):
    """Each copy says which norm it uses; this is the Euclidean one."""
    return x / np.sqrt(np.sum(x * x))


@mistake("scaled")
def times(x):
    """Divide by the norm."""
    return x * norm(x)


@right("scaled")
def by_product(x):
    return x * (1 / norm(x))


@mistake("mean_height")
def total():
    """This is the sum."""
    return float(np.loadtxt("data/heights.csv", delimiter=",").sum())


@mistake("mean_height")
def first_column():
    """This is the mean of the first column."""
    return float(np.loadtxt("data/heights.csv", delimiter=",")[:, 0].mean())


@mistake("mean_height")
def largest():
    """This is the largest."""
    return float(np.loadtxt("data/heights.csv", delimiter=",").max())


@right("mean_height")
def by_sum():
    numbers = np.loadtxt("data/heights.csv", delimiter=",")
    return numbers.sum() / numbers.size
'''


def course_with_variants(folder: Path, variants: str | None = VARIANTS, **texts: str) -> CourseFolder:
    """Write the course into a folder; nothing is released."""
    made = make_course(folder, **{"lesson": LESSON, "checks": CHECKS, "answers": ANSWERS, **texts})
    if variants is not None:
        (made.solutions / "tiny" / "variants.py").write_text(variants, "utf-8")
    return made
