"""Figures of lessons: what they show, in words too; legible without colour; and free where nobody looks."""

from __future__ import annotations

import base64
import itertools
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from nbconvert import HTMLExporter

from autograder import figures
from autograder.core.calls import Call, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.figures import style as look
from autograder.figures.boundary import SHADES
from autograder.figures.figure import Picture
from autograder.figures.graph_layout import Plan, lay_out
from autograder.figures.matrices import COLUMN, ENTRY, PLAIN, ROW
from autograder.figures.pictures import colored
from autograder.sandbox.host.session import AnySandbox
from support.running import run

X = np.array([[1.0, 2.0], [0.0, 1.0]])
W = np.array([[3.0], [-1.0]])
LINE = np.linspace(-2, 2, 41)
PLANE = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
CHAIN = [("u", "square", ["x"]), ("v", "sigmoid", ["u"]), ("y", "sin", ["v"])]
LOSS = [("N", r"$\nu$", ["X", "W"]), ("S", r"$\sigma$", ["N"]), ("L", r"$\Lambda$", ["S"])]
TWO_LAYERS = [
    ("M_1", "matmul", ["X", "W_1"]),
    ("N_1", "$+$", ["M_1", "B_1"]),
    ("O_1", r"$\sigma$", ["N_1"]),
    ("M_2", "matmul", ["O_1", "W_2"]),
    ("P", "$+$", ["M_2", "B_2"]),
    ("L", "loss", ["P", "Y"]),
]
BRANCHES = [("u", "f", ["x"]), ("v", "g", ["y"]), ("p", r"$\times$", ["u", "v"]), ("s", r"$\sigma$", ["p", "b", "c"])]
SHAPES = {"X": (3, 3), "W": (3, 2), "N": (3, 2), "S": (3, 2), "L": ()}
SIZES = {name: ("n", "k") for _, _, inputs in TWO_LAYERS for name in inputs}
SLOPES = {("S", "N"): r"\odot\,\sigma'(N)", ("N", "X"): r"\cdot\,W^T", ("N", "W"): r"X^T\cdot"}


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def diagonal(points: Any) -> Any:
    return sigmoid(8 * np.abs(points[:1] - points[1:]) - 4)


GRAPHS: dict[str, Callable[[str], Picture]] = {
    "chain": lambda alt: figures.graph(CHAIN, alt=alt, title="Three nested functions"),
    "chain and back": lambda alt: figures.graph(CHAIN, alt=alt, gradients=True, slopes={("u", "x"): r"\times 2x"}),
    "matrix to loss": lambda alt: figures.graph(LOSS, alt=alt, shapes=SHAPES),
    "matrix to loss and back": lambda alt: figures.graph(LOSS, alt=alt, shapes=SHAPES, gradients=True, slopes=SLOPES),
    "two layers": lambda alt: figures.graph(TWO_LAYERS, alt=alt, shapes=SIZES, title="Two layers"),
    "two layers and back": lambda alt: figures.graph(TWO_LAYERS, alt=alt, shapes=SIZES, gradients=True),
    "a box": lambda alt: figures.graph([("y", "f", ["x"])], alt=alt, title="A string is pulled through a box"),
    "branches": lambda alt: figures.graph(BRANCHES, alt=alt, gradients=True),
}
TABLES: dict[str, Callable[[str], Picture]] = {
    "product": lambda alt: figures.matrix_product(X, W, entry=(1, 0), alt=alt, title="Two houses"),
    "matrices": lambda alt: figures.matrices({"$X$": X, "row": [1.5, -2], "L": 2.3755}, alt=alt, title="Shapes"),
    "long words": lambda alt: figures.matrices({"a name that is long": [1], "$w = A v$, as long": [2]}, alt=alt),
    "a long title": lambda alt: figures.matrix_product([[1]], [[2]], alt=alt, title="One number times one number"),
    "without heat": lambda alt: figures.matrices({"$W$": W}, alt=alt, heat=False),
}
PLOTS: dict[str, Callable[[str], Picture]] = {
    "curves": lambda alt: figures.curves(LINE, {"$x^2$": np.square, "$2x$": 2 * LINE}, alt=alt, tangent_at=1.0),
    "many curves": lambda alt: figures.curves(LINE, {f"{k}": LINE**k for k in range(5)}, alt=alt, title="Powers"),
    "panels": lambda alt: figures.curves(LINE, {"sine": {"f": np.sin, "f′": np.cos}, "e": {"f": np.exp}}, alt=alt),
    "entry": lambda alt: figures.function_of_entry(lambda a: (a @ W).sum(), X, (0, 1), name="x_{12}", alt=alt),
    "boundary": lambda alt: figures.decision_boundary({"a": diagonal, "b": diagonal}, PLANE, [0, 1, 1, 0], alt=alt),
    "points": lambda alt: figures.decision_boundary({}, PLANE, [[0, 1, 1, 0]], alt=alt, title="XOR"),
}
ALL = GRAPHS | TABLES | PLOTS
every_figure = pytest.mark.parametrize("make", ALL.values(), ids=ALL)
every_drawing = pytest.mark.parametrize("make", (GRAPHS | TABLES).values(), ids=GRAPHS | TABLES)


def texts(picture: Picture) -> list[str]:
    return [text.get_text() for text in written(picture.figure)]


def written(figure: Any) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


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


# --- curves ------------------------------------------------------------------------------------------------------


def test_a_tangent_has_the_slope_of_its_curve() -> None:
    assert "tangent, slope 2" in texts(figures.curves(LINE, {"f": np.square}, alt="a parabola", tangent_at=1.0))
    assert "tangent, slope −2" in texts(figures.curves(LINE, {"f": LINE**2}, alt="a parabola", tangent_at=-1.0))


def test_a_tangent_may_be_given_its_slope() -> None:
    assert "tangent, slope 0.5" in texts(figures.curves(LINE, {"f": np.exp}, alt="e", tangent_at=0.0, slope=0.5))


def test_panels_stand_side_by_side() -> None:
    picture = figures.curves(LINE, {"sine": {"f": np.sin}, "cosine": {"f": np.cos}}, alt="two waves")
    assert [axes.get_title() for axes in picture.figure.axes] == ["sine", "cosine"]


def test_a_picture_shows_the_numbers_of_when_it_was_made() -> None:
    y = LINE.copy()
    picture = figures.curves(LINE, {"f": y}, alt="a line")
    y[:] = 0
    np.testing.assert_array_equal(picture.figure.axes[0].lines[0].get_ydata(), LINE)


def test_a_function_of_one_entry_moves_that_entry_only_and_leaves_the_array_as_it_was() -> None:
    seen: list[Any] = []
    before = X.copy()
    figures.function_of_entry(lambda a: seen.append(a.copy()) or a.sum(), X, (0, 1), alt="a line", reach=2.0)
    np.testing.assert_array_equal(X, before)
    moved = np.array(seen)
    assert moved[:, 0, 1].min() == 0.0
    assert moved[:, 0, 1].max() == 4.0
    assert np.ptp(moved.reshape(len(moved), 4)[:, [0, 2, 3]], axis=0).max() == 0


def test_the_tangent_of_a_function_of_one_entry_touches_where_the_entry_is() -> None:
    picture = figures.function_of_entry(lambda a: np.sum(a**2), X, (0, 1), name="x_{12}", alt="a parabola")
    assert "tangent, slope 4" in texts(picture)
    assert "$x_{12}$, all other entries fixed" in texts(picture)


# --- matrices ----------------------------------------------------------------------------------------------------


def test_a_product_shows_the_sum_that_makes_the_entry() -> None:
    shown = texts(figures.matrix_product(X, W, entry=(0, 0), alt="a product"))
    assert "row 0, column 0:  1·3 + 2·(−1) = 1" in shown
    assert [text for text in shown if text.startswith("shape")] == ["shape (2, 2)", "shape (2, 1)", "shape (2, 1)"]


def test_of_a_product_one_row_one_column_and_one_entry_are_hatched() -> None:
    (axes,) = figures.matrix_product(np.ones((3, 4)), np.ones((4, 5)), entry=(1, 2), alt="a product").figure.axes
    hatches = [patch.get_hatch() for patch in axes.patches if patch.get_hatch()]
    assert {hatch: hatches.count(hatch) for hatch in set(hatches)} == {ROW[1]: 4, COLUMN[1]: 4, ENTRY[1]: 1}


def test_a_table_shows_numbers_shapes_and_no_minus_before_a_zero() -> None:
    shown = texts(figures.matrices({"v": [-0.0001, -2.5], "L": 30}, alt="numbers"))
    assert {"0.00", "−2.5", "30", "shape (2,)", "a number"} <= set(shown)


def test_a_rounded_number_is_told_from_an_exact_one() -> None:
    assert {"0.50", "0.5", "10"} <= set(texts(figures.matrices({"v": [0.4999, 0.5, 10.0]}, alt="numbers")))


# --- graphs ------------------------------------------------------------------------------------------------------


def plan(steps: Any, rules: tuple[str, ...] = ()) -> Plan:
    values = {name: (f"${name}$",) for output, _, inputs in steps for name in (*inputs, output)}
    return lay_out(steps, values, values, {output: rules for output, _, _ in steps})


@pytest.mark.parametrize("steps", [CHAIN, LOSS, TWO_LAYERS, BRANCHES], ids=["chain", "loss", "layers", "branches"])
@pytest.mark.parametrize("rules", [(), ("one", "two", "three", "four", "five")], ids=["plain", "with rules"])
def test_boxes_stand_apart(steps: Any, rules: tuple[str, ...]) -> None:
    for one, two in itertools.combinations(plan(steps, rules).boxes, 2):
        across = abs(one.centre[0] - two.centre[0]) - (one.size[0] + two.size[0]) / 2
        up = abs(one.centre[1] - two.centre[1]) - (one.size[1] + two.size[1]) / 2
        assert max(across, up) > 0.1


@pytest.mark.parametrize("steps", [CHAIN, LOSS, TWO_LAYERS, BRANCHES], ids=["chain", "loss", "layers", "branches"])
def test_every_arrow_that_is_level_goes_to_the_right_and_every_other_upwards(steps: Any) -> None:
    for arrow in plan(steps).arrows:
        assert arrow.head[0] > arrow.tail[0] or (arrow.upright and arrow.head[1] > arrow.tail[1])


def test_every_value_is_on_an_arrow_as_often_as_it_is_used_and_the_result_once() -> None:
    used = [name for _, _, inputs in TWO_LAYERS for name in inputs]
    assert sorted(arrow.forth[0] for arrow in plan(TWO_LAYERS).arrows) == sorted(f"${name}$" for name in [*used, "L"])


def test_inputs_come_from_the_left_where_a_computation_begins_and_from_below_where_they_join_it() -> None:
    upright = {arrow.forth[0] for arrow in plan(TWO_LAYERS).arrows if arrow.upright}
    assert upright == {"$B_1$", "$W_2$", "$B_2$", "$Y$"}


def test_a_gradient_has_the_shape_of_its_value() -> None:
    shown = texts(figures.graph(LOSS, alt="a graph", shapes=SHAPES, gradients=["X"]))
    assert shown.count("(3, 3)") == 2
    assert r"$\partial L/\partial X$" in shown


def test_letters_of_a_shape_are_set_as_mathematics() -> None:
    shown = texts(figures.graph(LOSS, alt="a graph", shapes={"X": ("m", "n"), "W": ("n",), "L": ()}))
    assert {"($m$, $n$)", "($n$,)", "a number"} <= set(shown)


def test_a_gradient_can_be_given_its_own_words() -> None:
    assert "$1$" in texts(figures.graph(CHAIN, alt="a chain", gradients={"y": "1"}))


def test_what_the_way_back_does_in_a_box_is_said_for_each_input() -> None:
    shown = texts(figures.graph(LOSS, alt="a graph", slopes=SLOPES))
    assert {r"to $X$: $\cdot\,W^T$", r"to $W$: $X^T\cdot$", r"$\odot\,\sigma'(N)$"} <= set(shown)


def test_a_value_may_be_named_with_its_number() -> None:
    shown = texts(figures.graph([("m = 6", "×", ["x = 2", "y = 3"])], alt="a", slopes={("m = 6", "x = 2"): "3"}))
    assert {"$x = 2$", "to $x $: $3$"} <= set(shown)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([("u", "f", ["x"]), ("u", "g", ["u"])], "two steps make u"),
        ([("v", "f", ["x"]), ("y", "g", ["x"])], "no step uses v, and y is the result"),
        ([("v", "f", ["u"]), ("u", "g", ["v"])], "v is made of u, which is made later"),
    ],
)
def test_a_graph_that_cannot_be_computed_is_refused(steps: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        figures.graph(steps, alt="a graph")


# --- boundaries --------------------------------------------------------------------------------------------------


def test_the_boundary_lies_where_the_prediction_is_one_half() -> None:
    picture = figures.decision_boundary(
        {"": lambda points: sigmoid(points[0] - 0.25)}, PLANE, [0, 0, 1, 1], alt="a wall"
    )
    line = picture.figure.axes[0].collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(line[:, 0], 0.25, atol=0.02)


def test_every_moment_of_training_has_its_panel() -> None:
    picture = figures.decision_boundary(dict.fromkeys(["before", "after"], diagonal), PLANE, [0, 1, 1, 0], alt="two")
    assert [axes.get_title() for axes in picture.figure.axes][:2] == ["before", "after"]


# --- where they are used -----------------------------------------------------------------------------------------


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
