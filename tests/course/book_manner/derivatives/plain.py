# ruff: noqa
# %% [markdown]
# # Derivatives: the names and the order of arguments as in the book

# %%
import numpy as np
from numpy import ndarray
from typing import Callable


def square(x: ndarray) -> ndarray:
    '''Each element of the array, squared.'''
    return np.power(x, 2)


def relu(x: ndarray) -> ndarray:
    return np.maximum(x, 0)


def leaky_relu(x: ndarray) -> ndarray:
    '''The leak is one fifth.'''
    leak = 0.2
    return np.maximum(leak * x, x)


def sigmoid(x: ndarray) -> ndarray:
    return 1 / (1 + np.exp(-x))

# %%
def deriv(func: Callable[[ndarray], ndarray],
          input_: ndarray,
          diff: float = 0.001) -> ndarray:
    '''Slope of func at each element of input_.'''
    up, down = func(input_ + diff), func(input_ - diff)
    return (up - down) / (2 * diff)

# %%
def tangent_line(func, a, x):
    slope = deriv(func, a, 0.001)
    intercept = func(a) - slope * a
    return intercept + slope * x

# %%
def string_move(func, a, pull):
    slope = deriv(func, np.array([a]))
    move = slope * pull
    assert move.shape == pull.shape
    return move

# %%
def walk_downhill(func, start, rate, steps):
    x = start
    history = [x]
    for step in range(steps):
        gradient = deriv(func, x)
        x = x - rate * gradient
        history.append(x)
    return np.array(history)
