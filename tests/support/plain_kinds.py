"""A kind of check asked directly."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.calls import Call, Described
from autograder.core.exercise import Context
from autograder.core.values import portable


def context(value: Any, inputs: dict[str, Any] | None = None) -> Context:
    return Context(np.zeros(0), inputs or {}, {}, "f", value=portable(value), call=Call("f", ()))


NONE = Described("no exception", ())
