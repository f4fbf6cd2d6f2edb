"""A result is the solution's, and its cost grows as the solution's does: array operations, and no loop over entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.core.calls import Described, Shows
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.repeated import LEAST, MOST_LINES, REPEATED
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase

SHARE = 0.1  # lines for each further entry, past which it is a loop: blocks of some dozens of entries are none
FEWEST = 20  # lines that may come and go with what is in the arrays, such as another round until it converges
TIMES = 3  # as many more lines as the solution's
LOOP = (
    "is there a loop over the entries? (`np.vectorize`, `apply_along_axis`, `map`, `sum` and `tolist` are loops, too)"
)


@dataclass(frozen=True, slots=True)
class Vectorised(PlainCheck):
    """The solution's result, by about as many lines of Python however long the arrays are, in about the same time."""

    rtol: float = 1e-6

    kind: ClassVar[str] = "vectorised"
    in_words: ClassVar[str] = "{} by array operations"
    options: ClassVar[tuple[str, ...]] = ("rtol",)
    of_cost: ClassVar[bool] = True
    too_slow: ClassVar[str] = ", where array operations need milliseconds: is there a loop over the entries?"

    def plain(self, context: Context) -> Any:
        if context.call is None or context.call.shows is not Shows.REPEATED:
            how = f"write answer.{context.function}.repeated(…)"
            raise DeclarationError(f"{self.name}: '{self.output}' is asked once, which takes no time: {how}")
        own = PlainCheck.plain(self, context)
        lengths, lines = own.part("lengths"), own.part("lines")
        if not lines:
            short = f"the longest array has {lengths[1]} entries along an axis"
            raise DeclarationError(f"{self.name}: {short}: draw {LEAST} or more, or no growth can be seen")
        if lines[1] >= MOST_LINES or lines[1] - lines[0] > _allowed(lengths, 0):
            loop = "the solution has a loop over the entries, too"
            raise DeclarationError(f"{self.name}: {loop}: it takes {_told(lines, lengths)}")
        return own

    def wrong(self, value: object, expected: Expected) -> str:
        own: Described = expected.plain
        if not isinstance(value, Described) or value.kind != REPEATED:
            return f"expected the result of a call, got {type_phrase(value)}"
        if wrong := difference(value.part("value"), own.part("value"), Rules(rtol=self.rtol)):
            return wrong
        lines, lengths, (small, large) = value.part("lines"), own.part("lengths"), own.part("lines")
        if not isinstance(lines, list) or len(lines) != 2 or not all(type(each) is int for each in lines):
            return "the lines that your answer runs could not be counted"
        if lines[1] < MOST_LINES and lines[1] - lines[0] <= _allowed(lengths, large - small):
            return ""
        solutions = f"the solution takes {_steps(small)} and {_steps(large)}"
        return f"your answer takes {_told(lines, lengths)}; {solutions}: {LOOP}"


def _allowed(lengths: list[int], further: int) -> float:
    """Return how many more lines the longer call may run, where the solution runs so many more."""
    return TIMES * max(further, 0) + max(FEWEST, SHARE * (lengths[1] - lengths[0]))


def _told(lines: list[int], lengths: list[int]) -> str:
    few, many = lengths
    return f"{_steps(lines[0])} of Python for arrays of length {few}, and {_steps(lines[1])} for {many}"


def _steps(count: int) -> str:
    return f"more than {MOST_LINES} steps" if count >= MOST_LINES else f"{count} step{'' if count == 1 else 's'}"


def vectorised(output: str, *, points: float, hint: str = "", rtol: float = 1e-6) -> Check:
    """Declare that a result is worked out by array operations. It is hidden: it costs time.

    The output is `answer.f.repeated(…)`, with arrays of ten thousand entries or so. The call is made at two sizes, as
    it is and with a quarter of the longest axes of its arrays, and the lines of Python that it runs are counted: an
    answer fails whose lines grow with the arrays, where the solution's do not. So nothing is timed, and load changes
    nothing. To take an entry out of an argument, or of what was made of it by array operations, counts as well, so
    `sum(x)` and `map(math.sqrt, x)` are loops, too. What makes a plain array of it first (`np.asarray(x)`), or loops
    over `x.flat`, a memoryview or a column of pandas in compiled code, is found by its time alone: the call is made so
    many times, each with its arrays turned by some entries, that the solution needs a thirtieth of what a call may take
    (2 s, unless the course says otherwise), and what is thirty times as slow runs into that limit. Lines are counted in
    the student's process: as with `avoids`, one who wants to hide a loop can. Public checks can ask it of the source.
    """
    return Vectorised(output, points, True, hint, rtol=rtol)
