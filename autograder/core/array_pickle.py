"""Pickle that writes small arrays as their dtype, shape and entries, which are read sooner than what numpy writes.

As with all pickles, only what this program has written itself, and nobody else could have changed, may be read.
"""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np

SMALL = 4096  # bytes of an array; a larger one is written once, however often it occurs
Written = tuple[str, tuple[int, ...], bytes]


class ArrayPickler(pickle.Pickler):
    """Writes what an ArrayUnpickler reads."""

    def persistent_id(self, thing: Any) -> Written | None:
        if type(thing) is not np.ndarray or thing.nbytes > SMALL or not thing.flags.c_contiguous:
            return None
        return (thing.dtype.str, thing.shape, thing.tobytes()) if thing.dtype.kind in "biufc" else None


class ArrayUnpickler(pickle.Unpickler):
    """Reads what an ArrayPickler has written; arrays can be written to."""

    def persistent_load(self, written: Written) -> Any:
        dtype, shape, raw = written
        return np.ndarray(shape, dtype, raw).copy()
