"""A check of an author's own: a function of the inputs and the result, which says what is wrong.

It runs where judging runs, on decoded plain data alone: nothing that a student's code made is in its hands.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from autograder.core.calls import Opaque, leaves
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.portable_source import SourceNeededError, portable_source
from autograder.core.text import single_line
from autograder.core.values import portable
from autograder.judging.bounded import TookTooLongError, within
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of one's own says of a result; message: what is wrong, in a sentence for the student."""

    passed: bool
    message: str = ""


Function = Callable[[Mapping[str, Any], Any], Verdict]
SECONDS = 2.0  # of CPU time, for one judgement


@dataclass(frozen=True, slots=True)
class Own(PlainCheck):
    """What a function says; source: its def, which needs nothing but np and Verdict. line: of checks.py."""

    function: str = ""
    source: str = ""
    line: int = 0

    kind: ClassVar[str] = "own"
    options: ClassVar[tuple[str, ...]] = ("function", "source")

    @property
    def name(self) -> str:
        return f"{self.function} of {self.output}" + (" (hidden)" if self.hidden else "")

    @property
    def accepts_many(self) -> bool:
        return True

    def plain(self, context: Context) -> Any:
        inputs = {name: portable(value) for name, value in context.inputs.items()}
        plain = {name: value for name, value in inputs.items() if not _holds_opaque(value)}
        verdict = self._said(plain, context.value)
        if not verdict.passed:
            raise self._fault(f"it rejects the solution: {verdict.message or 'without a word'}")
        self._require_words(plain)
        return plain

    def _said(self, inputs: Mapping[str, Any], value: Any) -> Verdict:
        try:
            verdict = self.judged(inputs, value)
        except TookTooLongError:
            raise self._fault(f"it took more than {SECONDS:g} s of CPU time on the solution's result") from None
        except Exception as error:
            raise self._fault(f"it raised {type(error).__name__} on the solution's result: {error}") from error
        if not isinstance(verdict, Verdict) or not isinstance(verdict.message, str):
            raise self._fault(f"it must return Verdict(passed, message), not {type_phrase(verdict)}")
        return verdict

    def _require_words(self, inputs: Mapping[str, Any]) -> None:
        """Raise DeclarationError if a result that is nothing at all is rejected without a word, or passes."""
        try:
            verdict = self.judged(inputs, None)
        except TookTooLongError:
            raise self._fault(f"it took more than {SECONDS:g} s of CPU time on None") from None
        except Exception:  # a result of another kind is said to be one
            return
        if isinstance(verdict, Verdict) and not verdict.passed and not str(verdict.message).strip():
            raise self._fault("it rejects None and says nothing: give the Verdict a message")
        if not isinstance(verdict, Verdict):
            raise self._fault(f"of None it says {type_phrase(verdict)}: it must return Verdict(passed, message)")

    def _fault(self, message: str) -> DeclarationError:
        return DeclarationError(f"{self.name}: {message}", self.line or None)

    def judged(self, inputs: Mapping[str, Any], value: Any) -> Any:
        """Return what the function returns; it gets copies. Raises TookTooLongError."""
        function, arguments = _made(self.function, self.source), (deepcopy(dict(inputs)), deepcopy(value))
        return within(SECONDS, lambda: function(*arguments))

    def wrong(self, value: object, expected: Expected) -> str:
        try:
            verdict = self.judged(expected.plain, value)
            passed, message = bool(verdict.passed), single_line(str(verdict.message))
        except TookTooLongError:
            return f"`{self.function}` did not come to an end with this in {SECONDS:g} s"
        except Exception:  # of results that it was not made for; of the solution's it is known to judge well
            return f"`{self.function}` can make nothing of {type_phrase(value)}"
        return "" if passed else message or f"this does not pass `{self.function}`"


def _holds_opaque(value: Any) -> bool:
    return any(isinstance(part, Opaque) for part in leaves(value))


@lru_cache
def _made(name: str, source: str) -> Function:
    scope: dict[str, Any] = {"np": np, "Verdict": Verdict}
    exec(compile(source, f"<check {name}>", "exec", dont_inherit=True), scope)
    made: Function = scope[name]
    return made


def own(output: str, function: Function, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that a function of checks.py accepts a result: `def f(inputs, result): return Verdict(passed, message)`.

    inputs: what the probe drew, by name; result: what came back. Both are plain data: None, bools, numbers, texts,
    arrays, lists, tuples, dicts and frozensets; other kinds (a date, a DataFrame) are Described, by their parts.

    The function needs nothing but np, Verdict and what it imports itself, since it is judged by where checks.py is not
    at hand: in a process that grades, and if it is public in the student's own check. Where it raises, the result
    counts as wrong. One with another signature, one that rejects the solution or raises on its result, and one that
    rejects without a word stop the release.
    """
    line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
    name = getattr(function, "__name__", "?")
    try:
        source = portable_source(function, {"Verdict": Verdict}, "own(…)")
        inspect.signature(function).bind({}, None)
    except SourceNeededError as error:
        raise DeclarationError(str(error), line) from error
    except TypeError as error:
        raise DeclarationError(f"'{name}' must take two arguments, (inputs, result): {error}", line) from error
    return Own(output, points, hidden, hint, function=name, source=source, line=line or 0)
