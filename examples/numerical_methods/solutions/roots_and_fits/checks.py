"""Checks of roots_and_fits."""

import numpy as np

from autograder.checks import Exercise, by_hand, equal, figure, raised, value
from autograder.questions import choose_one


def falling(x):
    return 2.0 - x**3


def falling_slope(x):
    return -3.0 * x**2


def shifted(x):
    return x - 0.25


def one(x):
    return 1.0


def minus_one(x):
    return -1.0


def bowl(x):
    return x**2 - 4.0


def bowl_slope(x):
    return 2.0 * x


def bisect(answer, draw):
    """A falling function, a root at an end, one in the first middle, and two ends of the same sign."""
    left = -draw.number(0.5, 1.5)
    return {
        "root": answer.bisect(falling, left, 3.0),
        "of_line": answer.bisect(shifted, left, 1.75),
        "coarse": answer.bisect(falling, 0.0, 2.0, 0.5),
        "far": answer.bisect(shifted, -5.0, 1.0),
        "wide": answer.bisect(falling, 0.0, 30.0, 0.5),
        "low": answer.bisect(shifted, -0.25, 5.0),
        "at_left": answer.bisect(shifted, 0.25, 5.0),
        "at_right": answer.bisect(shifted, -5.0, 0.25),
        "of_sine": answer.bisect(np.sin, left, 3.0),
        "same_sign": answer.bisect.raised(falling, 2.0, 3.0),
        "both_below": answer.bisect.raised(shifted, -3.0, -2.0),
    }


def newton_log(answer, draw):
    """A few steps, none, an exact root at the start, and a level tangent."""
    x = draw.number(1.0, 2.0)
    return {
        "log": answer.newton_log(falling, falling_slope, x, 4),
        "other": answer.newton_log(bowl, bowl_slope, x + 1.5, 3),
        "far": answer.newton_log(bowl, bowl_slope, -30.0, 7),
        "line": answer.newton_log(shifted, one, x, 2),
        "by_chords": answer.newton_log(falling, minus_one, 1.25, 3),
        "none": answer.newton_log(bowl, bowl_slope, x, 0),
        "exact": answer.newton_log(bowl, bowl_slope, 2.0, 3),
        "level": answer.newton_log.raised(bowl, bowl_slope, 0.0, 3),
    }


def fit_line(answer, draw):
    """Points that lie on no line, and two with a steep one through them."""
    line = answer.fit_line(draw.normal(7), draw.normal(7))
    steep = answer.fit_line(np.array([0.75, 1.25]), np.array([8.0, -8.0]))
    return {"slope": line[0], "intercept": line[1], "steep": steep[0], "high": steep[1]}


def decay_rate(answer, draw):
    """There is nothing to draw: in grading, the file is another one."""
    return {"rate": answer.decay_rate()}


def draw_fit(answer, draw):
    """Six points and a line."""
    return {"picture": answer.draw_fit.figure(np.arange(6.0), draw.normal(6), draw.number(1, 3), draw.number(-2, -1))}


EXERCISES = [
    Exercise(
        bisect,
        points=9,
        checks=[
            value("root", points=2, rtol=1e-8, hint="which half has ends of different signs?"),
            value("of_line", points=1, rtol=1e-8),
            value("coarse", points=0.5, hint="when is the interval short enough?"),
            value("far", points=0.25, rtol=1e-8),
            value("wide", points=0.5),
            value("low", points=0.25, rtol=1e-8),
            value("at_left", points=0.5, rtol=1e-8),
            value("at_right", points=0.5, rtol=1e-8),
            value("of_sine", points=0.5),
            raised("same_sign", points=2, message="(?i)sign"),
            raised("both_below", points=1, hidden=True),
        ],
    ),
    Exercise(
        newton_log,
        points=8,
        checks=[
            equal("log", points=2, rtol=1e-9, hint="where does the tangent cross zero?"),
            equal("other", points=0.5, rtol=1e-9),
            equal("far", points=0.5, rtol=1e-9),
            equal("line", points=0.5, rtol=1e-9),
            equal("by_chords", points=0.5, rtol=1e-9),
            equal("none", points=1, rtol=1e-9),
            equal("exact", points=1, rtol=1e-9),
            raised("level", points=2),
        ],
    ),
    Exercise(
        fit_line,
        points=6,
        checks=[
            value("slope", points=2),
            value("intercept", points=2),
            value("steep", points=1),
            value("high", points=1),
        ],
    ),
    Exercise(decay_rate, points=4, checks=[value("rate", points=4, hint="what is the slope of the logarithm?")]),
    Exercise(draw_fit, points=4, checks=[figure("picture", points=4)]),
    choose_one(
        "how_many_halvings",
        points=2,
        ask="How many halvings bring an interval of length 1 below one thousandth?",
        right="10",
        wrong={
            "3": "Each halving divides by 2, not by 10.",
            "32": "The length falls as a power of 2, not as a square root.",
            "500": "Each halving takes half of what is left, not the same length.",
        },
    ),
    by_hand("which_method", rubric={"a reason for bisection": 3, "a reason for Newton's method": 3, "clear words": 1}),
]
