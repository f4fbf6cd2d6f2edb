"""Functions and slopes for tests of numeric gradients."""

from __future__ import annotations

import numpy as np

MAGNITUDES = np.array([0.02, 0.05, 0.2, 0.5, 1, 1.5, 2, 2.5, 3])
BOTH_SIGNS = np.concatenate([-MAGNITUDES, MAGNITUDES])


def cube(x):
    return x**3


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def leaky_relu(x, slope=0.2):
    return np.where(x > 0, x, slope * x)


def book_deriv(f, x, delta=0.001):
    return (f(x + delta) - f(x - delta)) / (2 * delta)
