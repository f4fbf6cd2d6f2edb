"""Checks of dot_product_gradient."""

import numpy as np

from autograder.checks import Exercise, gradient, shape, unchanged, value
from autograder.questions import choose_one, numbers
from lesson import sigmoid

# Scores where the sine falls, and bends so much that a slope measured to one side is far off. To both sides it is as
# exact as elsewhere.
PAST_THE_TOP = (1.75, 1.9)
EVERY_SIGMA = "does it work for every sigma?"
FALLS = "where sigma falls, its slope is negative"


def bend(u):
    """A cubic whose slope is never near 0, so that a numeric slope of it is exact enough everywhere.

    Its slope at -u is another one than at u, unlike those of the sine and the sigmoid: a lost sign shows.
    """
    return u**3 / 10 + u**2 / 8 + u / 2


def hills(x):
    """A number made of every entry, each with a weight of its own, all of them entangled."""
    weights = np.arange(1.0, x.size + 1).reshape(x.shape)
    return float(np.sum(weights * np.sin(x)) + np.sum(x) ** 2)


def ridge(x):
    """Another number made of every entry; the entries matter to each other's slopes."""
    weights = np.arange(1.0, x.size + 1).reshape(x.shape)
    return float(np.sum(weights * x**3) / 5 + np.sum(np.cos(x)) ** 2)


def bundle(v):
    """Three outputs of any number of inputs, each made of all of them: a column (m, 1) becomes a column (3, 1)."""
    weights = np.arange(1.0, v.size + 1).reshape(v.shape)
    return np.array([[np.sum(weights * v**3) / 5], [np.sum(np.sin(weights * v))], [np.sum(np.cos(v)) * np.sum(v)]])


def twist(v):
    """As many outputs as inputs, each made of an input and the one before it: its table is not symmetric."""
    return v * np.roll(v, 1, axis=0) + v**3 / 4


def ravine(v):
    """One output, a column of shape (1, 1)."""
    weights = np.arange(1.0, v.size + 1).reshape(v.shape)
    return np.array([[np.sum(weights * np.sin(v)) * np.sum(v)]])


def row_and_column(draw, n, score, far=False):
    """Return a row X and a column W whose dot product is near `score`; far from it, if it may be, at unusual numbers.

    Where the dot product is near 0, sigma hardly bends and slopes taken at wrong places look right.
    """
    X, W = draw.normal(1, n), draw.normal(n, 1)
    if far and draw.setting.values:
        return X, W
    X[0, -1] = draw.number(0.7, 1.5)
    W[-1, 0] = np.round((score - X[0, :-1] @ W[:-1, 0]) / X[0, -1], 4)
    return X, W


def weighted_sums(answer, draw):
    """Weighted sums of the rows of a wide table, of a tall one, and of a square one."""
    table, w = draw.normal(3, 5), draw.normal(5)
    return {
        "table": table,
        "w": w,
        "sums": answer.weighted_sums(table, w),
        "sums_of_tall_table": answer.weighted_sums(draw.normal(6, 2), draw.normal(2)),
        "sums_of_square_table": answer.weighted_sums(draw.normal(4, 4), draw.normal(4)),
        "sums_of_another_table": answer.weighted_sums(draw.normal(4, 7), draw.normal(7)),  # as many rows as the last
        "table_after": answer.weighted_sums.leaves(0)(table, w),
    }


def matmul_forward(answer, draw):
    """A row times a column, then larger matrices."""
    X, W = draw.normal(1, 5), draw.normal(5, 1)
    return {
        "X": X,
        "W": W,
        "N": answer.matmul_forward(X, W),
        "N_of_matrices": answer.matmul_forward(draw.normal(2, 3), draw.normal(3, 4)),
        "N_of_square_matrices": answer.matmul_forward(draw.normal(3, 3), draw.normal(3, 3)),
    }


def predicted_change(answer, draw):
    """The change predicted for a small step: of a column, of a row, and of tables, a square one among them."""
    shape_of_both = draw.any_shape(5, 1)
    gradient, step = draw.normal(*shape_of_both), draw.normal(*shape_of_both, scale=0.1)
    return {
        "gradient": gradient,
        "step": step,
        "change": answer.predicted_change(gradient, step),
        "change_of_row": answer.predicted_change(draw.normal(1, 4), draw.normal(1, 4, scale=0.1)),
        "change_of_table": answer.predicted_change(draw.normal(2, 3), draw.normal(2, 3, scale=0.1)),
        "change_of_square_table": answer.predicted_change(draw.normal(3, 3), draw.normal(3, 3, scale=0.1)),
        "change_of_vector": answer.predicted_change(draw.both_signs(6), draw.normal(6, scale=0.1)),
    }


def derivative_shape(answer, draw):
    """The shapes of derivatives: of and by numbers, vectors and matrices."""
    m = int(draw.integers(2, 5))
    n = m + int(draw.integers(1, 4))
    number_by_number = answer.derivative_shape((1, 1), (1, 1))
    number_by_vector = answer.derivative_shape((1, 1), (m, 1))
    vector_by_number = answer.derivative_shape((n, 1), (1, 1))
    vector_by_vector = answer.derivative_shape((n, 1), (m, 1))
    number_by_matrix = answer.derivative_shape((1, 1), (m, n))
    matrix_by_number = answer.derivative_shape((m, n), (1, 1))
    return {
        "m": m,
        "n": n,
        "number_by_number_rows": number_by_number[0],
        "number_by_number_columns": number_by_number[1],
        "number_by_vector_rows": number_by_vector[0],
        "number_by_vector_columns": number_by_vector[1],
        "vector_by_number_rows": vector_by_number[0],
        "vector_by_number_columns": vector_by_number[1],
        "vector_by_vector_rows": vector_by_vector[0],
        "vector_by_vector_columns": vector_by_vector[1],
        "number_by_matrix_rows": number_by_matrix[0],
        "number_by_matrix_columns": number_by_matrix[1],
        "matrix_by_number_rows": matrix_by_number[0],
        "matrix_by_number_columns": matrix_by_number[1],
    }


def matmul_backward_first(answer, draw):
    """The gradient of the dot product with respect to the row, one feature being 0."""
    X, W = draw.normal(1, 4), draw.normal(4, 1)
    X[0, draw.index(4)] = 0.0
    return {
        "X": X,
        "W": W,
        "dNdX": answer.matmul_backward_first(X, W),
        "dNdX_of_seven": answer.matmul_backward_first(draw.normal(1, 7), draw.normal(7, 1)),
    }


def matmul_backward_second(answer, draw):
    """The gradient of the dot product with respect to the column, one weight being 0."""
    X, W = draw.normal(1, 4), draw.normal(4, 1)
    W[draw.index(4), 0] = 0.0
    return {
        "X": X,
        "W": W,
        "dNdW": answer.matmul_backward_second(X, W),
        "dNdW_of_seven": answer.matmul_backward_second(draw.normal(1, 7), draw.normal(7, 1)),
    }


def matrix_forward_extra(answer, draw):
    """A dot product, then the sine, a cubic and the sigmoid."""
    X, W = row_and_column(draw, 4, draw.number(0.6, 1.3))
    X6, W6 = row_and_column(draw, 6, -draw.number(0.6, 1.3), far=True)
    X3, W3 = row_and_column(draw, 3, -draw.number(0.6, 1.3))
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "S": answer.matrix_forward_extra(X, W, np.sin),
        "S_of_cubic": answer.matrix_forward_extra(X6, W6, bend),
        "S_of_sigmoid": answer.matrix_forward_extra(X3, W3, sigmoid),
    }


def matrix_function_backward_1(answer, draw):
    """The gradient of sigma(XW) with respect to X, for the sine, a cubic, the sigmoid, and where the sine falls."""
    X, W = row_and_column(draw, 4, draw.number(0.6, 1.3))
    X6, W6 = row_and_column(draw, 6, -draw.number(0.6, 1.3), far=True)
    X3, W3 = row_and_column(draw, 3, draw.number(0.6, 1.3))
    X5, W5 = row_and_column(draw, 5, draw.number(*PAST_THE_TOP))
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "dSdX": answer.matrix_function_backward_1(X, W, np.sin),
        "dSdX_of_cubic": answer.matrix_function_backward_1(X6, W6, bend),
        "dSdX_of_sigmoid": answer.matrix_function_backward_1(X3, W3, sigmoid),
        "dSdX_where_sine_falls": answer.matrix_function_backward_1(X5, W5, np.sin),
    }


def matrix_function_backward_2(answer, draw):
    """The gradient of sigma(XW) with respect to W, for the sine, a cubic, the sigmoid, and where the sine falls."""
    X, W = row_and_column(draw, 4, draw.number(0.6, 1.3))
    X6, W6 = row_and_column(draw, 6, -draw.number(0.6, 1.3), far=True)
    X3, W3 = row_and_column(draw, 3, draw.number(0.6, 1.3))
    X5, W5 = row_and_column(draw, 5, draw.number(*PAST_THE_TOP))
    return {
        "X": X,
        "W": W,
        "sigma": np.sin,
        "dSdW": answer.matrix_function_backward_2(X, W, np.sin),
        "dSdW_of_cubic": answer.matrix_function_backward_2(X6, W6, bend),
        "dSdW_of_sigmoid": answer.matrix_function_backward_2(X3, W3, sigmoid),
        "dSdW_where_sine_falls": answer.matrix_function_backward_2(X5, W5, np.sin),
    }


def numeric_gradient(answer, draw):
    """Central differences, entry by entry, of functions of a matrix and of a vector, with steps that can be seen."""
    x = draw.normal(*draw.any_shape(3, 2))
    delta = draw.number(0.05, 0.2)
    return {
        "f": hills,
        "x": x,
        "delta": delta,
        "slopes": answer.numeric_gradient(hills, x, delta),
        "slopes_of_vector": answer.numeric_gradient(ridge, draw.both_signs(5), 0.3),
        "slopes_of_ridge": answer.numeric_gradient(ridge, draw.normal(2, 4), delta),
        "x_after": answer.numeric_gradient.leaves(1)(hills, x, delta),
    }


def numeric_derivative(answer, draw):
    """Tables of slopes: three outputs by five inputs, as many outputs as inputs, one output, one input."""
    v, delta = draw.both_signs(5, 1), draw.number(0.05, 0.2)
    return {
        "v": v,
        "delta": delta,
        "dwdv": answer.numeric_derivative(bundle, v, delta),
        "dwdv_of_twist": answer.numeric_derivative(twist, draw.both_signs(4, 1), delta),
        "dwdv_of_one_output": answer.numeric_derivative(ravine, draw.both_signs(4, 1), delta),
        "dwdv_by_one_input": answer.numeric_derivative(bundle, draw.both_signs(1, 1), 0.3),
    }


EXERCISES = [
    Exercise(
        weighted_sums,
        points=8,
        checks=[
            shape("sums", points=1, hint="one number for each row of the table"),
            unchanged("table_after", points=1, hint="is the table the same after the call as before?"),
            value("sums", points=2, hint="is each entry multiplied by its column's weight, and each row added up?"),
            value("sums_of_tall_table", points=1, hint="the table may have any number of rows and columns"),
            value("sums_of_square_table", points=1, hint="rows are observations, columns are what was measured"),
            value("sums_of_another_table", points=2, hidden=True),
        ],
    ),
    Exercise(
        matmul_forward,
        points=8,
        checks=[
            shape("N", points=2, hint="a row times a column is a 1 x 1 array: (1, n) times (n, 1)"),
            value("N", points=2, hint="is each feature multiplied by its own weight, and everything added up?"),
            value("N_of_matrices", points=2, hint="any X of shape (m, n) and W of shape (n, k) should work"),
            value("N_of_square_matrices", points=2, hidden=True, hint="X comes first, W second"),
        ],
    ),
    Exercise(
        predicted_change,
        points=8,
        checks=[
            shape("change", points=1, hint="a change of f is one number"),
            value("change", points=2, hint="does every slope meet its own move, before all is added up?"),
            value("change_of_row", points=1, hint="gradient and step may have any shape, the same for both"),
            value("change_of_square_table", points=2, hint="each slope meets the move at its own place, and all count"),
            value("change_of_table", points=1, hidden=True, hint="each slope meets the move at its own place"),
            value("change_of_vector", points=1, hidden=True),
        ],
    ),
    Exercise(
        derivative_shape,
        points=10,
        checks=[
            value("number_by_number_rows", points=0.5, hint="a number is a 1 x 1 array"),
            value("number_by_number_columns", points=0.5, hint="a number is a 1 x 1 array"),
            value("number_by_vector_rows", points=1, hint="a gradient has the shape of the input"),
            value("number_by_vector_columns", points=1, hint="a gradient has the shape of the input"),
            value("vector_by_number_rows", points=1, hint="one input: one row"),
            value("vector_by_number_columns", points=1, hint="outputs go across"),
            value("vector_by_vector_rows", points=1, hint="one row for each input"),
            value("vector_by_vector_columns", points=1, hint="one column for each output"),
            value("number_by_matrix_rows", points=0.5, hint="a gradient has the shape of the input"),
            value("number_by_matrix_columns", points=1, hint="a gradient has the shape of the input"),
            value("matrix_by_number_rows", points=0.5, hint="see the last line of the table"),
            value("matrix_by_number_columns", points=1, hidden=True, hint="see the last line of the table"),
        ],
    ),
    Exercise(
        matmul_backward_first,
        points=9,
        checks=[
            shape("dNdX", like="X", points=2, hint="a gradient has the shape of its input, and X lies flat"),
            gradient("dNdX", of="matmul_forward", wrt="X", points=4),
            gradient("dNdX_of_seven", of="matmul_forward", wrt="X", points=3, hidden=True),
        ],
    ),
    Exercise(
        matmul_backward_second,
        points=9,
        checks=[
            shape("dNdW", like="W", points=2, hint="a gradient has the shape of its input, and W stands upright"),
            gradient("dNdW", of="matmul_forward", wrt="W", points=4),
            gradient("dNdW_of_seven", of="matmul_forward", wrt="W", points=3, hidden=True),
        ],
    ),
    Exercise(
        matrix_forward_extra,
        points=8,
        checks=[
            shape("S", points=1, hint="sigma works entry by entry, so S has the shape of N: (1, 1)"),
            value("S", points=3, hint="first the dot product, then sigma of the result"),
            value("S_of_cubic", points=2, hint="apply the function that is passed in, whatever it is"),
            value("S_of_sigmoid", points=2, hidden=True),
        ],
    ),
    Exercise(
        matrix_function_backward_1,
        points=10,
        checks=[
            shape("dSdX", like="X", points=2, hint="(1, 1) times (1, n) is (1, n)"),
            gradient("dSdX", of="matrix_forward_extra", wrt="X", points=2),
            gradient("dSdX_of_cubic", of="matrix_forward_extra", wrt="X", points=2, hint=EVERY_SIGMA),
            gradient("dSdX_where_sine_falls", of="matrix_forward_extra", wrt="X", points=2, hint=FALLS),
            gradient("dSdX_of_sigmoid", of="matrix_forward_extra", wrt="X", points=2, hidden=True),
        ],
    ),
    Exercise(
        matrix_function_backward_2,
        points=10,
        checks=[
            shape("dSdW", like="W", points=2, hint="(n, 1) times (1, 1) is (n, 1)"),
            gradient("dSdW", of="matrix_forward_extra", wrt="W", points=3),
            gradient("dSdW_of_cubic", of="matrix_forward_extra", wrt="W", points=2, hint=EVERY_SIGMA),
            gradient("dSdW_where_sine_falls", of="matrix_forward_extra", wrt="W", points=1, hint=FALLS),
            gradient("dSdW_of_sigmoid", of="matrix_forward_extra", wrt="W", points=2, hidden=True),
        ],
    ),
    Exercise(
        numeric_gradient,
        points=12,
        checks=[
            shape("slopes", like="x", points=2, hint="one slope for each entry of x"),
            value("slopes", points=3, hint="does one entry move at a time, by exactly delta, and then go back?"),
            value("slopes_of_vector", points=2, hint="x may have any shape: np.ndindex(x.shape) walks through it"),
            unchanged("x_after", points=2, hint="is every entry put back, even the last one?"),
            value("slopes_of_ridge", points=3, hidden=True, hint="does one entry move at a time, by exactly delta?"),
        ],
    ),
    Exercise(
        numeric_derivative,
        points=5,
        extra=True,
        checks=[
            shape("dwdv", points=1, hint="a row for each input, a column for each output"),
            value("dwdv", points=1, hint="does one input move at a time, by exactly delta to each side?"),
            value("dwdv_of_twist", points=1, hint="inputs down, outputs across, even where there are as many of both"),
            value("dwdv_of_one_output", points=1, hidden=True, hint="one output makes one column, the gradient"),
            value("dwdv_by_one_input", points=1, hidden=True, hint="one input makes one row"),
        ],
    ),
    choose_one(
        "rows_and_columns",
        points=2,
        ask=(
            "A function takes 4 inputs and returns 3 outputs. What is the shape of its derivative, as this lesson "
            "writes it?"
        ),
        right="(4, 3)",
        wrong={
            "(3, 4)": "That has a row for each output. Here inputs go down and outputs go across.",
            "(12,)": "There are 12 slopes, but not in one line. They lie in a table, with a row for each input.",
            "(4,)": "That is the gradient of a single output. Here there are three of them.",
        },
    ),
    numbers(
        "slope_along_weights",
        points=2,
        ask="$N = XW$ with $X = [5\\;\\;{-2}]$. Write $\\partial N/\\partial W$ as a list of rows.",
        right=[[5], [-2]],
        wrong=[
            (
                [[5, -2]],
                "The slopes are right, but they lie flat. A gradient has the shape of its input; $W$ stands upright.",
            ),
            ([5, -2], "The slopes are right, but there is one axis only. $W$ is a table of two rows and one column."),
            ([[-2], [5]], "The two slopes have changed places. Along the first weight it is the first feature."),
        ],
        hint="the slope along a weight is what that weight is multiplied by",
    ),
    choose_one(
        "without_the_weights",
        points=2,
        ask="Why do you not need to know $W$ to write down $\\partial N/\\partial W$?",
        right="each weight is multiplied by its feature, so its slope is that feature, whatever the weight is",
        wrong={
            "$W$ is a constant": "$W$ is what moves here. The question is what it is multiplied by.",
            "the slope along each weight is 1": (
                "It would be 1 in a plain sum. Here each weight is multiplied by a feature first."
            ),
            "$N$ is the same for every $W$": (
                "Then all slopes would be 0. $N$ does depend on $W$, along a straight line."
            ),
        },
    ),
    choose_one(
        "three_digits",
        points=2,
        ask="Your gradient and the one measured with a step of 0.001 agree in three digits. What do you make of it?",
        right="something small is wrong",
        wrong={
            "all is well: no measurement is exact": (
                "It is not exact, but far better than that. Such a central difference is good for about six digits."
            ),
            "the step was too large": "A step of 0.001 costs about a millionth. Three digits are a thousandth.",
            "these are rounding errors": "Rounding costs about $10^{-13}$ here. Three digits are a thousandth.",
        },
    ),
]
