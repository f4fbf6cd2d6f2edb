"""What a returned value shows at a named output: its numbers, or words for what is there instead."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.answer_key import Observation, Output
from autograder.core.calls import Described
from autograder.core.described.arrays import MASKED
from autograder.core.model import Array

MOST_ENTRIES = 200  # of an array of plain data, by which a known mistake is recognised


def extract(value: Any, path: tuple[int, ...], parts: tuple[int, ...] = ()) -> Any:
    """Return the part of a returned value that `path` leads to. Raises LookupError, with a sentence, if it has none.

    parts: of how many parts the value must consist at each step, where that is known. As in Python's own unpacking, a
    tuple, a list and an array of that many rows are as good as one another, and a part too many is one too many.
    """
    for step, index in enumerate(path):
        value = _part(value, index, parts[step] if parts else None)
    return value


def _part(value: Any, index: int, wanted: int | None) -> Any:
    if wanted is not None and isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == wanted:
        return value[index, ...]
    if not isinstance(value, (list, tuple)):
        wish = "a tuple of results" if wanted is None else arity_phrase(wanted)
        raise LookupError(f"expected {wish}, got {type_phrase(value)}")
    if wanted is not None and len(value) != wanted:
        raise LookupError(f"expected {arity_phrase(wanted)}, got {type_phrase(value)} of {len(value)}")
    if index >= len(value):
        raise LookupError(f"expected a tuple of at least {index + 1} results, got one of {len(value)}")
    return value[index]


def arity_phrase(number: int) -> str:
    """Name the kind of value that has so many parts, for a student."""
    return f"a tuple or list of {number} results"


def observe(value: Any, output: Output) -> Observation:
    """Return what a returned value shows at an output."""
    try:
        part, problem = extract(value, output.path, output.parts), ""
    except LookupError as error:
        part, problem = value, str(error)
    if output.plain:
        return Observation(None, problem, None if problem else (_sampled(part),))
    values = as_array(part)
    if values is None or values.dtype.kind not in "biuf":
        return Observation(None, problem or type_phrase(part) + ("" if values is None else f" of {values.dtype}"))
    return Observation(values, problem)


def _sampled(value: Any) -> Any:
    """Return a value, of a large array its shape and the first entries: they tell known mistakes apart as well."""
    if isinstance(value, np.ndarray) and value.size > MOST_ENTRIES:
        return value.shape, value.ravel()[:MOST_ENTRIES]
    return value


def type_phrase(value: Any, exact: bool = False) -> str:
    """Name a returned value for a student: "an array of shape (3,)", "None", "a list".

    exact: a number is named by its own type, "an int".
    """
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a single number"
    if isinstance(value, bool):
        return "a bool"
    if isinstance(value, (int, float)) and not exact:
        return "a single number"
    if value is None:
        return "None (is a `return` missing?)"
    return with_article(str(getattr(value, "type_name", type(value).__name__)))


def is_truth(value: Any) -> bool:
    """Say whether a value is True or False, or an array of those."""
    return isinstance(value, bool) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "b")


def with_article(name: str) -> str:
    """Return "an int", "a str"."""
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def as_array(value: Any) -> Array | None:
    """Return a number or array as an array, anything else as None."""
    if isinstance(value, (np.ndarray, np.generic)):
        return np.asarray(value)
    if isinstance(value, Described) and value.kind == MASKED and isinstance(data := value.part("data"), np.ndarray):
        return None if np.any(value.part("mask")) else data
    if isinstance(value, (bool, int, float)):
        try:
            return np.asarray(value, dtype=float)
        except OverflowError:
            return np.asarray(np.inf)
    return None
