"""A figure shows what the solution's shows: its axes, their labels, and the data of what is drawn; no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from autograder.core.calls import Described
from autograder.core.described.bars import BAR, NAME, PLACES
from autograder.core.described.figures import KIND, NOTHING
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.plain import PlainCheck, described
from autograder.judging.observe import type_phrase
from autograder.judging.words import shown

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
            raise DeclarationError(f"{self.name}: '{self.output}' is not a figure: {how}")
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
            if name == "points" and len(ours) == 1:
                theirs = _together(theirs)
            if not isinstance(theirs, list) or len(theirs) != len(ours):
                yield f"expected {_counted(want)}, got {_counted(got)}"
            elif told := self._first_unlike(theirs, ours, noun):
                yield told
        for name in SCALES:
            if told := difference(got.part(name), want.part(name), Rules()):
                yield f"{name}: {told}"

    def _first_unlike(self, got: list[Any], want: list[Any], noun: str) -> str:
        """Return how the first thing differs that has no equal; in which order they were drawn does not count."""
        left = list(enumerate(got))
        unmatched = []
        for number, wanted in enumerate(want):
            same = next((each for each in left if not self._unlike(each[1], wanted)), None)
            if same is None:
                unmatched.append((number, wanted))
            else:
                left.remove(same)
        if not unmatched:
            return ""
        (number, wanted), (_, drawn) = unmatched[0], left[0]
        which = f" {number + 1}" if len(want) > 1 else ""
        return f"{noun}{which}: {self._unlike(drawn, wanted)}"

    def _unlike(self, drawn: Any, wanted: Any) -> str:
        """Return how one thing that is drawn differs from another, or "". Points of a set have no order."""
        rules = Rules(rtol=self.rtol)
        if isinstance(wanted, Described) and wanted.kind == BAR and isinstance(drawn, Described):
            return difference(_unnamed(drawn), _unnamed(wanted), rules) or self._named_otherwise(drawn, wanted)
        told = difference(drawn, wanted, rules)
        return told if told and difference(_sorted(drawn), _sorted(wanted), rules) else ""

    def _named_otherwise(self, drawn: Described, wanted: Described) -> str:
        """Return how the name under a bar differs: it says whose bar it is."""
        want, got = wanted.part(NAME), drawn.part(NAME)
        if self.labels == "any" or not want or not difference(got, want, Rules(case=False, spaces="any")):
            return ""
        return f"expected the name {shown(want)} under it, got {shown(got) if got else 'none'}"

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
    others = axes.part("others")
    if not counts:
        return "other shapes" if isinstance(others, int) and others > 0 else "an empty picture"
    return " and ".join(f"{count} {_plural(noun, count)}" for count, noun in counts)


def _plural(noun: str, count: int) -> str:
    head, _, rest = noun.partition(" ")
    return noun if count == 1 else f"{head}s {rest}".rstrip()


def _together(sets: Any) -> Any:
    """Return all points as one set: each may have been drawn by itself."""
    if isinstance(sets, list) and len(sets) > 1 and all(_is_set(each) for each in sets):
        return [np.concatenate(sets)]
    return sets


def _is_set(points: Any) -> bool:
    return isinstance(points, np.ndarray) and points.ndim == 2 and points.shape[1] == 2


def _sorted(points: Any) -> Any:
    if not _is_set(points):
        return points
    near = points.round(PLACES)  # rounding must not change which comes first
    return points[np.lexsort((near[:, 1], near[:, 0]))]


def _unnamed(bar: Described) -> Described:
    return Described(bar.kind, tuple(part for part in bar.parts if part[0] != NAME))


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
    number of axes, and in each the data of lines, bars, scattered points and images, and the scales. Points may be
    drawn in any order, and by `plot` without a line; an image counts as it is shown, whichever row it begins with. What
    is taste does not count: colours, widths, how axes are arranged, the numbers along an image, a colour bar.
    labels="there": where the solution has a title, a label of an axis or a legend, there must be one, and names under
    bars say whose they are; "same": each must say the same, except for case and spaces; "any": they are not looked at.
    rtol is of the data.
    """
    if labels not in get_args(Labels):
        raise DeclarationError(f"labels is {labels!r}: it must be one of {', '.join(map(repr, get_args(Labels)))}")
    return Figure(output, points, hidden, hint, labels=labels, rtol=rtol)
