"""The author's vocabulary: what an exercise's checks.py declares.

A check is about one named result of the exercise's probe. `hidden=True` keeps it out of what students receive; it
is judged in grading alone. `hint` is a question or remark added to the message when the check fails and no known
mistake explains why.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.core.model import Array, Check, Exercise

__all__ = ["Check", "Exercise", "analytic", "gradient", "shape", "unchanged", "value"]


def shape(output: str, *, points: float, like: str | None = None, hidden: bool = False, hint: str = "") -> Check:
    """Declare that a result has the shape of the solution's. `like` names the input whose shape that is.

    It consists of real numbers then; whether they are right, or finite at all, is for a value or gradient check of the
    same result to say.
    """
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


def analytic(output: str, *, points: float, hidden: bool = False, rtol: float = 1e-12, hint: str = "") -> Check:
    """Declare that a result is worked out by a closed form, where the exercise demands one in so many words.

    Two things give a numeric derivative away. Its precision: as `value`, with room for rounding alone. Closed forms
    agree to 1e-14, a central difference is off by 1e-11 or more; a result in single precision is held to that. And
    its cost: draw arguments of more than 1000 numbers, which need a hidden check and are asked once, so that the one or
    two evaluations for each of them take longer than a call may. Give a larger rtol where a right answer uses numeric
    slopes inside a closed form: the cost tells even then.

    Derivatives that are as exact as a closed form and cost no more (a complex step, an extrapolation of high order, of
    something element-wise) pass.
    """
    return Check("analytic", output, points, hidden=hidden, hint=hint, rtol=rtol)


def unchanged(output: str, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that an argument is the same after the call as before, where the exercise promises so.

    The output is `answer.f.leaves(0)(X, …)`: X, as the call leaves it. Rounding may differ: an entry that was moved
    and moved back counts as unchanged.
    """
    return Check("unchanged", output, points, hidden=hidden, hint=hint, rtol=1e-9)
