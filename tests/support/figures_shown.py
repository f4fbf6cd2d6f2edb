"""Figures of every kind, and the words that are in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.text import Text

from autograder import figures
from autograder.figures.figure import Picture

X = np.array([[1.0, 2.0], [0.0, 1.0]])
W = np.array([[3.0], [-1.0]])
LINE = np.linspace(-2, 2, 41)
PLANE = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
CHAIN = [("u", "square", ["x"]), ("v", "sigmoid", ["u"]), ("y", "sin", ["v"])]
LOSS = [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"]), ("L", r"$\Lambda$", ["S"])]
TWO_LAYERS = [
    ("M_1", "matmul", ["X", "W_1"]),
    ("N_1", "$+$", ["M_1", "B_1"]),
    ("O_1", r"$\sigma$", ["N_1"]),
    ("M_2", "matmul", ["O_1", "W_2"]),
    ("P", "$+$", ["M_2", "B_2"]),
    ("L", "loss", ["P", "Y"]),
]
BRANCHES = [("u", "f", ["x"]), ("v", "g", ["y"]), ("p", r"$\times$", ["u", "v"]), ("s", r"$\sigma$", ["p", "b", "c"])]
SHAPES = {"X": (3, 3), "W": (3, 2), "N": (3, 2), "S": (3, 2), "L": ()}
SIZES = {name: ("n", "k") for _, _, inputs in TWO_LAYERS for name in inputs}
SLOPES = {("S", "N"): r"\odot\,\sigma'(N)", ("N", "X"): r"\cdot\,W^T", ("N", "W"): r"X^T\cdot"}


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def diagonal(points: Any) -> Any:
    return sigmoid(8 * np.abs(points[:1] - points[1:]) - 4)


GRAPHS: dict[str, Callable[[str], Picture]] = {
    "chain": lambda alt: figures.graph(CHAIN, alt=alt, title="Three nested functions"),
    "chain and back": lambda alt: figures.graph(CHAIN, alt=alt, gradients=True, slopes={("u", "x"): r"\times 2x"}),
    "matrix to loss": lambda alt: figures.graph(LOSS, alt=alt, shapes=SHAPES),
    "matrix to loss and back": lambda alt: figures.graph(LOSS, alt=alt, shapes=SHAPES, gradients=True, slopes=SLOPES),
    "two layers": lambda alt: figures.graph(TWO_LAYERS, alt=alt, shapes=SIZES, title="Two layers"),
    "two layers and back": lambda alt: figures.graph(TWO_LAYERS, alt=alt, shapes=SIZES, gradients=True),
    "a box": lambda alt: figures.graph([("y", "f", ["x"])], alt=alt, title="A string is pulled through a box"),
    "branches": lambda alt: figures.graph(BRANCHES, alt=alt, gradients=True),
}


TABLES: dict[str, Callable[[str], Picture]] = {
    "product": lambda alt: figures.matrix_product(X, W, entry=(1, 0), alt=alt, title="Two houses"),
    "matrices": lambda alt: figures.matrices({"$X$": X, "row": [1.5, -2], "L": 2.3755}, alt=alt, title="Shapes"),
    "long words": lambda alt: figures.matrices({"a name that is long": [1], "$w = A v$, as long": [2]}, alt=alt),
    "a long title": lambda alt: figures.matrix_product([[1]], [[2]], alt=alt, title="One number times one number"),
    "without heat": lambda alt: figures.matrices({"$W$": W}, alt=alt, heat=False),
}


PLOTS: dict[str, Callable[[str], Picture]] = {
    "curves": lambda alt: figures.curves(LINE, {"$x^2$": np.square, "$2x$": 2 * LINE}, alt=alt, tangent_at=1.0),
    "many curves": lambda alt: figures.curves(LINE, {f"{k}": LINE**k for k in range(5)}, alt=alt, title="Powers"),
    "panels": lambda alt: figures.curves(LINE, {"sine": {"f": np.sin, "f′": np.cos}, "e": {"f": np.exp}}, alt=alt),
    "entry": lambda alt: figures.function_of_entry(lambda a: (a @ W).sum(), X, (0, 1), name="x_{12}", alt=alt),
    "boundary": lambda alt: figures.decision_boundary({"a": diagonal, "b": diagonal}, PLANE, [0, 1, 1, 0], alt=alt),
    "points": lambda alt: figures.decision_boundary({}, PLANE, [[0, 1, 1, 0]], alt=alt, title="XOR"),
}


ALL = GRAPHS | TABLES | PLOTS


def texts(picture: Picture) -> list[str]:
    return [text.get_text() for text in written(picture.figure)]


def written(figure: Any) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
