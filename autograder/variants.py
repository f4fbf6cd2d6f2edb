"""The author's vocabulary of variants.py: what differs from student to student.

    from autograder.variants import Draw, Drawn

    def variant(draw: Draw) -> Drawn:
        return {"RATE": draw.choice([0.05, 0.1, 0.2]), "data/heights.csv": draw.positive(20, 2)}

A name stands for a constant (a number, a text, a bool, None, or lists, tuples and dicts of these; an array becomes a
list). A name that begins with data/ or hidden_data/ is a file: a text, bytes, or an array, which becomes a .csv or a
.npy file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.authoring.random_inputs import Draw as Draw

__all__ = ["Draw", "Drawn"]

Drawn = Mapping[str, Any]
