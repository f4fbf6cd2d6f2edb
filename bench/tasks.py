"""Tasks of back-propagation with right and wrong gradients, in six regimes of the input.

Nothing here knows the judges. Every task gives its exact gradient in closed form; a right answer is that, or the same
with the book's numeric slope; a wrong one is a slip that people make. Whether a wrong answer is wrong at a point is
asked of the numbers: at some points a slip changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograder.core.model import Array

REGIMES = ("normal", "near a kink", "large", "tiny 1e-8", "saturated", "float32")
DELTA = 0.001  # of the book's deriv
UNSEEN = {np.float64: 1e-12, np.float32: 1e-4}  # of the outputs: what rounding makes of the book's deriv
Slope = Callable[[Array], Array]


@dataclass(frozen=True, slots=True)
class Sigma:
    """A function that works entry by entry, its slope, and how far its slopes on either side of 0 are apart."""

    name: str
    of: Slope
    slope: Slope
    jump: float = 0.0


def sigmoid(x: Array) -> Array:
    return 0.5 * (1 + np.tanh(0.5 * x))


SIGMAS = (
    Sigma("sin", np.sin, np.cos),
    Sigma("swing", lambda x: 0.1 * x**3 - x, lambda x: 0.3 * x**2 - 1),
    Sigma("sigmoid", sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    Sigma("tanh", np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    Sigma("leaky ReLU", lambda x: np.where(x > 0, x, 0.2 * x), lambda x: np.where(x > 0, 1.0, 0.2), jump=0.8),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A gradient that somebody might hand in. wrong: it differs from every right one at this point."""

    name: str
    value: Array
    right: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A task at one input: the forward pass as a function of x, and what was answered."""

    task: str
    regime: str
    number: int
    f: Slope
    x: Array
    upstream: Array
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What every answer is made of: y = sigma(n(x)), and `pull` takes dL/dn to dL/dx (a sum of products, linear)."""

    x: Array
    n: Array
    upstream: Array
    pull: Slope
    pull_sizes: Slope  # the same with absolute values, for bounds


def points(regime: str, count: int) -> Iterator[Point]:
    """Return every task at `count` inputs of a regime: the same at every call."""
    for number in range(count):
        for index, (task, make) in enumerate(TASKS.items()):
            random = np.random.default_rng([2019, REGIMES.index(regime), index, number])
            yield make(task, regime, number, random)


def _spread(regime: str, x: Array, random: np.random.Generator) -> Array:
    """Move Gaussian numbers into a regime."""
    if regime == "near a kink":
        return x * np.where(random.random(x.shape) < 0.5, 10 ** random.uniform(-6, -1, x.shape), 1.0)
    factor = {"large": 1e3, "tiny 1e-8": 1e-8, "saturated": 12.0}.get(regime, 1.0)
    return x * factor


def _elementwise(sigma: Sigma) -> Callable[..., Point]:
    def make(task: str, regime: str, number: int, random: np.random.Generator) -> Point:
        x = _spread(regime, random.standard_normal(8), random)
        parts = Parts(x, x, random.standard_normal(8), lambda g: g, lambda g: g)
        return Point(task, regime, number, sigma.of, x, parts.upstream, _answers(sigma, parts, sigma.of(x), regime))

    return make


def _product(sigma: Sigma, by: str, shape: tuple[int, int, int]) -> Callable[..., Point]:
    n, k, m = shape

    def make(task: str, regime: str, number: int, random: np.random.Generator) -> Point:
        X, W, upstream = (random.standard_normal(size) for size in ((n, k), (k, m), (n, m)))
        x = _spread(regime, X if by == "X" else W, random)
        if by == "X":
            f, scores, pull, sizes = lambda x: sigma.of(x @ W), x @ W, lambda g: g @ W.T, lambda g: g @ np.abs(W).T
        else:
            f, scores, pull, sizes = lambda x: sigma.of(X @ x), X @ x, lambda g: X.T @ g, lambda g: np.abs(X).T @ g
        parts = Parts(x, scores, upstream, pull, sizes)
        return Point(task, regime, number, f, x, upstream, _answers(sigma, parts, f(x), regime))

    return make


def _two_layers(sigma: Sigma) -> Callable[..., Point]:
    """The weights of the first layer, under a second layer, softmax and the negative log-likelihood."""

    def make(task: str, regime: str, number: int, random: np.random.Generator) -> Point:
        X, W1, W2 = (random.standard_normal(size) for size in ((5, 4), (4, 3), (3, 2)))
        wanted, x = np.eye(2)[random.integers(0, 2, 5)], _spread(regime, W1, random)

        def loss(x: Array) -> Array:
            scores = sigma.of(X @ x) @ W2
            return np.asarray(np.sum(np.logaddexp.reduce(scores, axis=1)) - np.sum(wanted * scores))

        scores = sigma.of(X @ x) @ W2
        upstream = (np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)) - wanted) @ W2.T
        parts = Parts(x, X @ x, upstream, lambda g: X.T @ g, lambda g: np.abs(X).T @ g)
        return Point(task, regime, number, loss, x, np.ones(()), _answers(sigma, parts, loss(x), regime))

    return make


TASKS: dict[str, Callable[..., Point]] = {
    **{sigma.name: _elementwise(sigma) for sigma in SIGMAS},
    **{f"{sigma.name}(XW) by X": _product(sigma, "X", (5, 4, 3)) for sigma in SIGMAS[:3]},
    **{f"{sigma.name}(XW) by W": _product(sigma, "W", (5, 4, 3)) for sigma in SIGMAS[2:]},
    **{f"two layers, {sigma.name}": _two_layers(sigma) for sigma in SIGMAS[3:]},
    "sin(XW) by X, square": _product(SIGMAS[0], "X", (3, 3, 3)),
    "leaky ReLU(XW) by W, square": _product(SIGMAS[4], "W", (3, 3, 3)),
}


def _answers(sigma: Sigma, parts: Parts, y: Array, regime: str) -> tuple[Answer, ...]:
    dtype: type = np.float32 if regime == "float32" else np.float64
    exact = parts.pull(parts.upstream * sigma.slope(parts.n))
    # Where the book's deriv reaches over a kink, every slope from one side's to the other's is right.
    unsure = np.where(np.abs(parts.n) <= DELTA, sigma.jump, 0.0)
    slack = parts.pull_sizes(np.abs(parts.upstream) * unsure)
    made = [Answer(name, value, True, False) for name, value in _right(sigma, parts, dtype)]
    for name, value in _wrong(sigma, parts, exact):
        off = np.max(np.abs(value - exact) - slack, initial=0.0)
        wrong = off > 1e-4 * np.max(np.abs(exact)) + UNSEEN[dtype] * max(1.0, np.max(np.abs(y)))
        made.append(Answer(name, value.astype(dtype), False, bool(wrong)))
    return tuple(made)


def _right(sigma: Sigma, parts: Parts, dtype: type) -> Iterator[tuple[str, Array]]:
    n, upstream = parts.n.astype(dtype), parts.upstream.astype(dtype)
    delta = dtype(DELTA)
    yield "in closed form", parts.pull(upstream * sigma.slope(n)).astype(dtype)
    yield "summed the other way round", -parts.pull(-sigma.slope(n) * upstream).astype(dtype)
    numeric = upstream * (sigma.of(n + delta) - sigma.of(n - delta)) / (2 * delta)
    yield "with the book's deriv", parts.pull(numeric).astype(dtype)


def _wrong(sigma: Sigma, parts: Parts, exact: Array) -> Iterator[tuple[str, Array]]:
    n, upstream, pull = parts.n, parts.upstream, parts.pull
    slope = sigma.slope(n)
    yield "negated", -exact
    yield "twice as long", 2 * exact
    yield "longer by a thousandth", 1.001 * exact
    yield "a mean for a sum", exact / n.size
    yield "upstream dropped", pull(slope)
    yield "sigma' left out", pull(upstream * np.ones(n.shape))
    yield "sigma' at sigma", pull(upstream * sigma.slope(sigma.of(n)))
    yield "sigma for sigma'", pull(upstream * sigma.of(n))
    yield "one-sided difference", pull(upstream * (sigma.of(n + DELTA) - sigma.of(n)) / DELTA)
    yield "/ 2 * delta", pull(upstream * (sigma.of(n + DELTA) - sigma.of(n - DELTA)) / 2 * DELTA)
    yield "first and last swapped", _with(exact, {0: exact.flat[-1], -1: exact.flat[0]})
    yield "one entry off by 1 %", _with(exact, {3: 1.01 * exact.flat[3]})
    yield "one entry lost", _with(exact, {1: 0.0})
    yield "rolled", np.roll(exact, 1)
    if exact.ndim == 2 and exact.shape[0] == exact.shape[1]:
        yield "transposed", exact.T


def _with(values: Array, changes: dict[int, float]) -> Array:
    changed = values.copy()
    for index, value in changes.items():
        changed.flat[index] = value
    return changed
