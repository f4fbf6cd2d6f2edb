"""The derivatives of activations, losses, neurons and layers; columns are data points."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulas import Floats, Formula, sigmoid, sigmoid_slope

# One neuron, and a chain of two, as the lesson computes them by hand.
INPUT, WEIGHTS, BIAS = np.array([2.0, 1.0]), np.array([0.5, -1.0]), np.log(3.0)
x, w_1, w_2, y = 0.7, 0.5, 2.0, 1.0
TARGET = np.array([0.0, 1.0, 0.0])
# A layer of 2 inputs and 3 neurons, 4 points; A holds a point in each column, X in each row.
A = np.array([[0.5, -1.0, 2.0, 0.1], [1.5, 0.3, -0.7, -0.4]])
X = A.T
W = np.array([[0.2, -0.6, 1.1], [0.9, 0.4, -0.3]])
W_2 = np.array([[0.7], [-0.2], [0.4]])
UPSTREAM = np.array([[0.5, -2.0, 1.0, 0.3], [1.5, 0.25, -1.0, 0.8], [-1.0, 3.0, 0.6, -0.9]])
ANSWERS = np.array([[1.0, 0.0, 0.0, 1.0]])
Q, z = np.array([0.5, -1.0, 4.0]), np.array([1.0, -2.0, 0.5])
LOSS_SLOPE = r"\underbrace{\Bigl(-\frac{y}{a} + \frac{1-y}{1-a}\Bigr)}_{\text{loss}} \cdot "


def nll(a: Any, y: Any) -> Any:
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))


def nll_slope(a: Any, y: Any) -> Any:
    return -y / a + (1 - y) / (1 - a)


def tanh_slope(z: Any) -> Any:
    return 4 / (np.exp(z) + np.exp(-z)) ** 2


def neuron(w: Any, w0: Any) -> Any:
    return sigmoid(np.dot(w, INPUT) + w0)


def chain(w_1: Any, w_2: Any) -> Any:
    return nll(sigmoid(w_2 * np.tanh(w_1 * x)), y)


def chain_slope(w_1: Any, w_2: Any) -> Any:
    """Return dL/dz_2 of the chain."""
    a_2 = sigmoid(w_2 * np.tanh(w_1 * x))
    return nll_slope(a_2, y) * a_2 * (1 - a_2)


def softmax(z: Any) -> Any:
    return np.exp(z) / np.sum(np.exp(z))


def two_layers(z_1: Floats) -> Any:
    return nll(sigmoid(W_2.T @ np.tanh(z_1)), 1.0)


def two_layers_back(z_1: Floats) -> Floats:
    a_2 = sigmoid(W_2.T @ np.tanh(z_1))
    return np.diag(tanh_slope(z_1)) @ W_2 @ np.diag(sigmoid_slope(W_2.T @ np.tanh(z_1))) @ nll_slope(a_2, 1.0)


ACTIVATIONS = [
    Formula(
        r"\sigma'(z) = -\frac{1}{(1+e^{-z})^2}\cdot e^{-z}\cdot(-1)",
        claim=lambda z: -1 / (1 + np.exp(-z)) ** 2 * np.exp(-z) * (-1),
        of=sigmoid,
        at=0.7,
    ),
    Formula(
        r"= \frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}} =",
        claim=lambda z: 1 / (1 + np.exp(-z)) * np.exp(-z) / (1 + np.exp(-z)),
        of=sigmoid,
        at=0.7,
    ),
    Formula(r"= \sigma(z)\,\bigl(1-\sigma(z)\bigr)", lambda z: sigmoid(z) * (1 - sigmoid(z)), of=sigmoid, at=0.7),
    Formula(
        r"\tanh'(z) = \frac{p'\,q - p\,q'}{q^2} = \frac{q^2 - p^2}{q^2}",
        claim=lambda z: 1 - (np.exp(z) - np.exp(-z)) ** 2 / (np.exp(z) + np.exp(-z)) ** 2,
        of=np.tanh,
        at=0.7,
    ),
    Formula(r"= 1 - \tanh^2 z", claim=lambda z: 1 - np.tanh(z) ** 2, of=np.tanh, at=0.7),
]

LOSSES = [
    Formula(
        r"\frac{\partial L_\text{sq}}{\partial A} = 2\,(A - Y)",
        claim=lambda A: 2 * (A - UPSTREAM),
        of=lambda A: np.sum((A - UPSTREAM) ** 2),
        at=UPSTREAM**2,
    ),
    Formula(
        r"\frac{\partial L_\text{lin}}{\partial A} = \mathrm{sign}(A - Y)",
        claim=lambda A: np.sign(A - UPSTREAM),
        of=lambda A: np.sum(np.abs(A - UPSTREAM)),
        at=UPSTREAM**2,
    ),
    Formula(
        r"\frac{\partial L_\text{NLL}}{\partial a} = -\frac{y}{a} + \frac{1-y}{1-a}",
        claim=lambda a: -ANSWERS / a + (1 - ANSWERS) / (1 - a),
        of=lambda a: nll(a, ANSWERS),
        at=np.array([[0.8, 0.4, 0.1, 0.3]]),
    ),
    Formula(
        r"\frac{\partial L}{\partial z} = \Bigl(-\frac{y}{a} + \frac{1-y}{1-a}\Bigr)\cdot a(1-a)"
        r"= -y(1-a) + (1-y)\,a = a - y",
        claim=lambda z: sigmoid(z) - ANSWERS,
        of=lambda z: nll(sigmoid(z), ANSWERS),
        at=np.array([[0.8, -0.4, 0.1, 1.3]]),
    ),
    Formula(
        r"L = -\sum_k y_k \ln a_k = -\sum_k y_k z_k + \ln \sum_l e^{z_l} \quad\Longrightarrow\quad"
        r"\frac{\partial L}{\partial z_j} = -y_j + \frac{e^{z_j}}{\sum_l e^{z_l}} = a_j - y_j",
        claim=lambda z: softmax(z) - TARGET,
        of=lambda z: -np.sum(TARGET * np.log(softmax(z))),
        at=z,
    ),
]

NEURONS = [
    Formula(
        r"\frac{\partial L}{\partial w} = " + LOSS_SLOPE + r"\underbrace{\sigma'(z)}_{\text{activation}} \cdot "
        r"\underbrace{x}_{\partial z/\partial w}",
        claim=lambda w: nll_slope(neuron(w, BIAS), y) * sigmoid_slope(np.dot(w, INPUT) + BIAS) * INPUT,
        of=lambda w: nll(neuron(w, BIAS), y),
        at=WEIGHTS,
    ),
    Formula(
        r"\frac{\partial L}{\partial w_0} = \text{the same with } \frac{\partial z}{\partial w_0} = 1",
        claim=lambda w0: nll_slope(neuron(WEIGHTS, w0), y) * sigmoid_slope(np.dot(WEIGHTS, INPUT) + w0) * 1,
        of=lambda w0: nll(neuron(WEIGHTS, w0), y),
        at=BIAS,
    ),
    Formula(r"\partial L/\partial a = 1/(1 - 0.75) & = 4", claim=lambda a: 4, of=lambda a: nll(a, 0), at=0.75),
    Formula(
        r"\partial L/\partial z = 4 \cdot 0.1875 & = 0.75",
        claim=lambda z: 0.75,
        of=lambda z: nll(sigmoid(z), 0),
        at=WEIGHTS @ INPUT + BIAS,
    ),
    Formula(
        r"\partial L/\partial w = 0.75 \cdot (2, 1)^\top & = (1.5,\ 0.75)^\top",
        claim=lambda w: (1.5, 0.75),
        of=lambda w: nll(neuron(w, BIAS), 0),
        at=WEIGHTS,
    ),
    Formula(
        r"\partial L/\partial w_0 = 0.75 \cdot 1 & = 0.75",
        claim=lambda w0: 0.75,
        of=lambda w0: nll(neuron(WEIGHTS, w0), 0),
        at=BIAS,
    ),
    Formula(
        r"\frac{\partial L}{\partial w_2} = \frac{\partial L}{\partial z_2}\cdot a_1",
        claim=lambda w: chain_slope(w_1, w) * np.tanh(w_1 * x),
        of=lambda w: chain(w_1, w),
        at=w_2,
    ),
    Formula(
        r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial z_2}\cdot "
        r"\underbrace{w_2}_{\partial z_2/\partial a_1}\cdot "
        r"\underbrace{\tanh'(z_1)}_{\partial a_1/\partial z_1}\cdot\underbrace{x}_{\partial z_1/\partial w_1}",
        claim=lambda w: chain_slope(w, w_2) * w_2 * tanh_slope(w * x) * x,
        of=lambda w: chain(w, w_2),
        at=w_1,
    ),
]

LAYERS = [
    Formula(
        r"\partial L/\partial W = X^\top\,(\partial L/\partial N)",
        claim=lambda w: X.T @ UPSTREAM.T,
        of=lambda w: np.sum(UPSTREAM.T * (X @ w)),
        at=W,
    ),
    Formula(
        r"\partial L/\partial W = A\,(\partial L/\partial Z)^\top",
        claim=lambda w: A @ UPSTREAM.T,
        of=lambda w: np.sum(UPSTREAM * (w.T @ A)),
        at=W,
    ),
    Formula(
        r"\partial L/\partial X = (\partial L/\partial N)\,W^\top",
        claim=lambda x: UPSTREAM.T @ W.T,
        of=lambda x: np.sum(UPSTREAM.T * (x @ W)),
        at=X,
    ),
    Formula(
        r"\partial L/\partial A = W\,(\partial L/\partial Z)",
        claim=lambda a: W @ UPSTREAM,
        of=lambda a: np.sum(UPSTREAM * (W.T @ a)),
        at=A,
    ),
    Formula(
        r"\frac{\partial a}{\partial z} = \begin{bmatrix} f'(z_1) & 0 & \cdots & 0 \\ 0 & f'(z_2) & \cdots & 0 \\",
        claim=lambda z: np.diag(3 * z**2),
        of=lambda z: z**3,
        at=z,
    ),
    Formula(
        r"\frac{\partial L}{\partial z} = \begin{bmatrix} f'(z_1) & & \\ & \ddots & \\ & & f'(z_n) \end{bmatrix}"
        r"\begin{bmatrix} q_1 \\ \vdots \\ q_n \end{bmatrix} = \begin{bmatrix} f'(z_1)\,q_1 \\ \vdots \\ f'(z_n)\,q_n"
        r"\end{bmatrix} = f'(z) \odot q",
        claim=lambda z: 3 * z**2 * Q,
        of=lambda z: np.sum(Q * z**3),
        at=z,
    ),
    Formula(
        r"\frac{\partial L}{\partial A} = \begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix} \quad\Rightarrow\quad "
        r"\frac{\partial L}{\partial Z} = \begin{bmatrix} 3 & 12 \\ 12 & 0 \end{bmatrix} \odot "
        r"\begin{bmatrix} 0.5 & 1 \\ -1 & 2 \end{bmatrix} = \begin{bmatrix} 1.5 & 12 \\ -12 & 0 \end{bmatrix}",
        claim=None,
        of=lambda z: np.sum(np.array([[0.5, 1.0], [-1.0, 2.0]]) * z**3),
        at=np.array([[1.0, 2.0], [-2.0, 0.0]]),
    ),
    Formula(
        r"\frac{\partial L}{\partial z_1} = \underbrace{\frac{\partial a_1}{\partial z_1}}_{\text{diagonal}}\cdot "
        r"\underbrace{W_2}_{\partial z_2/\partial a_1}\cdot "
        r"\underbrace{\frac{\partial a_2}{\partial z_2}}_{\text{diagonal}}\cdot\frac{\partial L}{\partial a_2}",
        claim=two_layers_back,
        of=two_layers,
        at=z,
    ),
    Formula(
        r"\frac{\partial L}{\partial W_1} = x\,\Bigl(\frac{\partial L}{\partial z_1}\Bigr)^{\!\top}",
        claim=lambda w: np.outer(INPUT, two_layers_back(w.T @ INPUT)),
        of=lambda w: two_layers(w.T @ INPUT),
        at=W,
    ),
]

FORMULAS = [*ACTIVATIONS, *LOSSES, *NEURONS, *LAYERS]

NOT_COMPARED = [
    (r"\theta_\text{new} = \theta - \eta\,\frac{\partial L}{\partial \theta}", "a step, not a derivative"),
]
