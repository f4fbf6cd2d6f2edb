"""A result is the gradient of a forward pass, which is measured by differences of the solution's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, DeclarationError, DrawAgainError, Expected
from autograder.core.model import Array
from autograder.gradients.compare import compare
from autograder.judging.kinds.numbers import are_wrong, difference_phrase, wrong_numbers


@dataclass(frozen=True, slots=True)
class Gradient(Check):
    """The numeric gradient of the solution's forward pass, within its error bound; see `gradient` for the fields."""

    of: str | Callable[..., Array] = ""
    wrt: str = ""
    upstream: str | None = None
    rtol: float = 2e-5

    kind: ClassVar[str] = "gradient"
    in_words: ClassVar[str] = "{} against a numeric derivative"
    tolerance_reason: ClassVar[str] = "the error bound of the numeric derivative that was computed beside it"

    def expect(self, context: Context) -> Expected:
        expected = self._measured(context)
        own, shape = context.result, expected.values.shape
        if own.shape != shape:
            shapes = f"{own.shape}, '{self.wrt}' has {shape}"
            raise DeclarationError(f"{self.name}: the solution's result has shape {shapes}")
        found = compare(own, expected.values, expected.tolerance)
        if not found.ok:
            message = "the solution disagrees with the numeric gradient of its forward pass"
            raise DeclarationError(f"{self.name}: {message}: {difference_phrase(found)}")
        return expected

    def wrong(self, value: object, expected: Expected) -> str:
        return wrong_numbers(value, expected, self.like)

    def fails(self, value: object, expected: Expected) -> bool:
        return are_wrong(value, expected)

    def portable(self) -> Check:
        return replace(self, of="")

    def _measured(self, context: Context) -> Expected:
        # Not above: where answers are judged, nothing is measured.
        from autograder.gradients import numeric
        from autograder.gradients.evaluation import NotFiniteError

        inputs = self._inputs(context)
        x = np.asarray(inputs[self.wrt], dtype=float)
        upstream = None if self.upstream is None else np.asarray(inputs[self.upstream], dtype=float)

        def forward(at: Array) -> Array:
            return np.asarray(self.forward(context.solution, inputs, at), dtype=float)

        try:
            with np.errstate(all="ignore"):
                found = numeric.numeric_gradient(forward, x, upstream)
                scale = float(np.max(np.abs(forward(x)), initial=0.0))
        except NotFiniteError as error:
            raise DrawAgainError from error
        except DeclarationError:
            raise
        except Exception as error:
            raise DeclarationError(f"{self.name}: its forward pass raised {error}") from error
        if np.any(found.kinks):
            raise DrawAgainError
        allowed = numeric.tolerance(found, scale, self.rtol) + numeric.error_by_differences(found, scale)
        if context.method_error is not None and context.method_error.shape == allowed.shape:
            allowed = allowed + context.method_error
        return Expected(found.values, allowed)

    def _inputs(self, context: Context) -> dict[str, Any]:
        # Where the gradient is taken by an argument of its own call, the others are those of that call too: one probe
        # may ask for several gradients.
        named = context.arguments if self.wrt in context.arguments else {}
        inputs = {**context.inputs, **named}
        for name in (self.wrt, self.upstream):
            if name is not None and name not in inputs:
                raise DeclarationError(f"{self.name} needs '{name}': return it from the probe")
        return inputs

    def forward(self, solution: Mapping[str, Any], inputs: Mapping[str, Any], x: Array) -> Any:
        """Return what the forward pass of a solution makes of x in place of the input `wrt`."""
        if callable(self.of):
            return self.of(SimpleNamespace(**solution), inputs, x)
        function = solution.get(self.of)
        if function is None:
            raise DeclarationError(f"{self.name} is of '{self.of}', which the lesson does not define")
        parameters, values = _parameters(function), {**inputs, self.wrt: x}
        missing = [name for name, p in parameters.items() if name not in values and p.default is p.empty]
        if missing:
            raise DeclarationError(f"{self.name} needs '{missing[0]}': return it from the probe")
        return function(*[_copy(values[name]) for name in parameters if name in values])


@lru_cache
def _parameters(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


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

    of: the name of a function of the lesson, called with its parameters taken by name from the arguments of the
    result's own call (where `wrt` is one of them) or else from the probe's dict; or a callable (solution, inputs, x)
    -> array. upstream: the name of an input of of's output shape; None stands for ones. The judge compares with
    central differences of the solution's forward pass, within their error bound plus rtol relative to the entry (see
    gradients.numeric), and allows what a right answer is off by that takes such differences itself.
    """
    return Gradient(output, points, hidden, hint, of=of, wrt=wrt, upstream=upstream, rtol=rtol)
