"""Figures of lessons say what they show in words, and are legible without colour."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from nbconvert import HTMLExporter

from autograder import figures
from autograder.figures import style as look
from autograder.figures.boundary import SHADES
from autograder.figures.figure import Picture
from autograder.figures.matrices import COLUMN, ENTRY, PLAIN, ROW
from support.figures_shown import ALL, CHAIN, GRAPHS, LINE, TABLES, X, written

every_figure = pytest.mark.parametrize("make", ALL.values(), ids=ALL)
every_drawing = pytest.mark.parametrize("make", (GRAPHS | TABLES).values(), ids=GRAPHS | TABLES)


# --- in words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_figure_without_a_text_alternative_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="say in words what the figure shows"):
        figures.matrices({"X": X}, alt=alt)


@every_figure
def test_every_figure_asks_for_its_text_alternative(make: Callable[[str], Picture]) -> None:
    assert make("a house").alt == "a house"


def test_the_text_alternative_reaches_the_page(tmp_path: Any) -> None:
    alt = 'The "steepest" of <all> & any.'
    data, metadata = figures.matrices({"X": X}, alt=alt)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    for template in ("lab", "classic"):
        page, _ = HTMLExporter(template_name=template).from_notebook_node(book)
        assert "alt='The \"steepest\" of &lt;all&gt; &amp; any.'" in page


def test_without_matplotlib_a_moving_picture_is_told_in_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = figures.flipbook([("one", figures.matrices({"X": X}, alt="X"))], alt="a picture that moves")
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, name, None)
    data, _ = shown._repr_mimebundle_()
    assert "a picture that moves" in data["text/plain"]
    assert "image/png" not in data


def test_where_no_image_is_shown_the_words_are() -> None:
    picture = figures.matrices({"X": X}, alt="the identity")
    assert picture._repr_mimebundle_()[0]["text/plain"] == repr(picture) == "[Figure: the identity]"


def test_the_page_shows_the_image_as_wide_as_it_was_drawn() -> None:
    picture = figures.curves(LINE, {"": LINE}, alt="a line")
    assert f'width="{int(picture.figure.get_size_inches()[0] * 96)}"' in picture._repr_mimebundle_()[0]["text/html"]


# --- legible -----------------------------------------------------------------------------------------------------


@every_figure
@pytest.mark.filterwarnings("error")  # matplotlib warns where its fonts lack a letter
def test_every_figure_is_drawn_in_the_fonts_that_come_with_matplotlib(make: Callable[[str], Picture]) -> None:
    picture = make("a figure")
    assert picture.png().startswith(b"\x89PNG")
    with mpl.rc_context():
        assert {text.get_fontfamily()[0] for text in written(picture.figure)} == {"DejaVu Sans"}


@every_figure
def test_nothing_leaves_the_sheet(make: Callable[[str], Picture]) -> None:
    figure = make("a figure").figure
    figure.draw_without_rendering()
    (left, low), (right, high) = figure.get_tightbbox().get_points()
    width, height = figure.get_size_inches()
    assert min(left, low, width - right, height - high) > -0.01  # inches


@every_drawing
def test_no_two_words_of_a_drawing_lie_on_each_other(make: Callable[[str], Picture]) -> None:
    figure = make("a figure").figure
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in written(figure)]
    assert not [(a, b) for (a, one), (b, two) in itertools.combinations(boxes, 2) if one.overlaps(two)]


@pytest.mark.parametrize("color", [look.INK, look.BLUE, look.VERMILLION, look.GREEN, look.PURPLE])
def test_what_is_written_in_colour_stands_out_from_the_paper(color: str) -> None:
    light, dark = _light(look.PAPER), _light(color)
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # what the Web's guidelines ask of text


def _light(color: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))


def test_no_two_curves_have_the_same_line_style() -> None:
    styles = [str(style) for _, style in look.CURVES]
    assert len(set(styles)) == len(styles)


def test_in_grey_a_darker_plane_is_a_surer_one() -> None:
    lights = [_light(paper) for paper in SHADES]
    assert all(a - b > 0.02 for a, b in itertools.pairwise(lights))


def test_in_grey_the_row_the_column_and_the_entry_are_told_apart_by_their_hatching() -> None:
    assert len({hatch for _, hatch in (ROW, COLUMN, ENTRY, PLAIN)}) == 4


def test_the_way_back_is_dashed() -> None:
    (axes,) = figures.graph(CHAIN, alt="a chain", gradients=["x"]).figure.axes
    styles = [patch.get_linestyle() for patch in axes.patches]
    assert sum(style not in ("-", "solid") for style in styles) == 1
