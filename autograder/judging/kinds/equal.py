"""A result is the same plain value as the solution's: text, bool, number, None, containers of them, dates, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from autograder.core.exercise import Check, DeclarationError, Expected
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.plain import PlainCheck

Spaces = Literal["exact", "ends", "any"]


@dataclass(frozen=True, slots=True)
class Equal(PlainCheck):
    """The solution's own value; see `equal` for the fields."""

    case: bool = True
    spaces: Spaces = "exact"
    any_order: bool = False
    any_sequence: bool = False
    rtol: float = 1e-6
    names: bool = False

    kind: ClassVar[str] = "equal"
    in_words: ClassVar[str] = "the value of {}"
    options: ClassVar[tuple[str, ...]] = ("case", "spaces", "any_order", "any_sequence", "rtol", "names")

    @property
    def accepts_many(self) -> bool:
        return not self.case or self.spaces != "exact" or self.any_order or self.any_sequence

    def wrong(self, value: object, expected: Expected) -> str:
        rules = Rules(self.case, self.spaces, self.any_order, self.any_sequence, self.rtol, self.names)
        return difference(value, expected.plain, rules)


def equal(
    output: str,
    *,
    points: float,
    hidden: bool = False,
    hint: str = "",
    case: bool = True,
    spaces: Spaces = "exact",
    any_order: bool = False,
    any_sequence: bool = False,
    rtol: float = 1e-6,
    names: bool = False,
) -> Check:
    """Declare that a result is the same plain value as the solution's.

    It may be a text, a bool, a number (complex, too), None, a list, tuple, dict or set of those, nested; an array,
    also of texts, dates, records or with a mask; a date, time or timedelta; a DataFrame, Series, Index, Timestamp,
    Timedelta, Period, Interval or Categorical of pandas; a sparse matrix.
    NaN is equal to NaN. Whole numbers are exact, others within rtol of their size plus 1e-9; int and float are one.

    case=False: the case of letters does not count. spaces="ends": space at the ends of lines and of a text does not
    count; spaces="any": how many spaces or line ends there are does not, either. any_order: the order of a list does
    not count. any_sequence: a list, a tuple and an array of one axis are as good as one another.
    names=True: a Series must have the solution's name, too.
    """
    if spaces not in get_args(Spaces):
        raise DeclarationError(f"spaces is {spaces!r}: it must be one of {', '.join(map(repr, get_args(Spaces)))}")
    return Equal(
        output,
        points,
        hidden,
        hint,
        case=case,
        spaces=spaces,
        any_order=any_order,
        any_sequence=any_sequence,
        rtol=rtol,
        names=names,
    )
