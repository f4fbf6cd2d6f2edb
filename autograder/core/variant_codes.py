"""The code of a variant, which a notebook carries along: a short keyed hash of each thing that was drawn, by name.

Two codes say what differs between two variants, and nobody can tell from one what was drawn. Grading goes by the
student's name and the course's seed; the code only tells whose copy it is that was handed in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from autograder.core.model import Cell

FILE = "variants.py"  # of an assignment, beside its lesson: what is drawn for each student
NAME = "VARIANT"  # of the variable in a notebook that holds the code
MARK = "variant"  # of the given cell in which it stands
DIGITS = 6
NAMES_AT_MOST = 100  # a longer code is none: it is a student's to write, and is kept in the record
ANOTHERS = "this copy of the notebook was made for another student: what was drawn differently in yours counts 0"
NOT_JUDGED = "not judged: this is another student's copy, and in yours other values are drawn"
_CODE = rf"(?:[0-9a-f]{{{DIGITS}}})(?:-[0-9a-f]{{{DIGITS}}}){{0,{NAMES_AT_MOST - 1}}}"
_LINE = re.compile(rf"^[ \t]*{NAME}[ \t]*=[ \t]*[\"']({_CODE})[\"']", re.MULTILINE)


def code_of(seed: str, assignment: str, drawn: Mapping[str, bytes]) -> str:
    """Return the code of what was drawn, by name; the seed keeps anyone from finding values by trying."""
    parts = (b"\0".join([seed.encode(), assignment.encode(), name.encode(), drawn[name]]) for name in sorted(drawn))
    return "-".join(hashlib.sha256(b"variant\0" + part).hexdigest()[:DIGITS] for part in parts)


def code_in(cells: Iterable[Cell]) -> str:
    """Return the code that a notebook carries: in its given cell, or wherever else it stands; "" without one."""
    ours, others = list[str](), list[str]()
    for cell in cells:
        if NAME in cell.source and cell.kind == "code":
            (ours if cell.given == MARK else others).extend(_LINE.findall(cell.source))
    return next(iter([*ours, *others]), "")


def differing(one: str, other: str) -> frozenset[int] | None:
    """Return the places, in the order of names, in which two codes differ; None where they are not of one lesson."""
    mine, theirs = one.split("-"), other.split("-")
    if len(mine) != len(theirs):
        return None
    return frozenset(place for place, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b)


def not_theirs(own: str, claimed: str, drawn_places: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """Return the exercises that ask something else in a student's own variant than in the copy that was handed in.

    drawn_places: the places in the code on which each exercise rests.
    """
    if not own or not claimed or own == claimed:
        return frozenset()
    places = differing(own, claimed)
    return frozenset(name for name, each in drawn_places.items() if (each if places is None else places & {*each}))
