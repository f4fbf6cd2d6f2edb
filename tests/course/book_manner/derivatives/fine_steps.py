# ruff: noqa
import math
import numpy as np

# %% exercise="square"
def square(values):
    return np.einsum("...,...->...", values, values)
# %% exercise="relu"
def relu(values):
    values = values.copy()
    values[values < 0] = 0   # the copy, in place
    return values
# %% exercise="leaky_relu"
def leaky_relu(values):
    values = values * 1.0
    values[values < 0] *= 0.2
    return values
# %% exercise="sigmoid"
@np.vectorize
def sigmoid(value):
    return 1 / (1 + math.e ** -value)
# %% exercise="deriv"
def deriv(func, input_, delta=0.001):
    input_ = np.array(input_, dtype=float)
    input_ += delta
    above = func(input_.copy())
    input_ -= 2 * delta
    below = func(input_.copy())
    return 0.5 * (above - below) / delta
# %% exercise="string_move"
def string_move(func, a, pull):
    pull *= deriv(func, a, 1e-5)   # the argument itself
    return pull
# %% exercise="tangent_line"
def tangent_line(func, a, x):
    line = np.poly1d([deriv(func, a, 1e-5), 0]) + 0
    return line(x - a) + func(a)
# %% exercise="walk_downhill"
def walk_downhill(func, start, rate, steps):
    places = np.zeros(steps + 1)
    places[0] = start
    for k in range(1, steps + 1):
        places[k] = places[k - 1] - deriv(func, places[k - 1], 1e-5) * rate
    return places
