"""Checks of two_layer_backprop: from the slope of an activation to a trained network.

Sizes differ from each other wherever they can (a transposed result then has the wrong shape), one square case stands
beside them (there it has only the wrong numbers), batches are larger than 1 and upstream gradients are not constant.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from autograder.checks import Exercise, analytic, gradient, shape, unchanged, value
from autograder.questions import choose_one
from lesson import relu, sigmoid

SHARED = "all points share the bias: what arrives at it from each of them, and is all of that added up?"
ORIENTATION = "write the shapes beside the formula: which product fits without a transpose too many?"
START = "are the weights and biases of the start the same after the call as before?"
OLD = "are all old parameters the same after the call as before?"
ONE_PASS = "one forward and one backward pass find all gradients at once, however many weights there are"
ONE_NUMBER = "a loss is one number: are all entries added up?"


# --- functions that answers get as arguments ---------------------------------------------------------------------


def cube_slope(z):
    return 3.0 * z**2


def bump_slope(z):
    return -2.0 * z * np.exp(-(z**2))


def gate_slope(z):
    return np.where(z > 0.5, 1.0, 0.0)


# --- slopes ------------------------------------------------------------------------------------------------------


def relu_derivative(answer, draw):
    """The slope of ReLU on both sides of its corner: of numbers near it and far from it, and of a narrow matrix."""
    many = np.array([0.004, -8.0, *draw.both_signs(4), -0.004, 8.0]).reshape(4, 2)
    Z = draw.both_signs(*draw.any_shape(2, 8))
    return {"Z": Z, "dAdZ": answer.relu_derivative(Z), "dAdZ_of_many": answer.relu_derivative(many)}


def sigmoid_derivative(answer, draw):
    """The slope of the sigmoid, for a matrix and for a column."""
    Z, column = draw.both_signs(*draw.any_shape(2, 3)), draw.both_signs(5, 1)
    return {"Z": Z, "dAdZ": answer.sigmoid_derivative(Z), "dAdZ_of_column": answer.sigmoid_derivative(column)}


def tanh_derivative(answer, draw):
    """The slope of tanh, for a matrix and for a column."""
    Z, column = draw.both_signs(*draw.any_shape(2, 3)), draw.both_signs(5, 1)
    return {"Z": Z, "dAdZ": answer.tanh_derivative(Z), "dAdZ_of_column": answer.tanh_derivative(column)}


def softmax(answer, draw):
    """Softmax of each column: 3 classes and 4 points, a square case, and scores near 1000 and -1000 in every order."""
    Z, square = draw.normal(3, 4), draw.normal(3, 3)
    heights = [[1000, 1000, 1000], [-1000, -1000, -1000], [1000, -1000, -1000], [0, 1000, 0], [-1000, 0, 1000]]
    large = draw.uniform(-1.0, 1.0, 3, 5)
    large += np.transpose(heights)[: large.shape[0], : large.shape[1]]
    return {
        "Z": Z,
        "A": answer.softmax(Z),
        "A_square": answer.softmax(square),
        "A_large": answer.softmax(large),
        "Z_after": answer.softmax.leaves(0)(Z),
    }


# --- losses ------------------------------------------------------------------------------------------------------


def square_loss(answer, draw):
    """The square loss of 2 outputs and 4 points, and of one row of 3 points."""
    return {
        "loss": answer.square_loss(draw.normal(2, 4), draw.normal(2, 4)),
        "loss_of_row": answer.square_loss(draw.normal(1, 3), draw.normal(1, 3)),
    }


def linear_loss(answer, draw):
    """The linear loss of 2 outputs and 4 points, and of one row of 3 points that are all too low."""
    return {
        "loss": answer.linear_loss(draw.normal(2, 4), draw.normal(2, 4)),
        "loss_of_row": answer.linear_loss(-draw.positive(1, 3), draw.positive(1, 3)),
    }


def answers_and_labels(draw, outputs, points, low=0.003, high=0.008):
    """Return A and Y. Two answers of several are sure and wrong: low to high from 0, and as far from 1."""
    A, Y = draw.uniform(0.1, 0.9, outputs, points), draw.labels(outputs, points)
    sure = (draw.number(low, high), 1.0), (1.0 - draw.number(low, high), 0.0)
    for point, (answer, label) in enumerate(sure[: draw.size(points) if A.size > 1 else 0]):
        A[-1, point], Y[-1, point] = answer, label
    return A, Y


def nll_loss(answer, draw):
    """The NLL of 2 outputs and 4 points, and of one row of 3 points."""
    return {
        "loss": answer.nll_loss(*answers_and_labels(draw, 2, 4)),
        "loss_of_row": answer.nll_loss(*answers_and_labels(draw, 1, 3)),
    }


def nllm_loss(answer, draw):
    """The NLLM of 3 classes and 4 points, and of 4 classes and 2 points, of which one is sure and wrong."""
    A, Y = draw.probabilities(3, 4), draw.one_hot(3, 4)
    small = draw.number(0.003, 0.008)
    if A.shape == (3, 4):
        A[:, 1], Y[:, 1] = (0.4 - small, small, 0.6), (0.0, 1.0, 0.0)
    return {
        "loss": answer.nllm_loss(A, Y),
        "loss_of_pair": answer.nllm_loss(draw.probabilities(4, 2), draw.one_hot(4, 2)),
    }


# --- from the loss to A and Z ------------------------------------------------------------------------------------


def square_loss_derivative(answer, draw):
    """dL/dA of the square loss, for 2 outputs and 4 points, and for 3 and 2."""
    A, Y = draw.normal(2, 4), draw.normal(2, 4)
    other = answer.square_loss_derivative(draw.normal(3, 2), draw.normal(3, 2))
    return {"A": A, "Y": Y, "dLdA": answer.square_loss_derivative(A, Y), "dLdA_other": other}


def nll_loss_derivative(answer, draw):
    """dL/dA of the NLL, for 2 outputs and 4 points; for sure and wrong answers too, at 3 points, and at 2."""
    A, Y = draw.uniform(0.1, 0.9, 2, 4), draw.labels(2, 4)
    sure = 0.03, 0.045  # not so close to 0 and 1 that a central difference of step 0.001 is of no use
    return {
        "A": A,
        "Y": Y,
        "dLdA": answer.nll_loss_derivative(A, Y),
        "dLdA_sure": answer.nll_loss_derivative(*answers_and_labels(draw, 1, 3, *sure)),
        "dLdA_other": answer.nll_loss_derivative(*answers_and_labels(draw, 3, 2, *sure)),
    }


def neuron_backward(answer, draw):
    """Both gradients of a neuron with 3 inputs, once for a yes and once for a no, and of a sure one with one input."""
    w, w0, x = draw.normal(3, 1), draw.normal(1, 1), draw.normal(3, 1)
    y, other = np.array([[1.0]]), np.array([[0.0]])
    yes, no = answer.neuron_backward(w, w0, x, y), answer.neuron_backward(draw.normal(3, 1), w0, x, other)
    small, sure, far = draw.uniform(0.1, 0.15, 1, 1), draw.uniform(2.5, 3.0, 1, 1), draw.uniform(12.0, 20.0, 1, 1)
    single = answer.neuron_backward(small, sure, far, other)
    return {
        "w": w,
        "w0": w0,
        "x": x,
        "y": y,
        "dLdw": yes[0],
        "dLdw0": yes[1],
        "dLdw_no": no[0],
        "dLdw0_no": no[1],
        "dLdw_single": single[0],
        "dLdw0_single": single[1],
    }


def loss_of_w(solution, inputs, x):
    return solution.nll_loss(sigmoid(x.T @ inputs["x"] + inputs["w0"]), inputs["y"])


def loss_of_w0(solution, inputs, x):
    return solution.nll_loss(sigmoid(inputs["w"].T @ inputs["x"] + x), inputs["y"])


def softmax_nllm_derivative(answer, draw):
    """dL/dZ of softmax and NLLM together, for 3 classes and 4 points, and for a square case."""
    Z, Y = draw.normal(3, 4), draw.one_hot(3, 4)
    dLdZ = answer.softmax_nllm_derivative(Z, Y)  # comes first, so that the square case is not the one of size 1
    square = answer.softmax_nllm_derivative(draw.normal(3, 3), draw.one_hot(3, 3))
    return {"Z": Z, "Y": Y, "dLdZ": dLdZ, "dLdZ_square": square}


def softmax_then_nllm(solution, inputs, x):
    return solution.nllm_loss(solution.softmax(x), inputs["Y"])


# --- layers ------------------------------------------------------------------------------------------------------


def linear_forward(answer, draw):
    """A layer of 2 inputs and 3 neurons at 4 points, and a square one."""
    W, W0, A = draw.normal(2, 3), draw.normal(3, 1), draw.normal(2, 4)
    square = answer.linear_forward(draw.normal(3, 3), draw.normal(3, 1), draw.normal(3, 3))
    return {"W": W, "W0": W0, "A": A, "Z": answer.linear_forward(W, W0, A), "Z_square": square}


def linear_backward(answer, draw):
    """The three gradients of a layer of 2 inputs and 3 neurons at 4 points, and of a square layer at 3 points."""
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


def diagonal_jacobian(answer, draw):
    """The Jacobian of exp at 3 numbers, and at 4 that of a function which falls, too."""
    Z, longer = draw.both_signs(3, 1), draw.both_signs(4, 1)
    return {
        "Z": Z,
        "J": answer.diagonal_jacobian(Z, np.exp),
        "J_longer": answer.diagonal_jacobian(longer, bump_slope),
    }


def activation_backward(answer, draw):
    """The gradient before sin, for 3 neurons and 4 points, before exp(-z**2) in a square case, and before a gate."""
    dLdA, Z = draw.normal(3, 4), draw.both_signs(3, 4)
    square = answer.activation_backward(draw.normal(3, 3), draw.both_signs(3, 3), bump_slope)
    return {
        "dLdA": dLdA,
        "Z": Z,
        "dLdZ": answer.activation_backward(dLdA, Z, np.cos),
        "dLdZ_square": square,
        "dLdZ_of_gate": answer.activation_backward(dLdA, Z, gate_slope),
        "dLdA_after": answer.activation_backward.leaves(0)(dLdA, Z, gate_slope),
    }


def sine_of(solution, inputs, x):
    return np.sin(x)


# --- the network -------------------------------------------------------------------------------------------------


def network(draw, inputs, hidden, outputs):
    """Return weights of moderate size, so that neither tanh nor the sigmoid saturates."""
    return {
        "W1": draw.normal(inputs, hidden, scale=0.7),
        "W10": draw.normal(hidden, 1, scale=0.7),
        "W2": draw.normal(hidden, outputs, scale=0.7),
        "W20": draw.normal(outputs, 1, scale=0.7),
    }


def steep(draw, size, points):
    """Return points far from 0 and a network in which their gradients are large: small W1 keep tanh from saturating."""
    W1, W2 = draw.normal(size, size, scale=0.03), draw.uniform(1.0, 2.0, size, size)
    weights = {"W1": W1, "W10": draw.normal(size, 1, scale=0.5), "W2": W2, "W20": draw.normal(size, 1, scale=0.5)}
    return draw.uniform(8.0, 16.0, size, points), draw.labels(size, points), weights


def two_layer_forward(answer, draw):
    """A network of 2 inputs, 4 hidden neurons and 3 outputs at 5 points, and a very sure one with 3 of everything."""
    made = answer.two_layer_forward(draw.normal(2, 5), *network(draw, 2, 4, 3).values())
    sure = {"W2": draw.normal(3, 3, scale=8.0), "W20": draw.normal(3, 1, scale=8.0)}
    square = answer.two_layer_forward(draw.normal(3, 3), *(network(draw, 3, 3, 3) | sure).values())
    return {
        "Z1": made[0],
        "A1": made[1],
        "Z2": made[2],
        "A2": made[3],
        "A1_square": square[1],
        "Z2_square": square[2],
        "A2_square": square[3],
    }


def two_layer_backward(answer, draw):
    """The four gradients for 2 inputs, 4 hidden neurons, 3 outputs and 5 points; 3 of all, far out; 60 000 weights."""
    X, Y, weights = draw.normal(2, 5), draw.labels(3, 5), network(draw, 2, 4, 3)
    made = answer.two_layer_backward(X, Y, *weights.values())
    far, labels, layers = steep(draw, 3, 3)
    square = answer.two_layer_backward(far, labels, *layers.values())
    # Small weights, so that tanh does not saturate: a forward pass for each of them would take far too long.
    layers = draw.normal(400, 150, scale=0.05), draw.normal(150, 1), draw.normal(150, 1, scale=0.1), draw.normal(1, 1)
    many = answer.two_layer_backward(draw.normal(400, 5), draw.labels(1, 5), *layers)
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
        "dW20_square": square[3],
        "dW1_of_many": many[0],
        "dW10_of_many": many[1],
        "dW2_of_many": many[2],
        "dW20_of_many": many[3],
    }


def loss_of(solution, inputs, **changed):
    given = {**inputs, **changed}
    *_, A2 = solution.two_layer_forward(given["X"], given["W1"], given["W10"], given["W2"], given["W20"])
    return solution.nll_loss(A2, inputs["Y"])


def loss_of_W1(solution, inputs, x):
    return loss_of(solution, inputs, W1=x)


def loss_of_W10(solution, inputs, x):
    return loss_of(solution, inputs, W10=x)


def loss_of_W2(solution, inputs, x):
    return loss_of(solution, inputs, W2=x)


def loss_of_W20(solution, inputs, x):
    return loss_of(solution, inputs, W20=x)


# --- training ----------------------------------------------------------------------------------------------------


def sgd_step(answer, draw):
    """One step with three parameters of different shapes, one step with two, and one with six, as three layers have."""
    parameters = [draw.normal(2, 3), draw.normal(3, 1), draw.normal(4, 2)]
    gradients = [draw.normal(2, 3), draw.normal(3, 1), draw.normal(4, 2)]
    eta, three_layers = draw.number(0.1, 0.4), stack(draw, 2, 3, 4, 2)
    made, after = answer.sgd_step(parameters, gradients, eta), answer.sgd_step.leaves(0)(parameters, gradients, eta)
    pair = [draw.normal(1, 2), draw.normal(3)]
    other = answer.sgd_step(pair, [draw.normal(1, 2), draw.normal(3)], draw.number(1.5, 2.5))
    six = answer.sgd_step(three_layers, stack(draw, 2, 3, 4, 2), eta)
    return {
        "first": parameters[0],
        "second": parameters[1],
        "new_first": made[0],
        "new_second": made[1],
        "new_third": made[2],
        "other_first": other[0],
        "other_second": other[1],
        "fourth_of_six": six[3],
        "fifth_of_six": six[4],
        "last_of_six": six[5],
        "first_after": after[0],
        "second_after": after[1],
        "third_after": after[2],
    }


def sgd_train(answer, draw):
    """One visit to one point; forty-two, with one point never; and visits to a point that is learned already."""
    X, Y, weights = draw.normal(2, 5), draw.labels(3, 5), network(draw, 2, 4, 3)
    eta, points = draw.number(0.2, 0.4), draw.size(5)
    visits, many_visits = [3 % points], [i % points for i in (4, 0, 4, 2, 1, 1, 0) * 6]
    once = answer.sgd_train(X, Y, *weights.values(), eta, visits)
    often = answer.sgd_train(X, Y, *weights.values(), draw.number(0.4, 0.6), many_visits)
    after = [answer.sgd_train.leaves(2 + n)(X, Y, *weights.values(), eta, visits) for n in range(4)]
    # Of these two points, one is learned and the other is all wrong.
    strong = draw.uniform(1.0, 2.0, 2, 4), draw.normal(4, 1, scale=0.1), draw.uniform(1.1, 1.4, 4, 1), np.ones((1, 1))
    both, answers = draw.uniform(0.5, 1.5, 2, 2), np.array([[1.0, 0.0]])
    learned = answer.sgd_train(both, answers, *strong, eta, [0, 0, 1, 0, 1, 0][: draw.size(6)])
    return {
        **weights,
        "W1_once": once[0],
        "W10_once": once[1],
        "W2_once": once[2],
        "W20_once": once[3],
        "W1_often": often[0],
        "W10_often": often[1],
        "W2_often": often[2],
        "W20_often": often[3],
        "W2_learned": learned[2],
        "W1_after": after[0],
        "W10_after": after[1],
        "W2_after": after[2],
        "W20_after": after[3],
    }


# --- extra credit ------------------------------------------------------------------------------------------------


def deep_backward(answer, draw):
    """A network of 2, 4, 3 and 2 neurons; four layers of 3, with points far out; eight layers; and one layer alone."""
    X, Y, layers = draw.normal(2, 5, scale=0.9), draw.labels(2, 5), stack(draw, 2, 4, 3, 2)
    eight = stack(draw, 2, 3, 4, 2, 3, 2, 3, 2, 1)
    tall = answer.deep_backward(draw.normal(2, 4, scale=0.9), draw.labels(1, 4), eight)
    made = answer.deep_backward(X, Y, layers)
    far, labels, outer = steep(draw, 3, 3)
    first, last = [outer["W1"], outer["W10"]], [outer["W2"], outer["W20"]]
    square = answer.deep_backward(far, labels, first + stack(draw, 3, 3, 3) + last)
    single = answer.deep_backward(draw.normal(2, 3, scale=0.9), draw.labels(1, 3), stack(draw, 2, 1))
    return {
        "X": X,
        "Y": Y,
        "W1": layers[0],
        "W10": layers[1],
        "rest": layers[2:],
        "dW1": made[0],
        "dW10": made[1],
        "dW2": made[2],
        "dW20": made[3],
        "dW3": made[4],
        "dW30": made[5],
        "dW1_square": square[0],
        "dW20_square": square[3],
        "dW3_square": square[4],
        "dW1_single": single[0],
        "dW1_tall": tall[0],
        "dW6_tall": tall[10],
        "dW8_tall": tall[14],
    }


def stack(draw, *sizes):
    """Return the parameters of layers of these sizes, inputs first: W1, W10, W2, W20, …"""
    return [part for m, n in pairwise(sizes) for part in (draw.normal(m, n, scale=0.7), draw.normal(n, 1, scale=0.7))]


def deep_loss_of_W1(solution, inputs, x):
    A, layers = inputs["X"], [x, inputs["W10"], *inputs["rest"]]
    for W, W0 in zip(layers[:-2:2], layers[1:-2:2], strict=True):
        A = np.tanh(W.T @ A + W0)
    return solution.nll_loss(sigmoid(layers[-2].T @ A + layers[-1]), inputs["Y"])


EXERCISES = [
    Exercise(relu_derivative, points=2, checks=[
        shape("dAdZ", like="Z", points=0.5),
        gradient("dAdZ", of=lambda solution, inputs, x: relu(x), wrt="Z", points=1),
        value("dAdZ_of_many", points=0.5, hidden=True)]),
    Exercise(sigmoid_derivative, points=3, checks=[
        shape("dAdZ", like="Z", points=0.5),
        gradient("dAdZ", of=lambda solution, inputs, x: sigmoid(x), wrt="Z", points=1,
                 hint="compare with (sigmoid(z + 0.001) - sigmoid(z - 0.001)) / 0.002 at one entry."),
        analytic("dAdZ", points=0.5),
        analytic("dAdZ_of_column", points=1, hidden=True)]),
    Exercise(tanh_derivative, points=3, checks=[
        shape("dAdZ", like="Z", points=0.5),
        gradient("dAdZ", of=lambda solution, inputs, x: np.tanh(x), wrt="Z", points=1),
        analytic("dAdZ", points=0.5),
        analytic("dAdZ_of_column", points=1, hidden=True)]),
    Exercise(square_loss, points=2, checks=[
        shape("loss", points=0.5, hint=ONE_NUMBER),
        value("loss", points=1),
        value("loss_of_row", points=0.5, hidden=True)]),
    Exercise(linear_loss, points=2, checks=[
        shape("loss", points=0.5, hint=ONE_NUMBER),
        value("loss", points=1),
        value("loss_of_row", points=0.5, hidden=True)]),
    Exercise(nll_loss, points=4, checks=[
        shape("loss", points=0.5, hint=ONE_NUMBER),
        value("loss", points=2),
        value("loss_of_row", points=1.5, hidden=True)]),
    Exercise(square_loss_derivative, points=3, checks=[
        shape("dLdA", like="A", points=0.5),
        gradient("dLdA", of="square_loss", wrt="A", points=1.5,
                 hint="move one entry of A by 0.001: how much more is its own square then?"),
        value("dLdA_other", points=1, hidden=True)]),
    Exercise(nll_loss_derivative, points=5, checks=[
        shape("dLdA", like="A", points=0.5),
        gradient("dLdA", of="nll_loss", wrt="A", points=3, hint="mind the inner derivative of log(1 - a)."),
        gradient("dLdA_sure", of="nll_loss", wrt="A", points=0.5,
                 hint="is it steep enough where a is close to 0 or 1?"),
        gradient("dLdA_other", of="nll_loss", wrt="A", points=1, hidden=True)]),
    Exercise(neuron_backward, points=8, checks=[
        shape("dLdw", like="w", points=0.5, hint="one slope for each weight, in a column."),
        shape("dLdw0", like="w0", points=0.5, hint="one bias, one slope, with two axes."),
        gradient("dLdw", of=loss_of_w, wrt="w", points=2.5, hint="loss, activation, input: is each factor there?"),
        gradient("dLdw0", of=loss_of_w0, wrt="w0", points=1, hint="by how much does z grow with the bias?"),
        gradient("dLdw_no", of=loss_of_w, wrt="w", points=0.5),
        gradient("dLdw0_no", of=loss_of_w0, wrt="w0", points=1, hidden=True),
        gradient("dLdw_single", of=loss_of_w, wrt="w", points=1, hidden=True),
        gradient("dLdw0_single", of=loss_of_w0, wrt="w0", points=1, hidden=True)]),
    Exercise(linear_forward, points=6, checks=[
        shape("Z", points=1, hint=ORIENTATION),
        value("Z", points=3, hint="is the bias there, once for every point?"),
        value("Z_square", points=2, hidden=True)]),
    Exercise(linear_backward, points=11, checks=[
        shape("dLdW", like="W", points=0.5, hint=ORIENTATION),
        shape("dLdW0", like="W0", points=0.5, hint="keepdims=True keeps a column a column."),
        shape("dLdA", like="A", points=0.5, hint=ORIENTATION),
        gradient("dLdW", of="linear_forward", wrt="W", upstream="dLdZ", points=2.5,
                 hint="each entry belongs to an input and a neuron: what do they do together, point after point?"),
        gradient("dLdW0", of="linear_forward", wrt="W0", upstream="dLdZ", points=2.5,
                 hint="all points share the bias: does every one of them have its say?"),
        gradient("dLdA", of="linear_forward", wrt="A", upstream="dLdZ", points=1.5, hint=ORIENTATION),
        value("dLdW_square", points=1, hidden=True),
        value("dLdW0_square", points=1, hidden=True),
        value("dLdA_square", points=1, hidden=True)]),
    Exercise(diagonal_jacobian, points=4, checks=[
        shape("J", points=1, hint="one row and one column for each number of Z."),
        value("J", points=1.5),
        value("J_longer", points=1.5, hidden=True)]),
    Exercise(activation_backward, points=7, checks=[
        shape("dLdZ", like="Z", points=1),
        gradient("dLdZ", of=sine_of, wrt="Z", upstream="dLdA", points=3,
                 hint="where is the derivative taken, and what is it multiplied by?"),
        unchanged("dLdA_after", points=0.5, hint="is dLdA the same after the call as before?"),
        value("dLdZ_of_gate", points=0.5, hint="where the slope is 0, nothing passes"),
        value("dLdZ_square", points=2, hidden=True)]),
    Exercise(softmax, points=6, extra=True, checks=[
        shape("A", like="Z", points=1),
        value("A", points=1.5, hint="every column should add up to 1: along which axis do you sum?"),
        value("A_large", points=1.5, hint="does any exponential of a number near 1000, or a 0/0, occur on the way?"),
        unchanged("Z_after", points=0.5, hint="is Z the same after the call as before?"),
        value("A_square", points=1.5, hidden=True)]),
    Exercise(nllm_loss, points=4, extra=True, checks=[
        shape("loss", points=0.5, hint=ONE_NUMBER),
        value("loss", points=2),
        value("loss_of_pair", points=1.5, hidden=True)]),
    Exercise(softmax_nllm_derivative, points=6, extra=True, checks=[
        shape("dLdZ", like="Z", points=1),
        gradient("dLdZ", of=softmax_then_nllm, wrt="Z", points=3,
                 hint="does each of your columns add up to 0, with its negative entry at the right class?"),
        gradient("dLdZ_square", of=softmax_then_nllm, wrt="Z", points=2, hidden=True)]),
    Exercise(two_layer_forward, points=8, checks=[
        shape("A1", points=0.5, hint=ORIENTATION),
        shape("A2", points=0.5, hint=ORIENTATION),
        value("Z1", points=0.5),
        value("A1", points=2),
        value("Z2", points=0.5, hint="what goes into the second layer?"),
        value("A2", points=2),
        value("A1_square", points=0.75, hidden=True),
        value("Z2_square", points=0.5, hidden=True),
        value("A2_square", points=0.75, hidden=True)]),
    Exercise(two_layer_backward, points=12, checks=[
        shape("dW1", like="W1", points=0.5),
        shape("dW10", like="W10", points=0.5),
        shape("dW2", like="W2", points=0.5),
        shape("dW20", like="W20", points=0.5),
        gradient("dW1", of=loss_of_W1, wrt="W1", points=1.5, hint="is tanh' there, and taken at Z1?"),
        gradient("dW10", of=loss_of_W10, wrt="W10", points=1, hint=SHARED),
        gradient("dW2", of=loss_of_W2, wrt="W2", points=1, hint="what went into the second layer?"),
        gradient("dW20", of=loss_of_W20, wrt="W20", points=1, hint=SHARED),
        gradient("dW1_square", of=loss_of_W1, wrt="W1", points=0.5, hidden=True),
        gradient("dW10_square", of=loss_of_W10, wrt="W10", points=0.25, hidden=True),
        gradient("dW2_square", of=loss_of_W2, wrt="W2", points=0.5, hidden=True),
        gradient("dW20_square", of=loss_of_W20, wrt="W20", points=0.25, hidden=True),
        analytic("dW1_of_many", points=1.5, hidden=True, rtol=1e-6, hint=ONE_PASS),
        analytic("dW10_of_many", points=1, hidden=True, rtol=1e-6, hint=ONE_PASS),
        analytic("dW2_of_many", points=1, hidden=True, rtol=1e-6, hint=ONE_PASS),
        analytic("dW20_of_many", points=0.5, hidden=True, rtol=1e-6, hint=ONE_PASS)]),
    Exercise(sgd_step, points=4, checks=[
        shape("new_first", like="first", points=0.5),
        shape("new_second", like="second", points=0.25),
        value("new_first", points=1.5, hint="from the old value against the gradient, and how far?"),
        value("new_second", points=0.25),
        value("new_third", points=0.25),
        value("fourth_of_six", points=0.0625),
        value("fifth_of_six", points=0.0625),
        value("last_of_six", points=0.125, hint="does every parameter take its step, however many there are?"),
        unchanged("first_after", points=0.25, hint=OLD),
        unchanged("second_after", points=0.125, hint=OLD),
        unchanged("third_after", points=0.125, hint=OLD),
        value("other_first", points=0.25, hidden=True),
        value("other_second", points=0.25, hidden=True)]),
    Exercise(sgd_train, points=8, checks=[
        shape("W1_once", like="W1", points=0.5, hint="X[:, [i]] keeps a column a column."),
        shape("W20_once", like="W20", points=0.5),
        value("W1_once", points=0.5,
              hint="one index, one step: for the point that `order` names, scaled by eta, through the old W2?"),
        value("W10_once", points=0.5),
        value("W2_once", points=0.5),
        value("W20_once", points=0.5),
        value("W1_often", points=1, hint="does each step start from the weights of the step before?"),
        value("W2_often", points=1.5),
        unchanged("W1_after", points=0.25, hint=START),
        unchanged("W10_after", points=0.25, hint=START),
        unchanged("W2_after", points=0.25, hint=START),
        unchanged("W20_after", points=0.25, hint=START),
        value("W10_often", points=0.5, hidden=True),
        value("W20_often", points=0.5, hidden=True),
        value("W2_learned", points=0.5, hidden=True,
              hint="every visit is a step, also where little is left to learn")]),
    Exercise(deep_backward, points=5, extra=True, checks=[
        shape("dW1", like="W1", points=0.5, hint=ORIENTATION),
        shape("dW10", like="W10", points=0.5),
        gradient("dW1", of=deep_loss_of_W1, wrt="W1", points=0.5, hint="which Z and which W belong to this layer?"),
        value("dW10", points=0.25),
        value("dW2", points=0.25),
        value("dW20", points=0.25),
        value("dW3", points=0.25, hint="what went into the last layer?"),
        value("dW30", points=0.25, hint=SHARED),
        value("dW1_square", points=0.5),
        value("dW20_square", points=0.5, hidden=True),
        value("dW3_square", points=0.5, hidden=True),
        value("dW1_tall", points=0.25, hint="any number of layers, eight of them too"),
        value("dW6_tall", points=0.125, hidden=True),
        value("dW8_tall", points=0.125, hidden=True),
        value("dW1_single", points=0.25, hint="a single layer is the first and the last at once.")]),
    choose_one(
        "shape_of_layer",
        points=2,
        ask="A layer has 5 inputs and 3 neurons, and sees 8 points. What is the shape of $W$?",
        right="(5, 3)",
        wrong={
            "(3, 5)": "That is the shape of $W^T$. $W$ itself has a row for each input.",
            "(5, 8)": "That is the shape of $A$: a row for each input, a column for each point.",
            "(3, 8)": "That is the shape of $Z$: a row for each neuron, a column for each point.",
        },
    ),
    choose_one(
        "sum_over_points",
        points=2,
        ask="Why is the gradient of the bias a sum over the batch, and $\\partial L/\\partial A$ is not?",
        right="all points share a bias, and each column of $A$ belongs to one point",
        wrong={
            "the bias has fewer entries than $A$": (
                "That is so, but it is not the reason. Ask which points feel an entry."
            ),
            "$\\partial L/\\partial A$ is a sum over the batch, too": (
                "It is a sum over the neurons. No column takes notice of another."
            ),
            "so that the gradient does not grow with the batch": (
                "A sum does grow with the batch. It is there because every point pulls at the same bias."
            ),
        },
    ),
    choose_one(
        "xor_learned",
        points=2,
        ask="Your network learns XOR. What have you proved about your gradients?",
        right="that they point roughly downhill",
        wrong={
            "that they are right": (
                "A gradient of twice the length learns XOR, too, and so do many that are slightly wrong."
            ),
            "that they agree with central differences": "None has been measured. That is a check of its own.",
            "nothing at all": "Steps that lead nowhere would not have made the loss fall.",
        },
    ),
    choose_one(
        "hopeless_start",
        points=2,
        ask="From which start will your network hardly ever learn XOR?",
        right="$W_1 = 0$, no biases, and $W_2$ drawn at random",
        wrong={
            "$W_2 = 0$, no biases, and $W_1$ drawn at random": (
                "That start is slow, not hopeless. $W_2$ gets a gradient at once, and from the second step on it "
                "is no longer 0."
            ),
            "all weights drawn at random, no biases": (
                "That is the usual start. Biases may begin at 0, as long as the neurons differ."
            ),
            "all weights and biases drawn at random": "That start is a good one. Chance makes the neurons differ.",
        },
    ),
]
