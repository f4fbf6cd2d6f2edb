"""Checks of chain_rule: chains of two, three and any number of functions, inputs that meet, and one that forks."""

import numpy as np

from autograder.checks import Exercise, gradient, shape, value
from autograder.questions import choose_one, number
from lesson import leaky_relu, sigmoid, square


def swing(x):
    return 0.1 * x**3 - x


def tilt(x):
    return 1.5 * x + np.cos(x)  # its slope at -x is another one than at x, unlike those of sin, sigmoid and swing


def bow(x):
    return 0.2 * x**2 + x


def drift(x):
    return x + 0.3 * np.cos(x)


def sway(x):
    return x - 0.3 * np.cos(2.0 * x)


LONG = [np.sin, tilt, bow, np.cos, swing, tilt, sigmoid, square] + [drift, sway] * 14  # no number of steps is enough


def chain_length_2(answer, draw):
    """Two functions in a row: sin then a cubic, and the cubic then a tilted wave, which has no bounds."""
    chain, x = [np.sin, swing], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "y": answer.chain_length_2(chain, x),
        "y_2": answer.chain_length_2([swing, tilt], x),
    }


def chain_deriv_2(answer, draw):
    """The slope of two functions in a row: sin, wave; cubic, sigmoid; square, sin; and sin twice."""
    chain, x = [np.sin, tilt], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "dydx": answer.chain_deriv_2(chain, x),
        "dydx_2": answer.chain_deriv_2([swing, sigmoid], x),
        "dydx_3": answer.chain_deriv_2([square, np.sin], x),
        "dydx_again": answer.chain_deriv_2([np.sin, np.sin], x),
    }


def chain_length_3(answer, draw):
    """Three functions in a row: a tilted wave, sin, then the sigmoid; and leaky ReLU, the cubic, then the wave."""
    chain, x = [tilt, np.sin, sigmoid], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "y": answer.chain_length_3(chain, x),
        "y_2": answer.chain_length_3([leaky_relu, swing, tilt], x),
    }


def chain_deriv_3(answer, draw):
    """The slope of three functions in a row, all different, and of a chain that has sin in it twice."""
    chain, x = [np.sin, bow, tilt], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "dydx": answer.chain_deriv_3(chain, x),
        "dydx_2": answer.chain_deriv_3([leaky_relu, square, np.sin], x),
        "dydx_3": answer.chain_deriv_3([sigmoid, square, swing], x),
        "dydx_again": answer.chain_deriv_3([np.sin, tilt, np.sin], x),
    }


def chain_forward(answer, draw):
    """A chain of four functions, chains of one, two, five and thirty-six, and one that has sin in it twice."""
    chain, x = [tilt, np.sin, swing, sigmoid], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "y": answer.chain_forward(chain, x),
        "y_one": answer.chain_forward([swing], x),
        "y_two": answer.chain_forward([np.sin, swing], x),
        "y_five": answer.chain_forward([sigmoid, tilt, square, np.sin, swing], x),
        "y_long": answer.chain_forward(LONG, x),
        "y_again": answer.chain_forward([np.sin, tilt, np.sin], x),
    }


def chain_deriv(answer, draw):
    """The slope of a chain of four functions, of one, two, five and thirty-six, and of one that has sin twice."""
    chain, x = [tilt, np.sin, swing, sigmoid], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "dydx": answer.chain_deriv(chain, x),
        "dydx_one": answer.chain_deriv([swing], x),
        "dydx_two": answer.chain_deriv([np.sin, swing], x),
        "dydx_five": answer.chain_deriv([sigmoid, tilt, square, np.sin, swing], x),
        "dydx_long": answer.chain_deriv(LONG, x),
        "dydx_again": answer.chain_deriv([np.sin, tilt, np.sin], x),
    }


def chain_backward(answer, draw):
    """All slopes on the way through chains of one, three, four and thirty-six functions, and of one with sin twice."""
    chain, x = [np.sin, bow, tilt], draw.both_signs(7)
    return {
        "chain": chain,
        "x": x,
        "rows": answer.chain_backward(chain, x),
        "rows_one": answer.chain_backward([swing], x),
        "rows_four": answer.chain_backward([tilt, np.sin, swing, sigmoid], x),
        "rows_long": answer.chain_backward(LONG, x),
        "rows_again": answer.chain_backward([np.sin, tilt, np.sin], x),
    }


def multiple_inputs_add(answer, draw):
    """sigma(x + y), with sin, a cubic and the square for sigma."""
    x, y, sigma = draw.both_signs(6), draw.both_signs(6), np.sin
    return {
        "x": x,
        "y": y,
        "sigma": sigma,
        "s": answer.multiple_inputs_add(x, y, sigma),
        "s_swing": answer.multiple_inputs_add(x, y, swing),
        "s_square": answer.multiple_inputs_add(x, y, square),
    }


def multiple_inputs_add_backward(answer, draw):
    """Both derivatives of sigma(x + y), with a tilted wave, a cubic and the sigmoid for sigma."""
    x, y, sigma = draw.both_signs(6), draw.both_signs(6), tilt
    pair = answer.multiple_inputs_add_backward(x, y, sigma)
    pair_swing = answer.multiple_inputs_add_backward(x, y, swing)
    pair_sigmoid = answer.multiple_inputs_add_backward(x, y, sigmoid)
    return {
        "x": x,
        "y": y,
        "sigma": sigma,
        "dx": pair[0],
        "dy": pair[1],
        "dx_swing": pair_swing[0],
        "dy_swing": pair_swing[1],
        "dy_sigmoid": pair_sigmoid[1],
    }


def multiple_inputs_multiply(answer, draw):
    """sigma(x y), with sin, a cubic and a tilted wave for sigma."""
    x, y, sigma = draw.both_signs(6), draw.both_signs(6), np.sin
    return {
        "x": x,
        "y": y,
        "sigma": sigma,
        "s": answer.multiple_inputs_multiply(x, y, sigma),
        "s_swing": answer.multiple_inputs_multiply(x, y, swing),
        "s_tilt": answer.multiple_inputs_multiply(x, y, tilt),
    }


def multiple_inputs_multiply_backward(answer, draw):
    """Both derivatives of sigma(x y), with a tilted wave, a cubic and the sigmoid for sigma."""
    x, y, sigma = draw.both_signs(6), draw.both_signs(6), tilt
    pair = answer.multiple_inputs_multiply_backward(x, y, sigma)
    pair_swing = answer.multiple_inputs_multiply_backward(x, y, swing)
    pair_sigmoid = answer.multiple_inputs_multiply_backward(x, y, sigmoid)
    return {
        "x": x,
        "y": y,
        "sigma": sigma,
        "dx": pair[0],
        "dy": pair[1],
        "dx_swing": pair_swing[0],
        "dy_sigmoid": pair_sigmoid[1],
    }


def fork_backward(answer, draw):
    """The slope of a product of two functions of x: sin and a tilted wave, and a parabola and a cubic."""
    x = draw.both_signs(7)
    return {
        "x": x,
        "dsdx": answer.fork_backward(x, np.sin, tilt),
        "dsdx_2": answer.fork_backward(x, bow, swing),
    }


def product_of_roads(solution, inputs, x):
    return inputs["sigma"](x) * inputs["tau"](x)


ORDER = "chain[0] meets the data first, and each function is fed what the one before it returned"
OWN_SLOPE = "every entry of x has a slope of its own: multiply with *, and do not sum"
WHERE = "write down what each function is fed, and ask for its slope there"
ANY_LENGTH = "draw the chain as boxes: one box, two, five; what does each of them get?"
AGAIN = "a function may stand in a chain twice, and is fed something else each time"
ENTRY_BY_ENTRY = "x and y meet entry by entry, and nothing is summed"
ANY_SIGMA = "use the sigma that was handed in, whatever it is"
ROAD = "move this input alone: how fast does the middle value move, and how steep is sigma at the middle value?"

TABLE = "one row for each value on the way, the input's first and the output's last: one more than there are functions"
UPSTREAM = "start from ones at the output; each row in front of it is that row times the local slope"
BOTH_ROADS = "one slope for each entry of x: what both roads bring back, taken together"
ROADS = "what comes back along one road? along the other? a pull at x travels along both"

EXERCISES = [
    Exercise(chain_length_2, points=5, checks=[
        shape("y", like="x", points=1, hint="every entry of x has its own result"),
        value("y", points=2, hint=ORDER),
        value("y_2", points=2, hidden=True, hint=ORDER),
    ]),
    Exercise(chain_deriv_2, points=12, checks=[
        shape("dydx", like="x", points=2, hint=OWN_SLOPE),
        gradient("dydx", of="chain_length_2", wrt="x", points=4, hint=WHERE),
        gradient("dydx_again", of="chain_length_2", wrt="x", points=2, hint=AGAIN),
        gradient("dydx_2", of="chain_length_2", wrt="x", points=2, hidden=True, hint=WHERE),
        gradient("dydx_3", of="chain_length_2", wrt="x", points=2, hidden=True, hint=WHERE),
    ]),
    Exercise(chain_length_3, points=4, checks=[
        shape("y", like="x", points=1, hint="every entry of x has its own result"),
        value("y", points=2, hint=ORDER),
        value("y_2", points=1, hidden=True, hint=ORDER),
    ]),
    Exercise(chain_deriv_3, points=12, checks=[
        shape("dydx", like="x", points=2, hint=OWN_SLOPE),
        gradient("dydx", of="chain_length_3", wrt="x", points=4, hint=WHERE),
        gradient("dydx_again", of="chain_length_3", wrt="x", points=2, hint=AGAIN),
        gradient("dydx_2", of="chain_length_3", wrt="x", points=2, hidden=True, hint=WHERE),
        gradient("dydx_3", of="chain_length_3", wrt="x", points=2, hidden=True, hint=WHERE),
    ]),
    Exercise(chain_forward, points=8, checks=[
        shape("y", like="x", points=1, hint="every entry of x has its own result"),
        value("y", points=2, hint=ORDER),
        value("y_one", points=1, hint=ANY_LENGTH),
        value("y_again", points=1, hint=AGAIN),
        value("y_two", points=1, hidden=True, hint=ANY_LENGTH),
        value("y_five", points=1, hidden=True, hint=ANY_LENGTH),
        value("y_long", points=1, hint=ANY_LENGTH),
    ]),
    Exercise(chain_deriv, points=13, checks=[
        shape("dydx", like="x", points=2, hint=OWN_SLOPE),
        gradient("dydx", of="chain_forward", wrt="x", points=3, hint=WHERE),
        gradient("dydx_one", of="chain_forward", wrt="x", points=2, hint=ANY_LENGTH),
        gradient("dydx_again", of="chain_forward", wrt="x", points=2, hint=AGAIN),
        gradient("dydx_two", of="chain_forward", wrt="x", points=1, hidden=True, hint=ANY_LENGTH),
        gradient("dydx_five", of="chain_forward", wrt="x", points=1, hidden=True, hint=ANY_LENGTH),
        gradient("dydx_long", of="chain_forward", wrt="x", points=2, hint=ANY_LENGTH),
    ]),
    Exercise(chain_backward, points=12, checks=[
        shape("rows", points=2, hint=TABLE),
        value("rows", points=3, hint=UPSTREAM),
        value("rows_one", points=2, hint=ANY_LENGTH),
        value("rows_again", points=2, hint=AGAIN),
        value("rows_four", points=1, hidden=True, hint=UPSTREAM),
        value("rows_long", points=2, hint=ANY_LENGTH),
    ]),
    Exercise(multiple_inputs_add, points=4, checks=[
        shape("s", like="x", points=1, hint=ENTRY_BY_ENTRY),
        value("s", points=1, hint="add first, then send the sum through sigma"),
        value("s_swing", points=1, hidden=True, hint=ANY_SIGMA),
        value("s_square", points=1, hidden=True, hint=ANY_SIGMA),
    ]),
    Exercise(multiple_inputs_add_backward, points=9, checks=[
        shape("dx", like="x", points=1, hint="return a pair of arrays, one for x and one for y"),
        shape("dy", like="y", points=1, hint="return a pair of arrays, one for x and one for y"),
        gradient("dx", of="multiple_inputs_add", wrt="x", points=2, hint=ROAD),
        gradient("dy", of="multiple_inputs_add", wrt="y", points=2, hint=ROAD),
        gradient("dx_swing", of="multiple_inputs_add", wrt="x", points=1, hidden=True, hint=ANY_SIGMA),
        gradient("dy_swing", of="multiple_inputs_add", wrt="y", points=1, hidden=True, hint=ANY_SIGMA),
        gradient("dy_sigmoid", of="multiple_inputs_add", wrt="y", points=1, hidden=True, hint=ANY_SIGMA),
    ]),
    Exercise(multiple_inputs_multiply, points=4, checks=[
        shape("s", like="x", points=1, hint=ENTRY_BY_ENTRY),
        value("s", points=1, hint="multiply first, then send the product through sigma"),
        value("s_swing", points=1, hidden=True, hint=ANY_SIGMA),
        value("s_tilt", points=1, hidden=True, hint=ANY_SIGMA),
    ]),
    Exercise(multiple_inputs_multiply_backward, points=9, checks=[
        shape("dx", like="x", points=1, hint="return a pair of arrays, one for x and one for y"),
        shape("dy", like="y", points=1, hint="return a pair of arrays, one for x and one for y"),
        gradient("dx", of="multiple_inputs_multiply", wrt="x", points=2, hint=ROAD),
        gradient("dy", of="multiple_inputs_multiply", wrt="y", points=2, hint=ROAD),
        gradient("dx_swing", of="multiple_inputs_multiply", wrt="x", points=1, hidden=True, hint=ANY_SIGMA),
        gradient("dy_sigmoid", of="multiple_inputs_multiply", wrt="y", points=2, hidden=True, hint=ANY_SIGMA),
    ]),
    Exercise(fork_backward, points=5, extra=True, checks=[
        shape("dsdx", like="x", points=1, hint=BOTH_ROADS),
        gradient("dsdx", of=product_of_roads, wrt="x", points=2, hint=ROADS),
        gradient("dsdx_2", of=product_of_roads, wrt="x", points=2, hidden=True, hint=ROADS),
    ]),
    number(
        "nested_slope",
        points=2,
        ask=(
            "$f_1(4) = 2$, and $f_1$ has slope 5 at 4. Of $f_2$ you know the slopes at 4 and at 2: they are 7 and "
            "10. What is the slope of $f_2 \\circ f_1$ at 4?"
        ),
        right=50,
        wrong={
            35: "The slope of $f_2$ was taken at 4. But $f_2$ is fed what $f_1$ returns, and that is 2.",
            15: "The slopes were added. Those of boxes in a row are multiplied.",
            12: "The slopes were added, and that of $f_2$ was taken at 4. Multiply them, and take it where it is fed.",
            10: "That is the slope of $f_2$ alone. The pull came through $f_1$, too.",
        },
        hint="one slope for each box, each at what goes into that box",
    ),
    choose_one(
        "forward_first",
        points=2,
        ask="Why does the backward pass have to wait for the forward pass?",
        right="each slope is taken at what its box was fed, and only the forward pass finds that out",
        wrong={
            "the last output must be known before it can be differentiated": (
                "The last output itself is in none of the slopes. What counts is what went into each box."
            ),
            "slopes are multiplied from the first box to the last": (
                "The backward pass multiplies them from the last to the first. The question is where each of them "
                "is taken."
            ),
            "it need not wait: the two can run at the same time": (
                "The slope of the last box cannot be taken yet. What that box is fed is known only when all boxes "
                "before it have run."
            ),
        },
    ),
    choose_one(
        "weight_of_zero",
        points=2,
        ask="$s = \\sigma(x \\cdot w)$ with $w = 0$. How does $s$ move if you pull $x$ a little?",
        right="not at all",
        wrong={
            "by $\\sigma'(0)$ times the pull": (
                "One factor is missing. The product has a slope of its own, and along $x$ that is $w$."
            ),
            "by $x$ times the pull": (
                "That is how far the product moves if $w$ is pulled. The slope along $x$ is the other input, $w$."
            ),
            "a little, but less and less": (
                "The slope along $x$ is $w$ times $\\sigma'$, and $w$ is exactly 0. Nothing arrives."
            ),
        },
    ),
    number(
        "both_pulled",
        points=2,
        ask=(
            "$s = \\sigma(x + y)$, at a place where $\\sigma' = 0.2$. Both $x$ and $y$ are raised by 0.1. About "
            "how much does $s$ rise?"
        ),
        right=0.04,
        rtol=0.02,
        wrong={
            0.02: "That is the rise for one of the two pulls. Both arrive, so they add up.",
            0.2: "That is the slope. How far was the sum pulled?",
            0.002: "The two pulls were multiplied. An addition adds them.",
        },
        hint="how far does the sum move, and by what is that multiplied?",
    ),
]
