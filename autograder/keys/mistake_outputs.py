"""What a known mistake shows where the solution is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.core.answer_key import MistakeOutputs, Output
from autograder.core.calls import Call, Shows
from autograder.core.exercise import Variation
from autograder.core.large_calls import is_large
from autograder.core.script import SOURCES
from autograder.core.values import portable
from autograder.judging.observe import observe
from autograder.keys.reference import Reference


def mistake_outputs(
    reference: Reference, mistake: Variation, calls: Sequence[Call], outputs: Mapping[str, Output]
) -> MistakeOutputs:
    """Return what a mistake shows at each output of a probe, None where it raises. Large calls are left out."""
    sources = {**reference.solution.get(SOURCES, {}), mistake.exercise: mistake.source}
    substitutes: dict[str, Any] = {mistake.exercise: mistake.function, SOURCES: sources}
    asked = {output.call for output in outputs.values() if not is_large(calls[output.call])}
    results: dict[int, Any] = {}
    for number in asked:
        with np.errstate(all="ignore"), suppress(Exception):  # whatever a wrong answer raises
            results[number] = portable(*reference.answer([calls[number]], substitutes))
    # How it is written tells nothing of what it returns.
    told = {name: at for name, at in outputs.items() if calls[at.call].shows is not Shows.SOURCE}
    seen = {name: observe(results[at.call], at) if at.call in results else None for name, at in told.items()}
    return MistakeOutputs(
        mistake.name, mistake.sentence, {name: shown for name, shown in seen.items() if outputs[name].call in asked}
    )
