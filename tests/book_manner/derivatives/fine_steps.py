# ruff: noqa
import math
import numpy as np

# %% exercise="square"
def square(values):
    return np.einsum("...,...->...", values, values)
# %% exercise="relu"
def relu(values):
    values[values < 0] = 0   # the argument itself
    return values
# %% exercise="leaky_relu"
def leaky_relu(values):
    values[values < 0] *= 0.2
    return values
# %% exercise="sigmoid"
@np.vectorize
def sigmoid(value):
    return 1 / (1 + math.e ** -value)
# %% exercise="deriv"
def deriv(func, input_, delta=1e-5):
    input_ = np.array(input_, dtype=float)
    input_ += delta
    above = func(input_.copy())
    input_ -= 2 * delta
    below = func(input_.copy())
    return 0.5 * (above - below) / delta
# %% exercise="tangent_line"
def tangent_line(func, a, x):
    line = np.poly1d([deriv(func, a, 1e-5), 0]) + 0
    return line(x - a) + func(a)
