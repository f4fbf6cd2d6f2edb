"""The judge's verdicts are fair, and every message is a sentence that a student can act on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.core.answer_key import ExerciseKey, MistakeOutputs, Observation, Output, Trial
from autograder.core.calls import Call, Opaque, Returned
from autograder.core.exercise import Check, Expected
from autograder.core.model import Array, Status
from autograder.core.verdicts import Verdict
from autograder.judging.judge import judge
from autograder.judging.kinds.numbers import allowed_difference
from support.judged import GRADIENT, SHAPE, VALUE, WANT, trial

BOTH = [SHAPE, VALUE, GRADIENT]


def verdict(got: Any, want: Any = WANT, check: Check = VALUE) -> Verdict:
    """Return what is said of a value that came back where `want` is expected."""
    key = ExerciseKey("f", 1, (check,), (trial(want, check),))
    return judge(key, [[Returned(got)]]).verdicts[0]


def message(got: Any, want: Any = WANT, check: Check = VALUE) -> str:
    found = verdict(got, want, check)
    assert found.status is Status.FAILED
    assert found.points == 0
    return found.message


def passes(got: Any, want: Any = WANT, check: Check = VALUE) -> bool:
    return verdict(got, want, check).status is Status.PASSED


# --- what passes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", BOTH, ids=str)
def test_the_right_answer_passes_without_a_word(check: Check) -> None:
    assert verdict(WANT.copy(), check=check) == Verdict(check, Status.PASSED, 1, "")


def test_a_number_is_right_in_whatever_type_it_comes() -> None:
    for two in (2, 2.0, np.array(2.0), np.array(2), np.array(2.0, dtype=np.float32)):
        assert passes(two, 2.0)


def test_single_precision_is_good_enough() -> None:
    random = np.random.default_rng(0)
    for _ in range(20):
        want = random.normal(size=(4, 5))
        assert passes(want.astype(np.float32), want)


def test_half_precision_is_not() -> None:
    want = np.random.default_rng(0).normal(size=(4, 5))
    assert not passes(want.astype(np.float16), want)


def test_masks_count_as_zeros_and_ones() -> None:
    assert passes(np.array([True, False]), [1.0, 0.0])
    assert passes(True, 1.0)
    assert not passes(np.array([True, True]), [1.0, 0.0])


def test_whole_numbers_of_every_type_pass_and_do_not_wrap_around() -> None:
    assert passes(np.array([1, 2], dtype=np.uint8), [1.0, 2.0])
    assert not passes(np.array([255], dtype=np.uint8), [-1.0])


def test_an_empty_array_is_right_where_one_is_expected() -> None:
    assert passes(np.zeros((0, 3)), np.zeros((0, 3)))


def test_the_shape_check_asks_for_the_shape_alone() -> None:
    assert passes(np.zeros(3), check=SHAPE)


# --- values that are wrong ---------------------------------------------------------------------------------------


def test_one_wrong_entry_is_shown() -> None:
    assert message([1.0, -2.0, 4.0] * np.array([1.0, 1.0, 2.0])) == "at [2] expected 4, got 8 (1 of 3 entries is wrong)"


def test_the_worst_of_several_wrong_entries_is_shown() -> None:
    got = np.array([[1.0, 2.0], [3.0, 5.0]])
    assert message(got, [[1.0, 2.5], [3.0, 9.0]]) == "at [1, 1] expected 9, got 5 (2 of 4 entries are wrong)"


def test_a_wrong_number_is_shown_without_a_place() -> None:
    assert message(3.0, 2.0) == "expected 2, got 3"


@pytest.mark.parametrize(
    ("got", "want", "relation"),
    [
        (-WANT, WANT, "negated"),
        (2.0 * WANT, WANT, "scaled by 2"),
        (WANT / 3.0, WANT, "scaled by 0.3333"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]).T, [[1.0, 2.0], [3.0, 4.0]], "transposed"),
    ],
)
def test_a_simple_relation_to_the_right_answer_is_said(got: Array, want: Any, relation: str) -> None:
    assert message(got, want).endswith(f"; as a whole it is the right one {relation}")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("check", [VALUE, GRADIENT], ids=str)
def test_nothing_but_finite_numbers_passes(bad: float, check: Check) -> None:
    assert message(np.array([1.0, bad, 4.0]), check=check).startswith(f"at [1] expected -2, got {bad:g} (1 of 3")
    assert not passes(np.full(3, bad), check=check)
    assert not passes(bad, 1.0, check)


@pytest.mark.parametrize("want", [np.array(1.0), WANT], ids=["number", "array"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_no_allowance_is_so_large_that_infinity_passes(bad: float, want: Array) -> None:
    expected = Expected(want, np.full(want.shape, np.inf))
    key = ExerciseKey("f", 1, (VALUE,), (Trial((Call("f", ()),), {"y": Output(0)}, {VALUE.name: expected}, ()),))
    assert judge(key, [[Returned(want + 1e9)]]).verdicts[0].status is Status.PASSED
    assert judge(key, [[Returned(np.full(want.shape, bad))]]).verdicts[0].status is Status.FAILED


def test_a_whole_number_beyond_all_floats_is_infinite() -> None:
    assert message(10**400, 1.0) == "expected 1, got inf"


def test_a_hint_is_kept_apart_from_the_message() -> None:
    found = verdict(2 * WANT + 1, check=GRADIENT)
    assert found.message.endswith("(3 of 3 entries are wrong)")
    assert found.advice == "where is the slope taken?"


# --- kinds and shapes that are wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("check", BOTH[:2], ids=str)
@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (1.0, "a single number"),
        (np.array(1.0), "a single number"),
        ([1.0, -2.0, 4.0], "a list"),
        (None, "None (is a `return` missing?)"),
        ((WANT,), "a tuple"),
        ("1", "a str"),
        (Opaque("function"), "a function"),
        (np.zeros((3, 1)), "an array of shape (3, 1)"),
        (np.zeros((1, 3)), "an array of shape (1, 3)"),
        (np.zeros(1), "an array of shape (1,)"),
        (np.zeros(4), "an array of shape (4,)"),
    ],
)
def test_nothing_but_an_array_of_the_right_shape_passes_for_one(check: Check, got: Any, kind: str) -> None:
    like = ", that of x" if check is SHAPE else ""
    assert message(got, check=check) == f"expected an array of shape (3,){like}, got {kind}"


@pytest.mark.parametrize("got", [np.full(3, 2.0), np.full((1, 1), 2.0), np.full(1, 2.0), [2.0], "2", Opaque("set")])
def test_nothing_but_a_number_passes_for_one(got: Any) -> None:
    assert message(got, 2.0).startswith("expected a single number, got a")


def test_equal_rows_are_not_broadcast() -> None:
    want = np.ones((2, 3))
    assert message(np.ones(3), want) == "expected an array of shape (2, 3), got an array of shape (3,)"
    assert message(1.0, want) == "expected an array of shape (2, 3), got a single number"


@pytest.mark.parametrize("check", BOTH[:2], ids=str)
@pytest.mark.parametrize("dtype", ["complex128", "object", "<U1"])
def test_arrays_of_anything_but_real_numbers_are_refused(check: Check, dtype: str) -> None:
    assert message(np.zeros(3).astype(dtype), check=check) == f"expected real numbers, got dtype {np.dtype(dtype)}"


# --- results of several parts ------------------------------------------------------------------------------------


def second_part(got: Any, want: Array = WANT, mistakes: tuple[MistakeOutputs, ...] = ()) -> Verdict:
    """Return what is said of the second of two parts."""
    expected = Expected(want, allowed_difference(want, 1e-6))
    made = Trial((Call("f", ()),), {"y": Output(0, (1,), (2,))}, {VALUE.name: expected}, mistakes)
    return judge(ExerciseKey("f", 1, (VALUE,), (made,)), [[Returned(got)]]).verdicts[0]


@pytest.mark.parametrize("got", [(None, WANT), [None, WANT]])
def test_a_part_of_a_tuple_or_list_is_judged_by_itself(got: Any) -> None:
    assert second_part(got).status is Status.PASSED


def test_an_array_that_unpacks_into_the_parts_is_as_good_as_a_tuple() -> None:
    assert second_part(np.array([2 * WANT, WANT])).status is Status.PASSED
    assert second_part(np.array([3.0, 2.0]), np.array(2.0)).status is Status.PASSED
    assert second_part(np.array([WANT, 2 * WANT])).status is Status.FAILED


@pytest.mark.parametrize(
    ("got", "sentence"),
    [
        ((WANT,), "expected a tuple or list of 2 results, got a tuple of 1"),
        ((WANT, WANT, {}), "expected a tuple or list of 2 results, got a tuple of 3"),
        ([WANT] * 3, "expected a tuple or list of 2 results, got a list of 3"),
        (np.array([WANT] * 3), "expected a tuple or list of 2 results, got an array of shape (3, 3)"),
        (np.zeros((2, 4)), "expected a tuple or list of 2 results, got an array of shape (2, 4)"),
        (WANT, "expected a tuple or list of 2 results, got an array of shape (3,)"),
        (None, "expected a tuple or list of 2 results, got None (is a `return` missing?)"),
        ((WANT, None), "expected an array of shape (3,), got None (is a `return` missing?)"),
    ],
)
def test_a_part_too_few_or_too_many_is_a_failure_with_a_sentence(got: Any, sentence: str) -> None:
    assert (second_part(got).status, second_part(got).message) == (Status.FAILED, sentence)


def test_one_array_for_a_pair_can_be_a_known_mistake() -> None:
    alone = Observation(WANT, "expected a tuple or list of 2 results, got an array of shape (3,)")
    known = (MistakeOutputs("alone", "One comes back alone.", {"y": alone}),)
    assert second_part(WANT, mistakes=known).mistake == "alone"
    assert second_part(2 * WANT, mistakes=known).mistake is None


@pytest.mark.parametrize("check", [SHAPE, VALUE, GRADIENT])
@pytest.mark.parametrize("scale", [0.0, 1e-12, 1e-7, 1e-3, np.inf, np.nan])
def test_that_a_result_fails_is_said_without_words_as_it_is_with_them(check: Check, scale: float) -> None:
    expected = Expected(WANT, allowed_difference(WANT, 1e-6))
    results = [WANT + scale, WANT[:1], WANT.tolist(), 1.0, None, "text", WANT + 0j, WANT.astype(np.float32) + scale]
    for result in results:
        assert check.fails(result, expected) == bool(check.wrong(result, expected))
