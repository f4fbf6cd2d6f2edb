"""A course with one question of each kind, and one for practice."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.course import CourseFolder
from support.tiny import CONFIG, make_course

LESSON = '''\
# %% [markdown]
# # Questions

# %% given="setup"
import numpy as np

from autograder import answer, check

# %% exercise="double"
def double(x):
    """Return 2 x."""
    ### BEGIN SOLUTION
    return 2.0 * np.asarray(x)
    ### END SOLUTION

# %% check="double"
check("double")

# %% exercise="steepest"
answer("steepest", ...)

# %% exercise="depends"
answer("depends", ...)

# %% exercise="speed"
answer("speed", ...)

# %% exercise="rule"
answer("rule", ...)

# %% exercise="product"
answer("product", ...)

# %% exercise="warm_up"
answer("warm_up", ...)
'''

CHECKS = '''\
"""Checks of tiny."""

from autograder.checks import Exercise, value
from autograder.questions import choose_one, choose_several, number, numbers, short_text


def double(answer, draw):
    """A vector."""
    x = draw.both_signs(4)
    return {"x": x, "y": answer.double(x)}


EXERCISES = [
    Exercise(double, points=40, checks=[value("y", points=40)]),
    choose_one("steepest", points=10, ask="Where is the sigmoid steepest?", right="at 0", wrong={
        "at 1": "There the curve is on its way to 1 already.",
        "far to the left": "Far away from 0 it is flat.",
        "it is equally steep everywhere": "Then it would be a straight line.",
    }),
    choose_several("depends", points=20, ask="What does the slope of $x^2$ depend on?",
                   right={"on x": "At another x the curve has another slope.",
                          "on the power": "x to the 3 has another slope."},
                   wrong={"on the name of x": "A name changes nothing.",
                          "on the colour of the curve": "Drawn in red it is as steep."}),
    number("speed", points=10, ask="How fast is a car that takes 10 s for 32 m?", right=3.2, unit="m/s",
           units={"km/h": 1 / 3.6}, rtol=0.01, hint="what is a speed?",
           wrong={0.3125: "That is time per way.", 320.0: "Divide, do not multiply."}),
    short_text("rule", points=10, ask="Which rule is for nested functions?", right="the chain rule",
               also=["chain rule", "*chain-rule*"], wrong={"*product*": "That one is for factors."}),
    numbers("product", points=10, ask="What is $W^T$ for $W = (1, 2; 3, 4)$?", right=[[1, 3], [2, 4]],
            wrong=[([[1, 2], [3, 4]], "This is W itself.")]),
    choose_one("warm_up", practice=True, ask="What is the slope of 3x?", right="3", wrong={
        "x": "That is not a number. Ask how much it rises per step.",
        "3x": "That is the function itself.",
    }),
]
'''

ANSWERS = '''\
"""Known mistakes of tiny."""

from autograder.mistakes import mistake, right
from lesson import np


@mistake("double")
def unchanged(x):
    """The input is returned as it came."""
    return x


@mistake("double")
def squared(x):
    """The input is squared."""
    return x * x


@mistake("double")
def tripled(x):
    """The input is tripled."""
    return 3 * x


@right("double")
def by_adding(x):
    return x + x
'''


def asking_course(folder: Path, checks: str = CHECKS, lesson: str = LESSON, config: str = CONFIG) -> CourseFolder:
    """Write the course into a folder and find it; nothing is released."""
    return make_course(folder, config=config, lesson=lesson, checks=checks, answers=ANSWERS)
