"""Figures are free where nobody looks, and keep what they are given."""

from __future__ import annotations

import base64
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from autograder import figures
from autograder.core.calls import Call, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.figures.figure import Picture
from autograder.figures.pictures import colored
from autograder.sandbox.host.session import AnySandbox
from support.figures_shown import ALL, X, texts
from support.running import run


@pytest.mark.parametrize("name", ["branches", "product", "panels", "boundary"])
def test_the_reader_s_own_settings_change_nothing(name: str) -> None:
    picture = ALL[name]("a figure")
    with mpl.rc_context({"font.size": 30, "figure.facecolor": "black", "axes.grid": False, "lines.linewidth": 9}):
        with_settings = picture.png()
    assert with_settings == picture.png()


def test_nothing_is_drawn_before_somebody_looks() -> None:
    program = """
        import sys, numpy as np
        from autograder import figures
        figures.curves(np.arange(9), {"f": np.sin}, alt="a wave", tangent_at=1.0)
        figures.matrix_product(np.eye(2), np.eye(2), alt="one")
        figures.decision_boundary({"f": lambda p: p[0]}, np.eye(2), [0, 1], alt="two")
        figures.graph([("y", "f", ["x"])], alt="a box", gradients=True)
        assert not any(name.startswith("matplotlib") for name in sys.modules)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)


def cells(*sources: str) -> Iterator[Cell]:
    return (Cell("code", textwrap.dedent(source).strip()) for source in sources)


GIVEN = ("import numpy as np\nfrom autograder import check, figures",)
ANSWER = Cell("code", "def f():\n    return 1.0", exercise="f")


def test_a_cell_with_a_figure_costs_nothing_in_a_worker(course_sandbox: AnySandbox) -> None:
    show = """
        figures.graph([("N", r"$\\nu$", ["X", "W"])], alt="a graph").show()
        figures.decision_boundary({"p": lambda p: p[0]}, np.eye(2), [0, 1], alt="two", title="XOR").show()
        figures.curves(np.arange(9), {"f": np.sin}, alt="a wave", tangent_at=1.0)
    """
    seen = run(course_sandbox, Job(GIVEN, (*cells(show), ANSWER), ("f",)), [Call("f", ())], Limits())
    assert seen.cell_errors == {}
    assert seen.outcomes[0] == Returned(1.0)


def test_a_student_who_goes_on_drawing_with_matplotlib_can_do_so_in_a_worker(course_sandbox: AnySandbox) -> None:
    draw = """
        import matplotlib
        graph = figures.graph([("N", r"$\\nu$", ["X", "W"]), ("S", r"$\\sigma$", ["N"])], alt="a", gradients=True)
        plane = figures.decision_boundary({"p": lambda p: p[0]}, np.eye(2), [0, 1], alt="two", title="XOR")
        product = figures.matrix_product(np.eye(2), np.eye(2), alt="one")
        wave = figures.curves(np.arange(9), {"f": np.sin}, alt="a wave", tangent_at=1.0)
        wave.figure.axes[0].set_title("mine")
        assert all(picture.png() for picture in (graph, plane, product, wave))
    """
    seen = run(course_sandbox, Job(GIVEN, (*cells(draw), ANSWER), ("f",)), [Call("f", ())], Limits())
    assert seen.cell_errors == {}


def test_a_png_file_can_be_saved(tmp_path: Any) -> None:
    picture = figures.matrices({"X": X}, alt="a matrix")
    picture.save(tmp_path / "x.png")
    shown = base64.b64decode(picture._repr_mimebundle_()[0]["image/png"])
    assert (tmp_path / "x.png").read_bytes() == shown


def faces(picture: Picture) -> list[tuple[float, float, float]]:
    """Return the colours of a drawing's filled rectangles, in the order in which they were drawn."""
    patches = picture.figure.axes[0].patches
    return [to_rgb(patch.get_facecolor()) for patch in patches if patch.get_fill()]


def test_in_a_table_of_both_signs_zero_is_white_and_the_signs_have_colours_of_their_own() -> None:
    negative, zero, positive = faces(figures.matrices({"": np.array([[-2.0, 0.0, 1.0]])}, alt="three cells"))
    assert zero == (1.0, 1.0, 1.0)
    assert negative[0] > negative[2]
    assert positive[0] < positive[2]
    assert sum(negative) < sum(positive)  # twice as far from 0: darker


def test_in_a_table_of_one_sign_the_smallest_entry_is_white() -> None:
    assert faces(figures.matrices({"": np.array([[1.0, 2.0, 3.0]])}, alt="three cells"))[0] == (1.0, 1.0, 1.0)


def test_an_input_of_two_boxes_is_drawn_once_and_forks() -> None:
    forked = figures.graph([("p", "f", ["x"]), ("q", "g", ["x"]), ("s", "h", ["p", "q"])], alt="a fork")
    assert texts(forked).count("$x$") == 1


def test_an_axis_can_be_logarithmic() -> None:
    fading = figures.curves(np.arange(1, 4), {"": [1.0, 0.1, 0.01]}, log=True, alt="a fading curve")
    assert fading.figure.axes[0].get_yscale() == "log"


def test_a_picture_s_white_is_zero_and_its_signs_have_colours_of_their_own() -> None:
    white, black = colored(np.array([[0.0, 2.0]]))[0]
    assert (tuple(white), tuple(black)) == ((1, 1, 1), (0, 0, 0))
    orange, white, blue = colored(np.array([[-1.0, 0.0, 0.5]]))[0]
    assert orange[0] > orange[2]
    assert blue[2] > blue[0]
    assert tuple(white) == (1, 1, 1)
    assert np.all(colored(np.zeros((2, 2))) == 1)


def test_pictures_stand_in_rows_each_with_its_caption() -> None:
    five = [(f"digit {n}", np.eye(8)) for n in range(5)]
    made = figures.pictures(five, columns=2, alt="five digits", title="five").figure
    heights = {text.get_text(): text.get_position()[1] for text in made.axes[0].texts}
    assert heights["digit 0"] == heights["digit 1"] > heights["digit 2"] > heights["digit 4"]
    assert len(made.axes[0].images) == 5


def test_a_flipbook_plays_its_frames_when_asked_to_and_is_a_still_picture_elsewhere() -> None:
    frames = [(f"step {n}", figures.matrices({"a": [[n]]}, alt=f"a table with the one number {n}")) for n in (1, 2, 3)]
    made = figures.flipbook(frames, alt="a number that grows from one to three")
    data, _ = made._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == frames[-1][1].png()
    page = data["text/html"]
    assert '<img src="data:image/png' in page
    assert 'alt="a number that grows from one to three"' in page
    assert page.count('"caption"') == 3
    assert "autoplay" not in page
    assert "http" not in page
    with pytest.raises(ValueError, match="at least one picture"):
        figures.flipbook([], alt="nothing at all")
