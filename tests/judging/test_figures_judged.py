"""A figure is right however it was drawn, and what differs in what it shows is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.checks import figure
from autograder.core.calls import Described
from autograder.core.values import portable
from support.plain_kinds import context

Drawing = Callable[[Any], object]
X, Y = np.array([1.0, 2.0, 3.0]), np.array([4.0, 1.0, 6.0])
IMAGE = np.arange(6.0).reshape(2, 3)
NAMES = ["ash", "Beech", "oak"]


def drawn(draw: Drawing) -> Any:
    made, axes = plt.subplots()
    draw(axes)
    shown = portable(made)
    plt.close(made)
    return shown


def told(got: Drawing, want: Drawing, **options: Any) -> str:
    check = figure("y", points=1, **options)
    return check.wrong(drawn(got), check.expect(context(drawn(want))))


def scatter(axes: Any) -> None:
    axes.scatter(X, Y)


def named_bars(axes: Any) -> None:
    axes.bar(NAMES, Y)


def image(axes: Any) -> None:
    axes.imshow(IMAGE)


def labelled(axes: Any) -> None:
    axes.plot(X, Y, label="growth")
    axes.set_title("Trees")
    axes.legend()


def labelled_outside(axes: Any) -> None:
    axes.plot(X, Y, label="growth")
    axes.figure.suptitle("Trees")
    axes.figure.legend()


RIGHT: dict[str, tuple[Drawing, Drawing]] = {
    "points in another order": (lambda axes: axes.scatter(X[::-1], Y[::-1]), scatter),
    "points by plot": (lambda axes: axes.plot(X, Y, "o"), scatter),
    "points one by one": (lambda axes: [axes.scatter(*each) for each in zip(X, Y, strict=True)], scatter),
    "names as ticks": (lambda axes: axes.bar(range(3), Y, tick_label=NAMES), named_bars),
    "names set later": (lambda axes: (axes.bar([0, 1, 2], Y), axes.set_xticks([0, 1, 2], NAMES)), named_bars),
    "numbers as ticks": (lambda axes: axes.bar(X, Y), lambda axes: axes.bar(X, Y, tick_label=["1", "2", "3"])),
    "an image that begins below": (lambda axes: axes.imshow(IMAGE[::-1], origin="lower"), image),
    "an image turned twice": (lambda axes: (axes.imshow(IMAGE[::-1]), axes.invert_yaxis()), image),
    "a colour bar": (lambda axes: axes.figure.colorbar(axes.imshow(IMAGE)), image),
    "words of the whole figure": (labelled_outside, labelled),
    "the other way round": (labelled, labelled_outside),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_shows_the_same_is_right(name: str) -> None:
    got, want = RIGHT[name]
    assert told(got, want) == ""


WRONG: list[tuple[Drawing, Drawing, str]] = [
    (lambda axes: axes.plot(X, Y), scatter, "expected 1 set of points, got 1 line"),
    (lambda axes: axes.plot(X, Y, ""), scatter, "expected 1 set of points, got 1 line"),
    (
        lambda axes: axes.scatter(X, Y[::-1]),
        scatter,
        "set of points: at [0, 1] expected 4, got 6 (2 of 6 entries are wrong)",
    ),
    (
        lambda axes: axes.bar(NAMES[::-1], Y),
        named_bars,
        "bar 1: expected the name 'ash' under it, got 'oak'",
    ),
    (lambda axes: axes.bar(range(3), Y), named_bars, "bar 1: expected the name 'ash' under it, got none"),
    (
        lambda axes: axes.imshow(IMAGE, origin="lower"),
        image,
        "image: at [0, 0] expected 0, got 3 (6 of 6 entries are wrong)",
    ),
    (lambda axes: axes.pcolormesh(IMAGE), image, "expected 1 image, got other shapes"),
    (lambda axes: axes.stairs(Y), named_bars, "expected 3 bars, got other shapes"),
    (lambda axes: (labelled(axes), axes.set_title(" ")), labelled, "the title is missing"),
]


@pytest.mark.parametrize(("got", "want", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_what_shows_something_else_is_told(got: Drawing, want: Drawing, words: str) -> None:
    assert told(got, want) == words


def test_names_under_bars_are_not_looked_at_where_labels_are_not() -> None:
    assert told(lambda axes: axes.bar(range(3), Y), named_bars, labels="any") == ""
    assert told(lambda axes: axes.bar([name.upper() for name in NAMES], Y), named_bars) == ""


def _forged(**parts: Any) -> Described:
    (axes,) = drawn(scatter).part("axes")
    return Described("figure", (("axes", [Described("axes", tuple({**dict(axes.parts), **parts}.items()))]),))


@pytest.mark.parametrize("points", [[np.zeros(3), np.zeros((2, 2))], [np.zeros((0, 2))] * 2, "text", [None, None]])
def test_forged_points_are_wrong_and_break_nothing(points: Any) -> None:
    check = figure("y", points=1)
    expected = check.expect(context(drawn(scatter)))
    assert check.wrong(_forged(points=points, others="many"), expected)
