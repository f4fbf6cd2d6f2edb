"""A probe, recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.authoring.random_inputs import draw_from
from autograder.keys.arguments import ProbeError
from autograder.keys.recorder import Recording, record_probe


def given_function(x: Any) -> Any:
    return x


def recording_of(probe: Callable[[Any, Any], Any]) -> Recording:
    return record_probe(
        probe, draw_from("test"), frozenset({"f", "g", "given_function"}), {"given_function": given_function}
    )


def complaint(probe: Callable[[Any, Any], Any]) -> str:
    with pytest.raises(ProbeError) as caught:
        recording_of(probe)
    return str(caught.value)
