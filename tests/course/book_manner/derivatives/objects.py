# ruff: noqa
# %%
# %matplotlib inline
import numpy as np

class Functions:
    @staticmethod
    def square(x):
        return x * x

    @staticmethod
    def relu(x):
        return np.where(x < 0, 0, x)

    @classmethod
    def leaky(cls, x):
        return cls.relu(x) - 0.2 * cls.relu(-x)

    def __call__(self, x):
        return np.reciprocal(1 + np.exp(-x))

square, relu, leaky_relu, sigmoid = Functions.square, Functions.relu, Functions.leaky, Functions()

# %%
def talks(function):
    def inner(*args, **kwargs):
        print("calling", function, "with", args)
        return function(*args, **kwargs)
    return inner

@talks
def deriv(func, x, d=0.001):
    "recursive: one entry at a time"
    if np.ndim(x) == 0:
        return (func(x + d) - func(x - d)) / (2 * d)
    if len(x) == 0:
        return np.zeros(0)
    return np.concatenate([[(func(x[0] + d) - func(x[0] - d)) / (2 * d)], deriv(func, x[1:], d)])

@talks
def tangent_line(func, a, x):
    from functools import partial
    line = partial(lambda m, y, u: m * (u - a) + y, deriv(func, a), func(a))
    return np.array(list(map(line, x)))

class Walker:
    def __init__(self, func, place, rate):
        self.func, self.place, self.rate = func, place, rate

    def __next__(self):
        here = self.place
        self.place = here - self.rate * deriv(self.func, here)
        return here

def string_move(func, a, pull):
    """the tangent, less its height at a"""
    return tangent_line(func, a, a + pull) - func(a)

def walk_downhill(func, start, rate, steps):
    walker = Walker(func, start, rate)
    return np.array([next(walker) for _ in range(steps + 1)])

deriv(square, np.array([1.0, 2.0]))
print(tangent_line(np.exp, 0., np.array([1., 2.])))
