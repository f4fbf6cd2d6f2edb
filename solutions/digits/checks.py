"""Checks of digits: the student's own functions, and the network, its training and its examination made of them."""

from __future__ import annotations

import numpy as np

from autograder.checks import Exercise, analytic, gradient, shape, unchanged, value

SHARED = "all points share the bias: is what arrives at it from each of them added up?"
ORIENTATION = "a data point is a column: which product fits?"
OLD = "are the old arrays the same after the call as before?"


# --- the student's own functions -----------------------------------------------------------------------------------


def linear_forward(answer, draw):
    """A layer of 2 inputs and 3 neurons at 4 points, and a square one."""
    W, W0, A = draw.normal(2, 3), draw.normal(3, 1), draw.normal(2, 4)
    Z = answer.linear_forward(W, W0, A)
    square = answer.linear_forward(draw.normal(3, 3), draw.normal(3, 1), draw.normal(3, 3))
    return {"W": W, "W0": W0, "A": A, "Z": Z, "Z_square": square}


def linear_backward(answer, draw):
    """The three gradients of a layer of 2 inputs and 3 neurons at 4 points, and of a square one."""
    W, W0, A, dLdZ = draw.normal(2, 3), draw.normal(3, 1), draw.normal(2, 4), draw.normal(3, 4)
    made = answer.linear_backward(W, A, dLdZ)
    square = answer.linear_backward(draw.normal(3, 3), draw.normal(3, 3), draw.normal(3, 3))
    return {
        "W": W,
        "W0": W0,
        "A": A,
        "dLdZ": dLdZ,
        "dLdW": made[0],
        "dLdW0": made[1],
        "dLdA": made[2],
        "dLdW_square": square[0],
        "dLdW0_square": square[1],
        "dLdA_square": square[2],
    }


def bump_slope(z):
    return -2.0 * z * np.exp(-(z**2))  # an odd function: another one at -z than at z, unlike cos


def activation_backward(answer, draw):
    """The gradient before sin, for 3 neurons and 4 points, and before exp(-z**2) in a square case."""
    dLdA, Z = draw.normal(3, 4), draw.both_signs(3, 4)
    square = answer.activation_backward(draw.normal(3, 3), draw.both_signs(3, 3), bump_slope)
    return {"dLdA": dLdA, "Z": Z, "dLdZ": answer.activation_backward(dLdA, Z, np.cos), "dLdZ_square": square}


def sine_of(solution, inputs, x):
    return np.sin(x)


def softmax_nllm_derivative(answer, draw):
    """dL/dZ of softmax and NLLM together, for 3 classes and 4 points, and for a square case."""
    Z, Y = draw.normal(3, 4), draw.one_hot(3, 4)
    square = answer.softmax_nllm_derivative(draw.normal(3, 3), draw.one_hot(3, 3))
    return {"Z": Z, "Y": Y, "dLdZ": answer.softmax_nllm_derivative(Z, Y), "dLdZ_square": square}


def softmax_then_nllm(solution, inputs, x):
    return -np.sum(inputs["Y"] * np.log(solution.softmax(x)))


def sgd_step(answer, draw):
    """One step with four parameters of different shapes, and a long one with six."""
    parameters = [draw.normal(2, 3), draw.normal(3, 1), draw.normal(4, 2), draw.normal(3, 4)]
    gradients = [draw.normal(2, 3), draw.normal(3, 1), draw.normal(4, 2), draw.normal(3, 4)]
    eta = draw.number(0.1, 0.4)
    made, after = answer.sgd_step(parameters, gradients, eta), answer.sgd_step.leaves(0)(parameters, gradients, eta)
    six = [draw.normal(2, 3, scale=9.0) for _ in range(6)]
    long = answer.sgd_step(six, [draw.normal(2, 3, scale=9.0) for _ in range(6)], draw.number(1.5, 2.5))
    new = {"new_first": made[0], "new_second": made[1], "new_third": made[2], "new_fourth": made[3]}
    return {**new, "new_fifth": long[4], "new_last": long[5], "first_after": after[0]}


# --- the network ---------------------------------------------------------------------------------------------------


def one_hot(answer, draw):
    """Seven labels of five classes, of which one does not occur, and two of six."""
    return {
        "Y": answer.one_hot(draw.integers(0, 4, 7), 5),
        "Y_of_pair": answer.one_hot(draw.integers(0, 6, 2), 6),
    }


def network(draw, inputs, hidden, outputs):
    """Return weights of moderate size, so that tanh does not saturate."""
    return {
        "W1": draw.normal(inputs, hidden, scale=0.7),
        "W10": draw.normal(hidden, 1, scale=0.7),
        "W2": draw.normal(hidden, outputs, scale=0.7),
        "W20": draw.normal(outputs, 1, scale=0.7),
    }


def network_forward(answer, draw):
    """A network of 2 inputs, 4 hidden neurons and 3 classes at 5 points, and one with 3 of everything."""
    made = answer.network_forward(draw.normal(2, 5), *network(draw, 2, 4, 3).values())
    square = answer.network_forward(draw.normal(3, 3), *network(draw, 3, 3, 3).values())
    return {"Z1": made[0], "A1": made[1], "Z2": made[2], "A1_square": square[1], "Z2_square": square[2]}


def network_backward(answer, draw):
    """The four gradients for 2 inputs, 4 hidden neurons, 3 classes and 5 points, and with 3 of all and far out."""
    X, Y, weights = draw.normal(2, 5, scale=0.9), draw.one_hot(3, 5), network(draw, 2, 4, 3)
    made = answer.network_backward(X, Y, *weights.values())
    # Small W1 keep tanh from saturating where points are far from 0: these gradients are large.
    steep = {"W1": draw.normal(3, 3, scale=0.03), "W2": draw.normal(3, 3, scale=5.0)}
    weights_far = (network(draw, 3, 3, 3) | steep).values()
    square = answer.network_backward(draw.uniform(8.0, 16.0, 3, 3), draw.one_hot(3, 3), *weights_far)
    return {
        "X": X,
        "Y": Y,
        **weights,
        "dW1": made[0],
        "dW10": made[1],
        "dW2": made[2],
        "dW20": made[3],
        "dW1_square": square[0],
        "dW10_square": square[1],
        "dW2_square": square[2],
    }


def loss_of(inputs, **changed):
    given = {**inputs, **changed}
    Z2 = given["W2"].T @ np.tanh(given["W1"].T @ given["X"] + given["W10"]) + given["W20"]
    return np.sum(np.log(np.sum(np.exp(Z2), axis=0))) - np.sum(given["Y"] * Z2)


def loss_of_W1(solution, inputs, x):
    return loss_of(inputs, W1=x)


def loss_of_W10(solution, inputs, x):
    return loss_of(inputs, W10=x)


def loss_of_W2(solution, inputs, x):
    return loss_of(inputs, W2=x)


def loss_of_W20(solution, inputs, x):
    return loss_of(inputs, W20=x)


# --- examination and training --------------------------------------------------------------------------------------


def accuracy(answer, draw):
    """The accuracy on 9 points of 4 classes, about half of them named correctly, of large scores on 5, and on 120."""
    Z, few, many = draw.normal(4, 9), 20.0 * draw.normal(3, 5), draw.normal(3, 120)
    labels = draw.integers(0, len(Z), 9)
    half = labels.size // 2
    Z[labels[:half], np.arange(half)] += 5.0
    return {
        "share": answer.accuracy(Z, labels),
        "share_of_few": answer.accuracy(few, draw.integers(0, len(few), 5)),
        "share_of_many": answer.accuracy(many, draw.integers(0, len(many), 120)),
    }


def train(answer, draw):
    """One batch; twenty-eight (some points twice in a row); and two steps from large weights, far out."""
    X, Y, weights = draw.normal(2, 5, scale=0.9), draw.one_hot(3, 5), list(network(draw, 2, 4, 3).values())
    points = draw.size(5)
    seven = [4, 0], [2, 2, 1], [0], [1, 3], [4], [0, 1], [2, 4, 0]
    one, several = [[3 % points, 0]], [[i % points for i in batch] for batch in seven * 4]
    once = answer.train(X, Y, weights, draw.number(0.2, 0.4), one)
    often = answer.train(X, Y, weights, draw.number(0.2, 0.4), several)
    after = answer.train.leaves(2)(X, Y, weights, 0.3, one)
    steep = {"W1": draw.normal(2, 4, scale=0.03), "W2": draw.normal(4, 3, scale=5.0)}
    weights_far = [*(network(draw, 2, 4, 3) | steep).values()]
    far = answer.train(draw.uniform(8.0, 16.0, 2, 5), Y, weights_far, draw.number(0.01, 0.03), several[:2])
    return {
        "first": weights[0],
        "W1_once": once[0],
        "W2_once": once[2],
        "W20_once": once[3],
        "W1_often": often[0],
        "W10_often": often[1],
        "W2_often": often[2],
        "W20_often": often[3],
        "W1_far": far[0],
        "W2_far": far[2],
        "W1_after": after[0],
    }


def confusions(answer, draw):
    """Forty pictures of 3 classes, all of them shown and named, and five of 12, of which the last are not."""
    return {
        "counts": answer.confusions(draw.integers(0, 3, 40), draw.integers(0, 3, 40), 3),
        "counts_of_few": answer.confusions(draw.integers(0, 9, 5), draw.integers(0, 9, 5), 12),
    }


# --- an engine -----------------------------------------------------------------------------------------------------


def neuron(a, b, c):
    return (a * b + c).tanh()


def forks(a, b, c):
    d = a * b
    e = d + a
    return (d * e + c).tanh() * d + e * e


def without_last(a, b, c, d):
    return a * b * b + c


def tower(a):
    top = a
    for _ in range(30):
        top = top * a + a
    return top


def gradients_of(answer, draw):
    """A neuron, values that are used several times, a computation that leaves a number out, and a very long one."""
    numbers = draw.uniform(-0.9, 0.9, 3)
    return {
        "numbers": numbers,
        "slopes": answer.gradients_of(neuron, numbers),
        "slopes_at_forks": answer.gradients_of(forks, draw.uniform(0.3, 0.9, 3)),
        "slopes_of_some": answer.gradients_of(without_last, draw.uniform(3.0, 6.0, 4)),
        "slopes_of_tower": answer.gradients_of(tower, draw.uniform(0.98, 1.02, 1)),
    }


EXERCISES = [
    Exercise(linear_forward, points=1, extra=True, checks=[
        shape("Z", points=0.25, hint=ORIENTATION),
        value("Z", points=0.5, hint="is the bias there, once for every point?"),
        value("Z_square", points=0.25, hidden=True)]),
    Exercise(linear_backward, points=1, extra=True, checks=[
        gradient("dLdW", of="linear_forward", wrt="W", upstream="dLdZ", points=0.25, hint=ORIENTATION),
        gradient("dLdW0", of="linear_forward", wrt="W0", upstream="dLdZ", points=0.125, hint=SHARED),
        gradient("dLdA", of="linear_forward", wrt="A", upstream="dLdZ", points=0.25, hint=ORIENTATION),
        value("dLdW_square", points=0.125, hidden=True),
        value("dLdW0_square", points=0.125, hidden=True),
        value("dLdA_square", points=0.125, hidden=True)]),
    Exercise(activation_backward, points=1, extra=True, checks=[
        gradient("dLdZ", of=sine_of, wrt="Z", upstream="dLdA", points=0.5,
                 hint="where is the derivative taken, and what is it multiplied by?"),
        value("dLdZ_square", points=0.5, hidden=True)]),
    Exercise(softmax_nllm_derivative, points=1, extra=True, checks=[
        gradient("dLdZ", of=softmax_then_nllm, wrt="Z", points=0.5,
                 hint="does each of your columns add up to 0, with its negative entry at the right class?"),
        gradient("dLdZ_square", of=softmax_then_nllm, wrt="Z", points=0.5, hidden=True)]),
    Exercise(sgd_step, points=1, extra=True, checks=[
        value("new_first", points=0.25, hint="from the old value against the gradient, and how far?"),
        value("new_second", points=0.25),
        value("new_third", points=0.0625),
        value("new_fourth", points=0.0625),
        value("new_fifth", points=0.0625, hidden=True),
        value("new_last", points=0.0625, hidden=True),
        unchanged("first_after", points=0.25, hint=OLD)]),
    Exercise(one_hot, points=2, extra=True, checks=[
        shape("Y", points=0.5, hint="a row for each class, a column for each label"),
        value("Y", points=1, hint="in each column, where does the 1 stand?"),
        value("Y_of_pair", points=0.5, hidden=True)]),
    Exercise(network_forward, points=3, extra=True, checks=[
        shape("A1", points=0.5, hint=ORIENTATION),
        shape("Z2", points=0.5, hint=ORIENTATION),
        value("Z1", points=0.25),
        value("A1", points=0.5),
        value("Z2", points=0.5, hint="what goes into the second layer, and is softmax left out?"),
        value("A1_square", points=0.25, hidden=True),
        value("Z2_square", points=0.5, hidden=True)]),
    Exercise(network_backward, points=4, extra=True, checks=[
        shape("dW1", like="W1", points=0.25),
        shape("dW20", like="W20", points=0.25),
        gradient("dW1", of=loss_of_W1, wrt="W1", points=0.5, hint="is tanh' there, and taken at Z1?"),
        gradient("dW10", of=loss_of_W10, wrt="W10", points=0.5, hint=SHARED),
        gradient("dW2", of=loss_of_W2, wrt="W2", points=0.5, hint="what went into the second layer?"),
        gradient("dW20", of=loss_of_W20, wrt="W20", points=0.5, hint=SHARED),
        analytic("dW1", points=0.5, rtol=2e-4),
        value("dW1_square", points=0.5, hidden=True, rtol=2e-4),
        value("dW10_square", points=0.25, hidden=True, rtol=2e-4),
        value("dW2_square", points=0.25, hidden=True, rtol=2e-4)]),
    Exercise(accuracy, points=1, extra=True, checks=[
        shape("share", points=0.25, hint="one number for all columns"),
        value("share", points=0.5, hint="in each column, in which row does the largest score stand?"),
        value("share_of_few", points=0.125, hidden=True),
        value("share_of_many", points=0.125, hidden=True)]),
    Exercise(train, points=4, extra=True, checks=[
        shape("W1_once", like="first", points=0.25),
        value("W1_once", points=0.5, rtol=2e-4,
              hint="one batch, one step: with all of its columns at once, scaled by eta, through the old weights?"),
        value("W2_once", points=0.25, rtol=2e-4),
        value("W20_once", points=0.25, rtol=2e-4),
        value("W1_often", points=0.75, rtol=2e-4, hint="does each step start from the weights of the step before?"),
        value("W10_often", points=0.5, rtol=2e-4),
        value("W2_often", points=0.5, rtol=2e-4),
        unchanged("W1_after", points=0.25, hint=OLD),
        value("W20_often", points=0.25, hidden=True, rtol=2e-4),
        value("W1_far", points=0.25, hidden=True, rtol=2e-4),
        value("W2_far", points=0.25, hidden=True, rtol=2e-4)]),
    Exercise(confusions, points=1, extra=True, checks=[
        shape("counts", points=0.25, hint="a row and a column for each class"),
        value("counts", points=0.5, hint="rows: what was shown; columns: what was named"),
        value("counts_of_few", points=0.25, hidden=True)]),
    Exercise(gradients_of, points=4, extra=True, checks=[
        shape("slopes", like="numbers", points=0.5, hint="one slope for each number"),
        analytic("slopes", points=1, hint="with what does the way back begin, and what is it multiplied by?"),
        value("slopes_at_forks", points=1.5,
              hint="has everything that a value feeds reported to it, before it passes its slope on?"),
        analytic("slopes_of_some", points=0.5, hidden=True),
        value("slopes_of_tower", points=0.5, hidden=True)]),
]
