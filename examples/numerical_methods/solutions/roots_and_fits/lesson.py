# %% [markdown]
# # Roots and fits
# Where is a function zero, and which line runs closest to some points?

# %% given="setup"
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
from numpy import ndarray

from autograder import answer, check

# %% [markdown]
# ## Bisection
# Between two points at which a continuous function has different signs it has a root. Halve the interval, and keep the
# half at whose ends the signs differ.


# %% exercise="bisect"
def bisect(f: Callable[[float], float], a: float, b: float, tol: float = 1e-10) -> float:
    """Return a root of f between a and b, a below b: the middle of the first interval that is no longer than tol.

    If f is 0 at a, that is the root. Raises ValueError, with the word "sign" in its message, if f(a) and f(b) are both
    above or both below 0.
    """
    ### BEGIN SOLUTION
    if f(a) * f(b) > 0:
        raise ValueError("f has the same sign at both ends")
    if f(a) == 0:
        return a
    for _ in range(200):
        middle = (a + b) / 2
        if b - a <= tol:
            break
        if f(a) * f(middle) <= 0:
            b = middle
        else:
            a = middle
    return middle
    ### END SOLUTION


# %% check="bisect"
check("bisect")

# %% [markdown]
# ## Newton's method
# From $x$ go where the tangent is zero, $x - f(x) / f'(x)$, and write down each place on the way.


# %% exercise="newton_log"
def newton_log(f: Callable[[float], float], slope: Callable[[float], float], x: float, steps: int) -> list[float]:
    """Return x and the places that `steps` steps of Newton's method lead to, in order: steps + 1 numbers.

    It ends early where f is exactly 0. Raises ZeroDivisionError where the slope is 0 and f is not.
    """
    ### BEGIN SOLUTION
    log = [float(x)]
    for _ in range(steps):
        x = log[-1]
        if f(x) == 0:
            break
        if slope(x) == 0:
            raise ZeroDivisionError("the tangent is level")
        log.append(float(x - f(x) / slope(x)))
    return log
    ### END SOLUTION


# %% check="newton_log"
check("newton_log")

# %% [markdown]
# ## Least squares
# Counts of a decaying sample are in [data/decay.csv](data/decay.csv). $N(t) = N_0 e^{-kt}$ is a line once the logarithm
# of the counts is taken.


# %% exercise="fit_line"
def fit_line(x: ndarray, y: ndarray) -> tuple[float, float]:
    """Return slope and intercept of the line with the least sum of squared vertical distances from the points (x, y).

    x, y: arrays of shape (n,), n at least 2.
    """
    ### BEGIN SOLUTION
    dx = x - np.mean(x)
    slope = float(np.sum(dx * y) / np.sum(dx**2))
    return slope, float(np.mean(y) - slope * np.mean(x))
    ### END SOLUTION


# %% check="fit_line"
check("fit_line")


# %% exercise="decay_rate"
def decay_rate() -> float:
    """Return k of the counts in data/decay.csv, per second, by fitting a line to the logarithms of the counts."""
    ### BEGIN SOLUTION
    seconds, counts = np.loadtxt("data/decay.csv", delimiter=",", skiprows=1, unpack=True)
    return -fit_line(seconds, np.log(counts))[0]
    ### END SOLUTION


# %% check="decay_rate"
check("decay_rate")


# %% exercise="draw_fit"
def draw_fit(x: ndarray, y: ndarray, slope: float, intercept: float) -> None:
    """Draw the points (x, y) as dots and the line slope x + intercept through all x, with a label on each axis."""
    ### BEGIN SOLUTION
    plt.plot(x, y, "o")
    plt.plot(x, slope * x + intercept)
    plt.xlabel("x")
    plt.ylabel("y")
    ### END SOLUTION


# %% check="draw_fit"
check("draw_fit")

# %% exercise="how_many_halvings"
answer("how_many_halvings", ...)

# %% [markdown]
# ## In your own words
# When would you rather use bisection, and when Newton's method? Name one reason for each, in a few sentences.

# %% [markdown] exercise="which_method"
# Bisection where there is a change of sign and nothing is known of the slope, since it cannot fail then. Newton near a
# simple root of a smooth function, since it doubles the number of right digits with each step.
