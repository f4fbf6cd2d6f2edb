"""The author's vocabulary: what an exercise's checks.py declares.

A check is about one named result of the exercise's probe. `hidden=True` keeps it out of what students receive; it
is judged in grading alone. `hint` is a question or remark added to the message when the check fails and no known
mistake explains why.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.model import Array, Check, Exercise

__all__ = ["Check", "Exercise", "gradient", "shape", "value"]


def shape(output: str, *, points: float, like: str | None = None, hidden: bool = False, hint: str = "") -> Check:
    """Declare that a result has the shape of the solution's. `like` names the input whose shape that is."""
    return Check("shape", output, points, hidden=hidden, hint=hint, like=like)


def value(output: str, *, points: float, hidden: bool = False, rtol: float = 1e-6, hint: str = "") -> Check:
    """Declare that a result equals the solution's, entry by entry.

    An entry is accepted when |got - want| <= rtol * (|want| + 0.1 * rms(want)) + 1e-9. Give a larger rtol where a
    right answer may be numeric (a central difference with step 0.001 is itself off by 1e-6 or more).
    """
    return Check("value", output, points, hidden=hidden, hint=hint, rtol=rtol)


def gradient(
    output: str,
    *,
    of: str | Callable[..., Array],
    wrt: str,
    points: float,
    upstream: str | None = None,
    hidden: bool = False,
    rtol: float = 2e-5,
    hint: str = "",
) -> Check:
    """Declare that a result is the gradient of sum(upstream * of(...)) with respect to the input `wrt`.

    of: the name of a function of the lesson, called with its parameters taken by name from the probe's dict; or a
    callable (solution, inputs, x) -> array. upstream: the name of an input of of's output shape; None stands for
    ones. The judge compares with central differences of the solution's forward pass, within their error bound plus
    rtol relative to the entry (see gradient.py).
    """
    return Check("gradient", output, points, hidden=hidden, hint=hint, of=of, wrt=wrt, upstream=upstream, rtol=rtol)
