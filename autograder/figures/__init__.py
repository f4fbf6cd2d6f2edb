"""Figures for lessons, in one look, each with its text alternative.

`from autograder import figures`. Every function returns a `Picture`, which a cell displays when it is its last line;
nothing is drawn before, so a lesson that is only executed pays nothing for its figures. Names of values are TeX
without the dollars ("x_{11}", r"\\nu"); all other words may hold mathtext between dollars.
"""

from __future__ import annotations

from autograder.figures.boundary import decision_boundary
from autograder.figures.curves import curves, function_of_entry
from autograder.figures.figure import Picture
from autograder.figures.flipbook import flipbook
from autograder.figures.graph import graph
from autograder.figures.matrices import matrices, matrix_product
from autograder.figures.pictures import pictures

__all__ = [
    "Picture",
    "curves",
    "decision_boundary",
    "flipbook",
    "function_of_entry",
    "graph",
    "matrices",
    "matrix_product",
    "pictures",
]
