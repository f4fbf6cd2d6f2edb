"""A figure shows what the solution's shows: its axes, their labels, and the data of what is drawn; no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from autograder.core.calls import Described
from autograder.core.described.figures import KIND, NOTHING
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.plain import PlainCheck, described
from autograder.judging.observe import type_phrase

Labels = Literal["any", "there", "same"]
WORDS = ("title", "x label", "y label")
DRAWN = {"lines": "line", "bars": "bar", "points": "set of points", "images": "image"}
SCALES = ("x scale", "y scale")


@dataclass(frozen=True, slots=True)
class Figure(PlainCheck):
    """What matplotlib holds of the solution's figure; see `figure` for the fields."""

    labels: Labels = "there"
    rtol: float = 1e-6

    kind: ClassVar[str] = "figure"
    in_words: ClassVar[str] = "what the figure shows ({})"
    options: ClassVar[tuple[str, ...]] = ("labels", "rtol")

    @property
    def accepts_many(self) -> bool:
        return True

    def plain(self, context: Context) -> Any:
        if (value := described(context.value, KIND)) is None or not _axes(value):
            how = f"write answer.{context.function}.figure(…), and draw something in the solution"
            raise DeclarationError(f"{self.name}: '{self.output}' is no figure: {how}")
        return value

    def wrong(self, value: object, expected: Expected) -> str:
        if described(value, NOTHING) is not None:
            return "expected a figure, but nothing was drawn"
        if (shown := described(value, KIND)) is None:
            return f"expected a figure, got {type_phrase(value)}"
        got, want = _axes(shown), _axes(expected.plain)
        if len(got) != len(want):
            return f"expected {len(want)} axes (a picture each), got {len(got)}"
        places = [""] if len(want) == 1 else [f"in picture {number}: " for number in range(1, len(want) + 1)]
        found = (
            place + told
            for place, *pair in zip(places, got, want, strict=True)
            for told in (*self._drawn(*pair), *self._labelled(*pair))
        )
        return next(found, "")

    def _drawn(self, got: Described, want: Described) -> Iterator[str]:
        for name, noun in DRAWN.items():
            ours, theirs = want.part(name), got.part(name)
            if not isinstance(theirs, list) or len(theirs) != len(ours):
                yield f"expected {_counted(want)}, got {_counted(got)}"
            elif told := self._first_unlike(theirs, ours, noun):
                yield told
        for name in SCALES:
            if told := difference(got.part(name), want.part(name), Rules()):
                yield f"{name}: {told}"

    def _first_unlike(self, got: list[Any], want: list[Any], noun: str) -> str:
        """Return how the first thing differs that has no equal; in which order they were drawn does not count."""
        rules, left = Rules(rtol=self.rtol), list(enumerate(got))
        unmatched = []
        for number, wanted in enumerate(want):
            same = next((each for each in left if not difference(each[1], wanted, rules)), None)
            if same is None:
                unmatched.append((number, wanted))
            else:
                left.remove(same)
        if not unmatched:
            return ""
        (number, wanted), (_, drawn) = unmatched[0], left[0]
        which = f" {number + 1}" if len(want) > 1 else ""
        return f"{noun}{which}: {difference(drawn, wanted, rules)}"

    def _labelled(self, got: Described, want: Described) -> Iterator[str]:
        if self.labels == "any":
            return
        rules = Rules(case=False, spaces="any", any_order=True)
        for name in (*WORDS, "legend"):
            ours, theirs = want.part(name), got.part(name)
            if ours and not theirs:
                yield f"the {name} is missing"
            elif self.labels == "same" and (told := difference(theirs, ours, rules)):
                yield f"{name}: {told}"


def _counted(axes: Described) -> str:
    """Say what is drawn in a picture: "3 bars and 1 line"."""
    counts = [(len(part), noun) for name, noun in DRAWN.items() if isinstance(part := axes.part(name), list) and part]
    return " and ".join(f"{count} {_plural(noun, count)}" for count, noun in counts) or "an empty picture"


def _plural(noun: str, count: int) -> str:
    head, _, rest = noun.partition(" ")
    return noun if count == 1 else f"{head}s {rest}".rstrip()


def _axes(figure: Described) -> list[Described]:
    axes = figure.part("axes")
    return [each for each in axes if isinstance(each, Described)] if isinstance(axes, list) else []


def figure(
    output: str,
    *,
    points: float,
    hidden: bool = False,
    hint: str = "",
    labels: Labels = "there",
    rtol: float = 1e-6,
) -> Check:
    """Declare that a figure holds what the solution's does. The output is `answer.f.figure(…)`.

    That is the figure that the call returns (or its axes), else the one that it draws with pyplot. Compared are the
    number of axes, and in each the data of lines, bars, scattered points and images, and the scales. labels="there":
    where the solution has a title, a label of an axis or a legend, there must be one; "same": it must say the same,
    except for case and spaces; "any": they are not looked at. rtol is of the data.
    """
    if labels not in get_args(Labels):
        raise DeclarationError(f"labels is {labels!r}: it must be one of {', '.join(map(repr, get_args(Labels)))}")
    return Figure(output, points, hidden, hint, labels=labels, rtol=rtol)
