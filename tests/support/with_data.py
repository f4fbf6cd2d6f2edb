"""A course whose lesson reads data files: at the top of a given cell, in a function, and in a probe's argument."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.course import CourseFolder, find_course
from support.tiny import make_course

LESSON = '''\
# %% [markdown]
# # A lesson with data

# %% given="setup"
import numpy as np

from autograder import check

TABLE = np.loadtxt("data/heights.csv", delimiter=",")


# %% exercise="mean_height"
def mean_height() -> float:
    """Return the mean of all heights in data/heights.csv."""
    ### BEGIN SOLUTION
    with open("data/heights.csv") as file:
        numbers = [float(part) for line in file for part in line.split(",")]
    return sum(numbers) / len(numbers)
    ### END SOLUTION


# %% check="mean_height"
check("mean_height")


# %% exercise="tallest"
def tallest(factor: float) -> float:
    """Return factor times the largest height in TABLE."""
    ### BEGIN SOLUTION
    return float(factor * TABLE.max())
    ### END SOLUTION
'''

CHECKS = """\
from autograder.checks import Exercise, value


def mean_height(answer, draw):
    return {"mean": answer.mean_height()}


def tallest(answer, draw):
    return {"height": answer.tallest(draw.number(1.0, 2.0))}


EXERCISES = [
    Exercise(mean_height, points=50, checks=[value("mean", points=50)]),
    Exercise(tallest, points=50, checks=[value("height", points=20), value("height", points=30, hidden=True)]),
]
"""

ANSWERS = '''\
from lesson import TABLE, np

from autograder.mistakes import mistake, right


@mistake("mean_height")
def sum_of_heights():
    """This is the sum: divide by their number."""
    return float(np.sum(np.loadtxt("data/heights.csv", delimiter=",")))


@mistake("mean_height")
def middle_height():
    """This is the median."""
    return float(np.median(TABLE))


@mistake("mean_height")
def first_height():
    """This is the first height alone."""
    return float(TABLE[0, 0])


@right("mean_height")
def by_numpy():
    return float(np.loadtxt("data/heights.csv", delimiter=",").mean())


@mistake("tallest")
def smallest(factor):
    """This is the smallest one."""
    return float(factor * TABLE.min())


@mistake("tallest")
def no_factor(factor):
    """The factor is missing."""
    return float(TABLE.max())


@mistake("tallest")
def added(factor):
    """The factor is added."""
    return float(factor + TABLE.max())


@right("tallest")
def sorted_first(factor):
    return float(factor * sorted(TABLE.ravel())[-1])
'''

SHIPPED = b"1.5,1.75\n1.25,2.25\n"
HIDDEN = b"1.03125,1.09375\n1.15625,2.21875\n"
SECRETS = ("1.03125", "1.09375", "1.15625", "2.21875")  # what nobody may read


def course_with_data(folder: Path, hidden: bytes | None = None, **texts: str) -> CourseFolder:
    """Write the course; hidden: the file that stands in for the shipped one in grading."""
    made = make_course(folder, **{"lesson": LESSON, "checks": CHECKS, "answers": ANSWERS, **texts})
    own = made.solutions / "tiny"
    for name, content in {"data": SHIPPED, "hidden_data": hidden}.items():
        if content is not None:
            (own / name).mkdir(exist_ok=True)
            (own / name / "heights.csv").write_bytes(content)
    return find_course(folder)
