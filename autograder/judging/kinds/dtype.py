"""A result is an array of the solution's dtype."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograder.core.calls import Described
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase
from autograder.judging.words import shown

PLAIN = {bool: "bool", int: "int64", float: "float64", complex: "complex128"}


@dataclass(frozen=True, slots=True)
class Dtype(PlainCheck):
    """The dtype of an array, of a table's columns, or the format of a sparse matrix. Values are for another check."""

    kind: ClassVar[str] = "dtype"
    in_words: ClassVar[str] = "the dtype of {}"
    compares_values: ClassVar[bool] = False

    def plain(self, context: Context) -> Any:
        found = dtype_of(context.value)
        if found is None:
            message = f"the solution's result is {type_phrase(context.value)}, which has no dtype"
            raise DeclarationError(f"{self.name}: {message}")
        return found

    def wrong(self, value: object, expected: Expected) -> str:
        found = dtype_of(value)
        if found is None:
            return f"expected dtype {_worded(expected.plain)}, got {type_phrase(value)}"
        return "" if found == expected.plain else f"expected dtype {_worded(expected.plain)}, got {_worded(found)}"


def dtype_of(value: object) -> Any:
    """Return the dtype of an array or a number by its name, that of a described value as it says, or None."""
    if isinstance(value, np.ndarray):
        return value.dtype.name
    if isinstance(value, Described):
        return value.part("dtype")
    return PLAIN.get(type(value))


def _worded(dtype: Any) -> str:
    return dtype if isinstance(dtype, str) and dtype.isprintable() and len(dtype) < 60 else shown(dtype)


def dtype(output: str, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that an array has the dtype of the solution's, such as int64 or float32; values are for another check.

    A number of Python's own has the dtype that numpy gives it. Of a DataFrame it is the dtypes of all columns, of a
    sparse matrix its format.
    """
    return Dtype(output, points, hidden, hint)
