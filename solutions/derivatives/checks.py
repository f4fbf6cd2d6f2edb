"""Checks of derivatives: four functions, the central difference, the string, the tangent line, a walk downhill."""

import numpy as np

from autograder.checks import Exercise, gradient, shape, unchanged, value
from autograder.questions import choose_one, choose_several, number


def fall(x):
    return np.exp(-0.5 * x)


def ripple(x):
    return np.sin(30.0 * x)  # so wavy that the step shows in the slope, 0.001 or not


def swing(x):
    return 0.1 * x**3 - x


def bowl(x):
    return 0.5 * (x - 1.0) ** 2 + 2.0


def valley(x):
    return np.cosh(x) + 0.3 * x


def near_and_far(draw):
    """Return seven numbers of both signs and one close to the corner at 0."""
    x = draw.both_signs(*draw.any_shape(8))
    x.flat[-1] = 0.004
    return x


def square(answer, draw):
    """x squared, entry by entry: seven numbers of both signs, and a table of 3 x 3, which has a matrix product, too."""
    x, table = draw.both_signs(*draw.any_shape(7)), draw.normal(3, 3)
    return {
        "x": x,
        "table": table,
        "y": answer.square(x),
        "y_table": answer.square(table),
        "x_after": answer.square.leaves(0)(x),
    }


def relu(answer, draw):
    """The larger of x and 0, entry by entry: eight numbers of both signs, and a table of 2 x 4."""
    x, table = near_and_far(draw), draw.both_signs(2, 4)
    return {
        "x": x,
        "table": table,
        "y": answer.relu(x),
        "y_table": answer.relu(table),
        "x_after": answer.relu.leaves(0)(x),
    }


def leaky_relu(answer, draw):
    """x on the positive side, 0.2 x on the negative side: eight numbers of both signs, and a table of 2 x 4."""
    x, table = near_and_far(draw), draw.both_signs(2, 4)
    return {
        "x": x,
        "table": table,
        "y": answer.leaky_relu(x),
        "y_table": answer.leaky_relu(table),
        "x_after": answer.leaky_relu.leaves(0)(x),
    }


def sigmoid(answer, draw):
    """1 / (1 + e^(-x)), entry by entry: seven numbers of both signs, and a table of 3 x 2."""
    x, table = draw.both_signs(*draw.any_shape(7)), draw.normal(3, 2)
    return {"x": x, "table": table, "y": answer.sigmoid(x), "y_table": answer.sigmoid(table)}


def sine(solution, inputs, x):
    return np.sin(x)


def deriv(answer, draw):
    """The central difference of rising and falling functions: with the default delta, and with one that we choose."""
    x = draw.both_signs(7)
    return {
        "x": x,
        "slope": answer.deriv(np.sin, x),
        "slope_swing": answer.deriv(swing, x),
        "slope_number": answer.deriv(np.exp, 0.5),
        "slope_by_default": answer.deriv(ripple, x),
        "wide": answer.deriv(swing, x, 0.3),
        "wide_fall": answer.deriv(fall, x, 0.2),
        "x_after": answer.deriv.leaves(1)(np.sin, x),
    }


def string_move(answer, draw):
    """The move predicted at a point of sin, of exp and of a cubic, for six pulls of both signs."""
    pull, right, left = draw.both_signs(6), draw.number(0.4, 1.2), draw.number(-1.4, -0.5)
    return {
        "pull": pull,
        "move": answer.string_move(np.sin, right, pull),
        "move_exp": answer.string_move(np.exp, left, pull),
        "move_swing": answer.string_move(swing, left, pull),
    }


def tangent_line(answer, draw):
    """The tangent of sin at a point of the right half, of exp and of a cubic at points of the left half."""
    x, right, left = draw.both_signs(7), draw.number(0.4, 1.2), draw.number(-1.4, -0.5)
    return {
        "x": x,
        "line": answer.tangent_line(np.sin, right, x),
        "line_exp": answer.tangent_line(np.exp, left, x),
        "line_swing": answer.tangent_line(swing, left, x),
    }


def walk_downhill(answer, draw):
    """Walks on a parabola, of four steps, of none, of eighty, and of ten so long that they climb; one in a valley."""
    left, right = draw.number(-2.0, -1.0), draw.number(1.2, 2.0)
    return {
        "places": answer.walk_downhill(bowl, left, 0.3, 4),
        "places_valley": answer.walk_downhill(valley, right, 0.2, 6),
        "places_long": answer.walk_downhill(bowl, right, 0.5, 80),
        "places_none": answer.walk_downhill(bowl, right, 0.3, 0),
        "places_overshot": answer.walk_downhill(bowl, left, 2.3, 10),
    }


ONE_FOR_EACH = "every entry of the input has its own result, at its own place"
STEP = "rise over run: the run from x - delta to x + delta is 2 delta, and delta is the one that was handed in"
MULTIPLE = "measure the slope once, at a; then every pull is multiplied by it"
NEGATIVE_A = "try a negative a by hand"
SAME_AFTER = "is the array that was handed in the same after the call as before? return a new one"
AGAINST = "from the last place reached, go rate times the slope there, against the slope"

EXERCISES = [
    Exercise(square, points=8, checks=[
        shape("y", like="x", points=2, hint=ONE_FOR_EACH),
        value("y", points=3, hint="try -3 by hand: it must give 9"),
        unchanged("x_after", points=1, hint=SAME_AFTER),
        value("y_table", points=2, hidden=True, hint="a table is squared entry by entry too"),
    ]),
    Exercise(relu, points=8, checks=[
        shape("y", like="x", points=2, hint=ONE_FOR_EACH),
        value("y", points=3, hint="try 8, 0.004 and -2 by hand: they must give 8, 0.004 and 0"),
        unchanged("x_after", points=1, hint=SAME_AFTER),
        value("y_table", points=2, hidden=True, hint="a table is handled entry by entry too"),
    ]),
    Exercise(leaky_relu, points=12, checks=[
        shape("y", like="x", points=2, hint=ONE_FOR_EACH),
        value("y", points=5, hint="try 2 and -2 by hand: they must give 2 and -0.4"),
        unchanged("x_after", points=1, hint=SAME_AFTER),
        value("y_table", points=4, hidden=True, hint="a table is handled entry by entry too"),
    ]),
    Exercise(sigmoid, points=12, checks=[
        shape("y", like="x", points=2, hint=ONE_FOR_EACH),
        value("y", points=5, hint="it rises from 0 to 1 and is 0.5 at 0: which of these does yours not do?"),
        value("y_table", points=5, hidden=True, hint="a table is handled entry by entry too"),
    ]),
    Exercise(deriv, points=24, checks=[
        shape("slope", like="x", points=3, hint=ONE_FOR_EACH),
        gradient("slope", of=sine, wrt="x", points=4, hint="the slope of sin is cos: compare at 0"),
        value("slope_swing", points=2, hidden=True, hint="does it work for any func?"),
        value("slope_number", points=2, hint="a single float goes in here, and a single float comes out"),
        value("slope_by_default", points=3, hint="where no delta is handed in, the step is 0.001: no more, no less"),
        value("wide", points=6, hint=STEP),
        unchanged("x_after", points=1, hint=SAME_AFTER),
        value("wide_fall", points=3, hidden=True, hint=STEP),
    ]),
    Exercise(string_move, points=10, checks=[
        shape("move", like="pull", points=2, hint="one move for each pull"),
        value("move", points=4, hint=MULTIPLE),
        value("move_exp", points=2, hidden=True, hint=MULTIPLE),
        value("move_swing", points=2, hidden=True, hint=NEGATIVE_A),
    ]),
    Exercise(tangent_line, points=18, checks=[
        shape("line", like="x", points=3, hint="the line is read at every entry of x"),
        value("line", points=5, hint="how high is the line at a, and how fast does it rise from there?"),
        value("line_exp", points=5, hidden=True, hint=NEGATIVE_A),
        value("line_swing", points=5, hidden=True, hint=NEGATIVE_A),
    ]),
    Exercise(walk_downhill, points=5, extra=True, checks=[
        shape("places", points=1, hint="the start and one place after each step: steps + 1 places"),
        value("places", points=1, hint=AGAINST),
        value("places_overshot", points=0.5, hint="a step that leads uphill is taken like any other"),
        value("places_long", points=0.5, hint="every step is taken, however short it has become"),
        value("places_none", points=1, hint="a walk of no steps is the start alone, in an array"),
        value("places_valley", points=1, hidden=True, hint=AGAINST),
    ]),
    number(
        "small_step",
        points=2,
        ask="The slope of $f$ at 2 is −3. You raise the input from 2 to 2.01. About how much does the output change?",
        right=-0.03,
        rtol=0.02,
        wrong={
            0.03: "The size is right, the sign is not. Where the slope is negative, the output falls.",
            -3: "That is the slope, the change for a whole unit. The input moved by 0.01 only.",
            -300: "The slope was divided by the step. A change is the slope times the step.",
        },
        hint="the output moves by the slope times the move of the input",
    ),
    choose_one(
        "slope_at_corner",
        points=2,
        ask="`deriv(relu, np.array([0.0]))` gives 0.5. What has been measured?",
        right="the slope of a line between two points, one on each side of the corner",
        wrong={
            "the slope of ReLU at 0": (
                "ReLU has no single slope at 0. It is 0 on the left and 1 on the right, and 0.5 is neither."
            ),
            "0.5 is a rounding error": (
                "Rounding is far smaller, about $10^{-13}$ here. The rise is exactly half the run."
            ),
            "half the slope at 0, since the run is $2\\Delta$": (
                "There is no slope at 0 to be halved. The run is $2\\Delta$ everywhere, and elsewhere the result "
                "is right."
            ),
        },
    ),
    choose_one(
        "why_two_deltas",
        points=2,
        ask="Why does `deriv` divide by $2\\Delta$ and not by $\\Delta$?",
        right="the two places are $2\\Delta$ apart",
        wrong={
            "the function is evaluated twice": (
                "Two values give one rise. It is divided by the run between their places."
            ),
            "the error is then about $\\Delta^2$": (
                "That is a consequence, not the reason. Divided by $\\Delta$, the result would be twice the slope, "
                "however small the error."
            ),
            "a slope is never larger than a half": "A slope can be any number. That of $x^2$ at 3 is 6.",
        },
    ),
    choose_several(
        "sigmoid_facts",
        points=2,
        ask="What is true of the sigmoid?",
        right={
            "its slope is largest at 0": "Its slope is a hill with its top at 0, 0.25 high.",
            "far from 0, on both sides, its slope is almost 0": "Far from 0 the curve is all but level on either side.",
        },
        wrong={
            "it reaches 1 at 5": "It only comes near 1: at 5 it is about 0.993.",
            "its slope is negative where its input is": "The curve rises everywhere, so its slope is never negative.",
        },
    ),
]
