"""Plain values as JSON: arguments of calls, what is expected of results, what known mistakes show."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.core.calls import Described, FunctionRef, Made, Opaque

DIGITS = 12  # of a number: the last bits differ from machine to machine


def encode(value: Any) -> Any:
    """Return a value as JSON."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, FunctionRef):
        return {"function": value.name, "where": value.where, "source": value.source}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [encode(part) for part in value]}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((encode(part) for part in value), key=repr), "frozen": isinstance(value, frozenset)}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(part)] for key, part in value.items()]}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, Described):
        return {"described": value.kind, "parts": [[name, encode(part)] for name, part in value.parts]}
    if isinstance(value, Opaque):
        return {"opaque": value.type_name}
    return {"made": value.step} if isinstance(value, Made) else value


def _array(value: Any) -> dict[str, Any]:
    flat = value.ravel()
    if value.dtype.kind == "c":
        flat = np.stack([flat.real, flat.imag], axis=-1).ravel()
    return {"array": flat.tolist(), "shape": list(value.shape), "dtype": value.dtype.name}


def decode(value: Any) -> Any:
    """Return the value that encode wrote. Raises LookupError, TypeError or ValueError for anything else."""
    if not isinstance(value, dict):
        return value
    return next(read for kind, read in _READ.items() if kind in value)(value)


def _read_array(made: Mapping[str, Any]) -> Any:
    dtype = np.dtype(made["dtype"])
    if dtype.kind == "c":
        parts = np.array(made["array"], dtype=float).reshape(-1, 2)
        return (parts[:, 0] + 1j * parts[:, 1]).astype(dtype).reshape(made["shape"])
    return np.array(made["array"], dtype=dtype).reshape(made["shape"])


def _read_set(made: Mapping[str, Any]) -> Any:
    return (frozenset if made["frozen"] else set)(decode(part) for part in made["set"])


_READ: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "array": _read_array,
    "function": lambda made: FunctionRef(made["where"], made["function"], made["source"]),
    "list": lambda made: [decode(part) for part in made["list"]],
    "tuple": lambda made: tuple(decode(part) for part in made["tuple"]),
    "set": _read_set,
    "dict": lambda made: {decode(key): decode(part) for key, part in made["dict"]},
    "complex": lambda made: complex(*made["complex"]),
    "described": lambda made: Described(made["described"], tuple((n, decode(part)) for n, part in made["parts"])),
    "opaque": lambda made: Opaque(made["opaque"]),
    "made": lambda made: Made(made["made"]),
}


def stable(value: Any) -> Any:
    """Return a value whose numbers are rounded to DIGITS digits, so that they are the same on every machine."""
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, complex):
        return complex(_rounded(value.real), _rounded(value.imag))
    if isinstance(value, np.ndarray):
        return _rounded_array(value)
    if isinstance(value, (list, tuple, frozenset)):
        return type(value)(stable(part) for part in value)
    if isinstance(value, dict):
        return {stable(key): stable(part) for key, part in value.items()}
    if isinstance(value, Described):
        return Described(value.kind, tuple((name, stable(part)) for name, part in value.parts))
    return value


def _rounded(number: float) -> float:
    return float(f"{number:.{DIGITS}g}") + 0.0 if math.isfinite(number) else number


def _rounded_array(array: Any) -> Any:
    if array.dtype.kind == "c":
        return (_rounded_array(array.real) + 1j * _rounded_array(array.imag)).astype(array.dtype)
    if array.dtype.kind != "f":
        return array
    return np.array([_rounded(number) for number in array.ravel().tolist()], array.dtype).reshape(array.shape)
