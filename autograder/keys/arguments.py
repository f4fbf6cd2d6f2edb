"""What a probe may pass to an answer, as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.core.calls import Described, Opaque, leaves
from autograder.core.described import can_build
from autograder.core.portable_source import SourceNeededError, portable_source
from autograder.core.values import portable
from autograder.errors import AutograderError
from autograder.judging.observe import type_phrase


class ProbeError(AutograderError):
    """A probe did something that cannot be written down as calls."""


def plain_argument(argument: Any) -> Any:
    """Return an argument that is no function and no container, as data. Raises ProbeError for what has no form."""
    if isinstance(argument, np.generic) and argument.dtype.kind in "biuf":
        return argument.item()
    if isinstance(argument, np.ndarray) and argument.dtype.kind in "biuf" and type(argument) is np.ndarray:
        return argument.copy()
    made = portable(argument)
    if (isinstance(made, Described) and not can_build(made)) or any(isinstance(part, Opaque) for part in leaves(made)):
        kind = f"an array of dtype {argument.dtype}" if isinstance(argument, np.ndarray) else type_phrase(argument)
        raise ProbeError(
            f"{kind} cannot be an argument: use numbers, texts, arrays, functions, dates, or lists of them"
        )
    return made


def source_of(function: Callable[..., Any]) -> str:
    """Return the source of a function that is passed. Raises ProbeError where it needs more than np."""
    try:
        return portable_source(function)
    except SourceNeededError as error:
        raise ProbeError(str(error)) from error
