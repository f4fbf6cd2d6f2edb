"""Checks of matrix_backprop.

Sizes are all different, 5x4 times 4x3, so that no transposed or swapped factor fits; square matrices stand beside,
where all of them fit and can be recognised by their numbers.
"""

import numpy as np

from autograder.checks import Exercise, gradient, shape, unchanged, value
from autograder.questions import choose_one, choose_several, number
from lesson import sigmoid

SLOPE = "whose slope is taken, and where? Which factor is transposed, and on which side does it stand?"
EVERY_SIGMA = "does it work for every sigma?"
ANY_ORDER = "square matrices fit in any order"
UPSTREAM = "is each slope of sigma multiplied by its own entry of dLdS, for both results?"


def bend(u):
    """A cubic whose slope is never near 0, so that a numeric slope of it is exact enough everywhere.

    Its slope at -u is another one than at u, unlike those of the sine and the sigmoid: a lost sign shows.
    """
    return u**3 / 10 + u**2 / 8 + u / 2


def hinge(u):
    """Two straight lines of slopes -0.5 and 1.5 with a round corner between them: nowhere flat, however far out."""
    return np.sqrt(1.0 + u**2) + u / 2


def ramp(u):
    """Flat below 0: where no pull gets through, an answer may be tempted to write into what it was handed."""
    return np.maximum(u, 0.0)


def output_of_layer(solution, inputs, x, name):
    """Return S = sigma(XW) with the input called `name` replaced by x."""
    X, W = (x if name == wanted else inputs[wanted] for wanted in ("X", "W"))
    return inputs["sigma"](np.dot(X, W))


def output_by_X(solution, inputs, x):
    """Return S as a function of X."""
    return output_of_layer(solution, inputs, x, "X")


def output_by_W(solution, inputs, x):
    """Return S as a function of W."""
    return output_of_layer(solution, inputs, x, "W")


def matrix_function_forward_sum(answer, draw):
    """L of a 5x4 batch and 4x3 weights with the sine; a cubic; square matrices; the sigmoid."""
    X, W = draw.normal(5, 4), draw.normal(4, 3)
    X3, W3 = draw.normal(3, 3), draw.normal(3, 3)
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "L": answer.matrix_function_forward_sum(X, W, np.sin),
        "L_of_cubic": answer.matrix_function_forward_sum(X, W, bend),
        "L_of_square_matrices": answer.matrix_function_forward_sum(X3, W3, np.sin),
        "L_of_sigmoid": answer.matrix_function_forward_sum(draw.normal(2, 6), draw.normal(6, 4), sigmoid),
    }


def loss_of_one_entry(answer, draw):
    """L while one entry of X takes other values: row and column differ, so that no swap goes unseen."""
    X, W = draw.normal(5, 4), draw.normal(4, 3)
    X3, W3 = draw.normal(3, 3), draw.normal(3, 3)
    m, n, square = draw.size(5), draw.size(4), draw.size(3)
    row = min(draw.index(2), m - 1)
    column = min(row + 1, n - 1)
    values, others = draw.both_signs(6), draw.both_signs(4)
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "row": row,
        "column": column,
        "values": values,
        "L": answer.loss_of_one_entry(X, W, np.sin, row, column, values),
        "L_of_cubic": answer.loss_of_one_entry(X, W, bend, min(row + 2, m - 1), min(row, n - 1), others),
        "L_of_square_matrices": answer.loss_of_one_entry(X3, W3, sigmoid, square - 1, 0, others),
        "X_after": answer.loss_of_one_entry.leaves(0)(X, W, np.sin, row, column, values),
    }


def slope_of_one_entry(answer, draw):
    """dL/dx of single entries, from dL/dN and W: in 5x4 times 4x3, and in square matrices."""
    W, dLdN = draw.normal(4, 3), draw.normal(5, 3)
    W3, dLdN3 = draw.normal(3, 3), draw.normal(3, 3)
    m, n = draw.size(5), draw.size(4)
    row = min(draw.index(2), m - 1)
    column, place, last = min(row + 1, n - 1), min(1, draw.size(2) - 1), draw.size(3) - 1
    return {
        "W": W,
        "dLdN": dLdN,
        "row": row,
        "column": column,
        "slope": answer.slope_of_one_entry(W, dLdN, row, column),
        "slope_in_last_row": answer.slope_of_one_entry(W, dLdN, m - 1, min(row, n - 1)),
        "slope_in_square_matrices": answer.slope_of_one_entry(W3, dLdN3, last, min(row, last)),
        "slope_in_wide_matrices": answer.slope_of_one_entry(
            draw.normal(6, 4), draw.normal(2, 4), place, min(row + 3, draw.size(6) - 1)
        ),
    }


def matrix_function_backward_sum_1(answer, draw):
    """dL/dX for the sine and a cubic on 5x4 times 4x3, for square matrices, and for the sigmoid."""
    X, W = draw.normal(5, 4), draw.normal(4, 3)
    X3, W3 = draw.normal(3, 3), draw.normal(3, 3)
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "dLdX": answer.matrix_function_backward_sum_1(X, W, np.sin),
        "dLdX_of_cubic": answer.matrix_function_backward_sum_1(X, W, bend),
        "dLdX_of_square_matrices": answer.matrix_function_backward_sum_1(X3, W3, np.sin),
        "dLdX_of_sigmoid": answer.matrix_function_backward_sum_1(draw.normal(2, 6), draw.normal(6, 4), sigmoid),
    }


def matrix_function_backward_sum_2(answer, draw):
    """dL/dW for the sine and a cubic on 5x4 times 4x3, for square matrices, and for the sigmoid."""
    X, W = draw.normal(5, 4), draw.normal(4, 3)
    X3, W3 = draw.normal(3, 3), draw.normal(3, 3)
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "dLdW": answer.matrix_function_backward_sum_2(X, W, np.sin),
        "dLdW_of_cubic": answer.matrix_function_backward_sum_2(X, W, bend),
        "dLdW_of_square_matrices": answer.matrix_function_backward_sum_2(X3, W3, np.sin),
        "dLdW_of_sigmoid": answer.matrix_function_backward_sum_2(draw.normal(2, 6), draw.normal(6, 4), sigmoid),
    }


def matrix_function_backward_upstream(answer, draw):
    """dL/dX and dL/dW for an upstream gradient of both signs: the sine, a cubic, square matrices with a hinge."""
    X, W, dLdS = draw.normal(5, 4), draw.normal(4, 3), draw.normal(5, 3)
    X3, W3, dLdS3 = draw.normal(3, 3), draw.normal(3, 3), draw.normal(3, 3)
    sine = answer.matrix_function_backward_upstream(X, W, np.sin, dLdS)
    cubic = answer.matrix_function_backward_upstream(X, W, bend, draw.normal(5, 3))
    square_sizes = answer.matrix_function_backward_upstream(X3, W3, hinge, dLdS3)
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "dLdS": dLdS,
        "dLdX": sine[0],
        "dLdW": sine[1],
        "dLdX_of_cubic": cubic[0],
        "dLdW_of_cubic": cubic[1],
        "dLdX_of_square_matrices": square_sizes[0],
        "dLdW_of_square_matrices": square_sizes[1],
        "dLdS_after": answer.matrix_function_backward_upstream.leaves(3)(X, W, ramp, dLdS),
    }


def scores_with_bias(answer, draw):
    """XW + b of a 5x4 batch and 4x3 weights, of square matrices, and of a wide batch."""
    X, W, b = draw.normal(5, 4), draw.normal(4, 3), draw.both_signs(3)
    return {
        "X": X,
        "W": W,
        "b": b,
        "N": answer.scores_with_bias(X, W, b),
        "N_of_square_matrices": answer.scores_with_bias(draw.normal(3, 3), draw.normal(3, 3), draw.both_signs(3)),
        "N_of_wide_batch": answer.scores_with_bias(draw.normal(2, 6), draw.normal(6, 4), draw.both_signs(4)),
    }


def shifted(solution, inputs, x):
    """Return N as a function of the bias."""
    return inputs["XW"] + x


def bias_gradient(answer, draw):
    """dL/db for upstream gradients of both signs: of a tall batch, of a square one, of a wide one."""
    dLdN = draw.normal(5, 3)
    return {
        "XW": draw.normal(5, 3),
        "b": draw.both_signs(3),
        "dLdN": dLdN,
        "dLdb": answer.bias_gradient(dLdN),
        "dLdb_of_square_batch": answer.bias_gradient(draw.normal(4, 4)),
        "dLdb_of_wide_batch": answer.bias_gradient(draw.normal(2, 6)),
        "dLdN_after": answer.bias_gradient.leaves(0)(dLdN),
    }


def top(inputs, W1, W2):
    """Return S2 = sigma(sigma(X W1) W2)."""
    sigma = inputs["sigma"]
    return sigma(np.dot(sigma(np.dot(inputs["X"], W1)), W2))


def top_by_W1(solution, inputs, x):
    """Return S2 as a function of the lower weights."""
    return top(inputs, x, inputs["W2"])


def top_by_W2(solution, inputs, x):
    """Return S2 as a function of the upper weights."""
    return top(inputs, inputs["W1"], x)


def two_layers_backward(answer, draw):
    """dL/dW1 and dL/dW2 of a 5x4 batch, 4x3 and 3x2 weights: the sine, a cubic; square matrices with the sigmoid."""
    X, W1, W2 = draw.normal(5, 4), draw.normal(4, 3), draw.normal(3, 2)
    sine = answer.two_layers_backward(X, W1, W2, np.sin)
    cubic = answer.two_layers_backward(X, W1, W2, bend)
    square_sizes = answer.two_layers_backward(draw.normal(3, 3), draw.normal(3, 3), draw.normal(3, 3), sigmoid)
    return {
        "X": X,
        "W1": W1,
        "W2": W2,
        "sigma": np.sin,
        "dLdW1": sine[0],
        "dLdW2": sine[1],
        "dLdW1_of_cubic": cubic[0],
        "dLdW2_of_cubic": cubic[1],
        "dLdW1_of_square_matrices": square_sizes[0],
        "dLdW2_of_square_matrices": square_sizes[1],
    }


EXERCISES = [
    Exercise(
        matrix_function_forward_sum,
        points=10,
        checks=[
            shape("L", points=1, hint="the sum is one number, over rows and columns"),
            value("L", points=3, hint="first the matrix product, then sigma of every entry, then the sum of all"),
            value("L_of_cubic", points=2, hint="apply the function that is passed in, whatever it is"),
            value("L_of_square_matrices", points=2, hint="X comes first, W second"),
            value("L_of_sigmoid", points=2, hidden=True),
        ],
    ),
    Exercise(
        loss_of_one_entry,
        points=12,
        checks=[
            shape("L", like="values", points=2, hint="one L for each of the values"),
            value("L", points=2, hint="does X[row, column] take each value in turn, all other entries standing still?"),
            value("L_of_cubic", points=3, hint="does it work for every sigma, row and column?"),
            unchanged("X_after", points=2, hint="is X the same after the call as before?"),
            value("L_of_square_matrices", points=3, hidden=True, hint="row first, then column"),
        ],
    ),
    Exercise(
        slope_of_one_entry,
        points=12,
        checks=[
            shape("slope", points=1, hint="the slope along one entry is one number"),
            value("slope", points=4, hint="which entries of N feel this entry of X, and with which weights?"),
            value("slope_in_last_row", points=2, hint="`row` chooses in dLdN, `column` in W"),
            value("slope_in_square_matrices", points=2, hint=ANY_ORDER),
            value("slope_in_wide_matrices", points=3, hidden=True),
        ],
    ),
    Exercise(
        matrix_function_backward_sum_1,
        points=14,
        checks=[
            shape("dLdX", like="X", points=2, hint="(m, k) times (k, n) is (m, n): which factor is turned over?"),
            gradient("dLdX", of="matrix_function_forward_sum", wrt="X", points=3, hint=SLOPE),
            gradient("dLdX_of_cubic", of="matrix_function_forward_sum", wrt="X", points=3, hint=EVERY_SIGMA),
            gradient("dLdX_of_square_matrices", of="matrix_function_forward_sum", wrt="X", points=3, hint=ANY_ORDER),
            gradient("dLdX_of_sigmoid", of="matrix_function_forward_sum", wrt="X", points=3, hidden=True),
        ],
    ),
    Exercise(
        matrix_function_backward_sum_2,
        points=14,
        checks=[
            shape("dLdW", like="W", points=2, hint="(n, m) times (m, k) is (n, k): which factor is turned over?"),
            gradient("dLdW", of="matrix_function_forward_sum", wrt="W", points=4, hint=SLOPE),
            gradient("dLdW_of_cubic", of="matrix_function_forward_sum", wrt="W", points=3, hint=EVERY_SIGMA),
            gradient("dLdW_of_square_matrices", of="matrix_function_forward_sum", wrt="W", points=2, hint=ANY_ORDER),
            gradient("dLdW_of_sigmoid", of="matrix_function_forward_sum", wrt="W", points=3, hidden=True),
        ],
    ),
    Exercise(
        matrix_function_backward_upstream,
        points=14,
        checks=[
            shape("dLdX", like="X", points=1, hint="the first result belongs to X"),
            shape("dLdW", like="W", points=1, hint="the second result belongs to W"),
            gradient("dLdX", of=output_by_X, wrt="X", upstream="dLdS", points=2, hint=UPSTREAM),
            gradient("dLdW", of=output_by_W, wrt="W", upstream="dLdS", points=3, hint=UPSTREAM),
            gradient("dLdX_of_cubic", of=output_by_X, wrt="X", upstream="dLdS", points=2, hint=EVERY_SIGMA),
            gradient("dLdW_of_cubic", of=output_by_W, wrt="W", upstream="dLdS", points=2, hint=EVERY_SIGMA),
            unchanged("dLdS_after", points=1, hint="is dLdS the same after the call as before?"),
            gradient("dLdX_of_square_matrices", of=output_by_X, wrt="X", upstream="dLdS", points=1, hidden=True),
            gradient("dLdW_of_square_matrices", of=output_by_W, wrt="W", upstream="dLdS", points=1, hidden=True),
        ],
    ),
    Exercise(
        scores_with_bias,
        points=6,
        checks=[
            shape("N", points=1, hint="a bias shifts the scores and leaves their shape as it is: (m, k)"),
            value("N", points=2, hint="does every row get the whole b, one entry for each column?"),
            value("N_of_square_matrices", points=1, hint="one entry of b for each column, not for each row"),
            value("N_of_wide_batch", points=2, hidden=True),
        ],
    ),
    Exercise(
        bias_gradient,
        points=10,
        checks=[
            shape("dLdb", like="b", points=2, hint="a gradient has the shape of what moves, here b: one axis"),
            gradient("dLdb", of=shifted, wrt="b", upstream="dLdN", points=3, hint="which entries of N feel b[0]?"),
            value("dLdb_of_square_batch", points=2, hint="which axis is the batch?"),
            unchanged("dLdN_after", points=1, hint="is dLdN the same after the call as before?"),
            value("dLdb_of_wide_batch", points=2, hidden=True),
        ],
    ),
    Exercise(
        two_layers_backward,
        points=5,
        extra=True,
        checks=[
            shape("dLdW1", like="W1", points=0.5, hint="the first result belongs to the lower weights"),
            shape("dLdW2", like="W2", points=0.5, hint="the second result belongs to the upper weights"),
            gradient("dLdW1", of=top_by_W1, wrt="W1", points=1, hint="what arrives at the lower layer?"),
            gradient("dLdW2", of=top_by_W2, wrt="W2", points=1, hint="what is the upper layer fed with?"),
            gradient("dLdW1_of_cubic", of=top_by_W1, wrt="W1", points=0.5, hint=EVERY_SIGMA),
            gradient("dLdW2_of_cubic", of=top_by_W2, wrt="W2", points=0.5, hint=EVERY_SIGMA),
            gradient("dLdW1_of_square_matrices", of=top_by_W1, wrt="W1", points=0.5, hidden=True),
            gradient("dLdW2_of_square_matrices", of=top_by_W2, wrt="W2", points=0.5, hidden=True),
        ],
    ),
    choose_one(
        "shape_of_dLdW",
        points=2,
        ask="$X$ is $(8, 5)$ and $W$ is $(5, 3)$. What is the shape of $\\partial L/\\partial W$?",
        right="(5, 3)",
        wrong={
            "(3, 5)": "That is the shape of $W^T$. A gradient has the shape of what moves, and that is $W$.",
            "(8, 3)": "That is the shape of $N$, and of the gradient with respect to it.",
            "(8, 5)": "That is the shape of $X$, and of the gradient with respect to it.",
        },
    ),
    choose_several(
        "one_row_less",
        points=2,
        ask="$L$ is the sum of all entries of $S$. One observation is taken out of the batch. What happens?",
        right={
            "$\\partial L/\\partial X$ loses a row, and its other rows stay as they are": (
                "Each row of that gradient belongs to one observation, and to no other."
            ),
            "every entry of $\\partial L/\\partial W$ loses one term of its sum": (
                "Each entry of that gradient is a sum over the observations."
            ),
        },
        wrong={
            "$\\partial L/\\partial W$ loses a row": (
                "Its shape is that of $W$, and no row of $W$ belongs to an observation."
            ),
            "the rows that are left in $\\partial L/\\partial X$ grow": (
                "$L$ is a sum, not a mean. No row takes notice of another."
            ),
        },
    ),
    choose_one(
        "sum_of_all",
        points=2,
        ask="Your backward pass is right where $L$ is the sum of all entries of $S$. What has not been tested?",
        right="whether it uses the upstream gradient",
        wrong={
            "whether the factors of the product stand in the right order": (
                "The sum tests that. In the wrong order, shapes or values are others."
            ),
            "whether $\\sigma'$ is taken at $N$": "The sum tests that. Taken anywhere else, the slopes come out wrong.",
            "nothing: every entry is in the sum": (
                "Every entry is in it, each with an upstream slope of 1. A factor of 1 that was left out leaves no "
                "trace."
            ),
        },
    ),
    number(
        "slope_of_bias",
        points=2,
        ask=(
            "Every row of $N$, which is $(8, 3)$, gets the bias $b$, which has 3 entries. $\\partial L/\\partial "
            "N$ is 0.5 everywhere. What is each entry of $\\partial L/\\partial b$?"
        ),
        right=4,
        wrong={
            0.5: "That is what comes back from one row. All eight rows share the bias.",
            1.5: "This was added across the columns. Each column has a bias of its own.",
            12: "This adds up all entries. A bias is felt in one column alone.",
        },
        hint="which entries of $N$ feel one entry of $b$?",
    ),
]
