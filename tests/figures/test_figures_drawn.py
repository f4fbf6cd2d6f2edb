"""What curves, matrices, graphs and boundaries show."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from autograder import figures
from autograder.figures.graph_layout import Plan, lay_out
from autograder.figures.matrices import COLUMN, ENTRY, ROW
from support.figures_shown import (
    BRANCHES,
    CHAIN,
    LINE,
    LOSS,
    PLANE,
    SHAPES,
    SLOPES,
    TWO_LAYERS,
    W,
    X,
    diagonal,
    sigmoid,
    texts,
)

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
