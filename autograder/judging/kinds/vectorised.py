"""A result is the solution's, and takes about as long: array operations, and no loop over entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.core.calls import Shows
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.plain import PlainCheck


@dataclass(frozen=True, slots=True)
class Vectorised(PlainCheck):
    """The solution's result of a call that is repeated so often that the solution needs a fraction of its time."""

    rtol: float = 1e-6

    kind: ClassVar[str] = "vectorised"
    in_words: ClassVar[str] = "{} by array operations"
    options: ClassVar[tuple[str, ...]] = ("rtol",)
    too_slow: ClassVar[str] = ", where array operations need milliseconds: is there a loop over the entries?"

    def plain(self, context: Context) -> Any:
        if context.call is None or context.call.shows is not Shows.REPEATED:
            how = f"write answer.{context.function}.repeated(…)"
            raise DeclarationError(f"{self.name}: '{self.output}' is asked once, which takes no time: {how}")
        return PlainCheck.plain(self, context)

    def wrong(self, value: object, expected: Expected) -> str:
        return difference(value, expected.plain, Rules(rtol=self.rtol))


def vectorised(output: str, *, points: float, hint: str = "", rtol: float = 1e-6) -> Check:
    """Declare that a result is worked out by array operations. It is hidden: it costs time.

    The output is `answer.f.repeated(…)`, with arrays of ten thousand entries or so. The call is made so many times,
    each with its arrays turned by some entries, that the solution needs a thirtieth of what a call may take (2 s,
    unless the course says otherwise): an answer that is thirty times as slow runs into that limit, and it is the
    grader's clock that tells. Public checks can ask the same of the source, see `avoids`.
    """
    return Vectorised(output, points, True, hint, rtol=rtol)
