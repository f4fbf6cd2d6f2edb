"""Prove the questions of an assignment: of all choices only the right ones are accepted, of numbers only near ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

from autograder.core.question.form import Kind
from autograder.core.question.question import Question
from autograder.core.question.solution import is_right

INSIDE, OUTSIDE = 0.999, 1.001  # of the tolerance


def faults(question: Question) -> Iterator[str]:
    """Yield what is accepted or rejected wrongly, as sentences."""
    form, solution = question.form, question.solution
    for answer, right in _tries(question):
        if is_right(form, solution, answer) != right:
            yield f"the answer {answer!r:.60} is {'rejected' if right else 'accepted'}: look at its tolerance"


def _tries(question: Question) -> Iterator[tuple[Any, bool]]:
    """Yield answers, as they are read, with whether they are right."""
    labels, solution = [label for label, _ in question.form.choices], question.solution
    match question.form.kind:
        case Kind.ONE:
            yield from ((label, label in solution.right) for label in labels)
        case Kind.SEVERAL:
            sets = chain.from_iterable(combinations(labels, size) for size in range(len(labels) + 1))
            yield from ((chosen, chosen in solution.right) for chosen in map(frozenset, sets))
        case Kind.NUMBER:
            yield from _at_edges(question)


def _at_edges(question: Question) -> Iterator[tuple[Any, bool]]:
    """Yield numbers just inside and just outside of the tolerance, in all units."""
    (right,), solution = question.solution.right, question.solution
    allowed = solution.atol + solution.rtol * abs(right)
    far = OUTSIDE * allowed + 1e-9 * abs(right) + 1e-12
    for unit, factor in solution.factors or (("", 1.0),):
        for off in (INSIDE * allowed, -INSIDE * allowed, 0.0):
            yield ((right + off) / factor, unit), True
        for off in (far, -far):
            yield ((right + off) / factor, unit), False
