"""The call that shows a fault as text: a line to run, what should come, what came, the entry that is furthest off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.core.verdicts import Evidence

INVITATION = "To see it, run in a cell:"
MARK = ">{}<"
DIGITS = (6, 9, 17)


def result_name(evidence: Evidence) -> str:
    """Return what the numbers are of: "the result", "result [1]" or "before" for an argument that should stay."""
    if evidence.kind == "unchanged":
        return "the argument"
    return f"result{evidence.place}" if evidence.place else "the result"


def number_lines(evidence: Evidence) -> Iterator[str]:
    """Yield lines of equal columns: "expected  1.44  0.16", "got  -2.4 >0.8<"; nothing where there are no numbers."""
    if not evidence.got:
        return
    want, got = _formatted(evidence)
    of = "" if not evidence.place and evidence.kind != "unchanged" else f" {result_name(evidence)}"
    heads = (f"expected{of}", f"got{of}")
    width = max(map(len, heads))
    for head, numbers in zip(heads, (want, got), strict=True):
        for place, row in enumerate(_by_rows(numbers, evidence.shape)):
            yield f"{(head if place == 0 else ''):<{width}}  {' '.join(row)}"


def _formatted(evidence: Evidence) -> tuple[list[str], list[str]]:
    """Return all numbers in columns, with as many digits as it takes to tell the worst entry's apart.

    Of a zero no sign: a product of matrices gives it either, by the system's own order of sums.
    """
    worst = evidence.worst
    for digits in DIGITS:
        want, got = ([f"{number:z.{digits}g}" for number in numbers] for numbers in (evidence.want, evidence.got))
        if want[worst] != got[worst]:
            break
    marked = [f" {text} " for text in (*want, *got)]
    for place in (worst, len(want) + worst):
        marked[place] = MARK.format(marked[place].strip())
    columns = evidence.shape[-1] if evidence.shape else 1
    widths = [max(len(text) for text in marked[column::columns]) for column in range(columns)]
    padded = [f"{text:>{widths[place % columns]}}" for place, text in enumerate(marked)]
    return padded[: len(want)], padded[len(want) :]


def _by_rows(numbers: Sequence[str], shape: tuple[int, ...]) -> list[list[str]]:
    columns = shape[-1] if shape else 1
    return [list(row) for row in np.reshape(np.array(numbers, dtype=object), (-1, columns))]


def measured(kind: str) -> str:
    """Return what the expected numbers are called in a picture."""
    return "numeric" if kind == "gradient" else "expected"
