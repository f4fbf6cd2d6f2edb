"""Values of kinds of their own, described in plain ones: dates, tables, masked arrays, figures. One family per file.

Each file has `describe(value)`, which returns None for what is not its own, and BUILD: how a described value becomes
one again, where it is an argument. A module such as pandas is looked up among those that are loaded, and only building
one imports it: where a course does not use it, nothing here does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograder.core.calls import Described
from autograder.core.described import arrays, chance, figures, sparse, tables, times
from autograder.core.described.arrays import describe_array as describe_array

_FAMILIES = (arrays, times, chance, tables, sparse, figures)
_BUILD: Mapping[str, Callable[[Described], Any]] = {
    kind: build for family in _FAMILIES for kind, build in family.BUILD.items()
}


def describe(value: Any) -> Described | None:
    """Return what a value consists of, not yet turned into what may travel; None where its kind is not known."""
    return next((found for family in _FAMILIES if (found := family.describe(value)) is not None), None)


def can_build(described: Described) -> bool:
    """Say whether a described value can be an argument."""
    return described.kind in _BUILD


def build(described: Described) -> Any:
    """Return the value that was described, made afresh. Raises LookupError for a kind that cannot be an argument."""
    return _BUILD[described.kind](described)
