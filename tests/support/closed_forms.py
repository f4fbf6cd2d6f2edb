"""A lesson that asks for closed forms."""

from __future__ import annotations

from autograder.core.model import Limits, Status
from autograder.core.verdicts import ExerciseReport

LESSON = '''\
# %% given="setup"
import math

import numpy as np

def sigmoid(z):
    """Return 1 / (1 + exp(-z)), entry by entry."""
    return 1.0 / (1.0 + np.exp(-z))

def total(X, w):
    """Return the sum of sigmoid(X @ w)."""
    return np.sum(sigmoid(np.dot(X, w)))

# %% exercise="slope"
def slope(z):
    """Return the slope of the sigmoid at every entry of z, by a closed form."""
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    ### END SOLUTION

# %% exercise="steepest"
def steepest(X, w):
    """Return the gradient of total with respect to X, by a closed form."""
    ### BEGIN SOLUTION
    s = sigmoid(np.dot(X, w))
    return np.dot(s * (1.0 - s), w.T)
    ### END SOLUTION
'''
CHECKS = '''\
from autograder.checks import Exercise, analytic, shape


def slope(answer, draw):
    """Points of both signs."""
    z = draw.both_signs(7)
    return {"z": z, "dsdz": answer.slope(z)}


def steepest(answer, draw):
    """A small matrix, and one with many entries."""
    X, w = draw.normal(4, 3), draw.normal(3, 1)
    many, v = draw.normal(600, 100), draw.normal(100, 1, scale=0.1)
    return {"X": X, "dLdX": answer.steepest(X, w), "dLdX_of_many": answer.steepest(many, v)}


EXERCISES = [
    Exercise(slope, points=40, checks=[
        shape("dsdz", like="z", points=10),
        analytic("dsdz", points=30, hint="which formula has the slope of the sigmoid?")]),
    Exercise(steepest, points=60, checks=[
        shape("dLdX", like="X", points=10),
        analytic("dLdX", points=20, rtol=1e-3),
        analytic("dLdX_of_many", points=30, rtol=1e-3, hidden=True)]),
]
'''
ANSWERS = '''\
from autograder.mistakes import mistake, right
from lesson import np, sigmoid, total


@mistake("slope")
def difference_quotient(z):
    """This is a difference quotient."""
    return (sigmoid(z + 0.001) - sigmoid(z - 0.001)) / 0.002


@mistake("steepest")
def entry_by_entry(X, w):
    """This turns one entry after the other."""
    out = np.zeros(X.shape)
    for at in np.ndindex(X.shape):
        ahead, behind = X.copy(), X.copy()
        ahead[at] += 0.001
        behind[at] -= 0.001
        out[at] = (total(ahead, w) - total(behind, w)) / 0.002
    return out
'''
LIMITS = Limits(call_seconds=0.3, patience=100.0)  # CPU time alone, however busy the machine is


def lost(report: ExerciseReport) -> dict[str, tuple[Status, str]]:
    return {v.check.output: (v.status, v.message) for v in report.verdicts if v.status is not Status.PASSED}


CLOSED = {
    "s (1 - s)": "s = sigmoid(z); return s * (1 - s)",
    "s - s squared": "return sigmoid(z) - sigmoid(z) ** 2",
    "exponentials": "return np.exp(-z) / (1 + np.exp(-z)) ** 2",
    "tanh": "return (1 - np.tanh(z / 2) ** 2) / 4",
    "cosh": "return 1 / (2 + 2 * np.cosh(z))",
    "s (1 - s), s by tanh": "s = (1 + np.tanh(z / 2)) / 2; return s * (1 - s)",
    "np.vectorize": "return np.vectorize(lambda t: sigmoid(t) * sigmoid(-t))(z)",
    "a loop with math": "return np.array([1 / (2 + 2 * math.cosh(t)) for t in z])",
    "a diagonal matrix": "return np.diag(np.diagflat(sigmoid(z) * sigmoid(-z)))",
    "single precision": "s = sigmoid(z.astype(np.float32)); return s * (1 - s)",
    "a dual number": "e, d = np.exp(-z), -np.exp(-z); return -d / (1 + e) ** 2",
}


def defined(body: str) -> str:
    return f"import numpy as np, math\n\ndef slope(z):\n    {body}\n"
