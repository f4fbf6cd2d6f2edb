"""Random inputs are reproducible, readable, and away from where gradients are not defined."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.authoring.random_inputs import DECIMALS, Draw, Setting, draw_from
from autograder.core.model import Array

MANY = [draw_from("seed", str(n)) for n in range(50)]


def everything(draw: Draw) -> list[Array]:
    return [
        draw.normal(2, 3, scale=5.0),
        draw.uniform(-1.0, 1.0, 4),
        draw.positive(3, 2),
        draw.both_signs(7),
        np.asarray(draw.number(0.0, 1.0)),
        draw.probabilities(4, 3),
        draw.integers(0, 9, 5),
        draw.one_hot(3, 5),
        draw.labels(1, 6),
    ]


def test_the_same_words_draw_the_same_numbers() -> None:
    for first, second in zip(everything(draw_from("a", "b")), everything(draw_from("a", "b")), strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("words", [("a", "c"), ("ab",), ("a", "b", ""), ("b", "a")])
def test_other_words_draw_other_numbers(words: tuple[str, ...]) -> None:
    assert not np.array_equal(draw_from("a", "b").normal(5), draw_from(*words).normal(5))


def test_a_draw_leaves_numpys_own_generator_alone() -> None:
    np.random.seed(0)
    expected = np.random.random()
    np.random.seed(0)
    everything(draw_from("a"))
    assert np.random.random() == expected


def test_the_numbers_are_the_same_on_every_machine() -> None:
    np.testing.assert_array_equal(draw_from("fixed").both_signs(4), [-1.4774, 1.0741, 0.4948, -0.2043])


def test_every_number_has_at_most_four_decimals() -> None:
    for draw in MANY:
        for array in everything(draw):
            np.testing.assert_array_equal(array, np.round(array, DECIMALS))


def test_no_zero_is_negative() -> None:
    for draw in MANY:
        zeros = draw.normal(50, scale=1e-4)
        assert not np.signbit(zeros[zeros == 0]).any()


def test_both_signs_are_both_there_and_nothing_is_zero() -> None:
    for draw in MANY:
        numbers = draw.both_signs(7)
        assert numbers.shape == (7,)
        assert (numbers > 0).any()
        assert (numbers < 0).any()
        assert np.abs(numbers).min() > 0.04
        assert np.abs(numbers).max() < 3.31


def test_both_signs_spread_over_many_magnitudes() -> None:
    for draw in MANY:
        magnitudes = np.abs(draw.both_signs(8))
        assert magnitudes.min() < 0.1
        assert magnitudes.max() > 2.5


def test_positive_numbers_are_away_from_zero() -> None:
    assert all(draw.positive(20).min() >= 0.2 for draw in MANY)


def test_whole_numbers_are_whole_and_below_the_upper_end() -> None:
    numbers = np.concatenate([draw.integers(2, 5, 20) for draw in MANY])
    assert numbers.dtype == np.int64
    assert set(numbers) == {2, 3, 4}


def test_a_number_is_a_plain_float() -> None:
    assert all(type(draw.number(2.0, 3.0)) is float for draw in MANY)


def test_one_hot_columns_have_a_single_one() -> None:
    for draw in MANY:
        columns = draw.one_hot(3, 5)
        assert columns.shape == (3, 5)
        np.testing.assert_array_equal(columns.sum(axis=0), np.ones(5))
        assert set(columns.ravel()) == {0.0, 1.0}


@pytest.mark.parametrize("classes", [1, 2, 3, 5, 10, 18])
def test_columns_of_probabilities_sum_to_one(classes: int) -> None:
    for draw in MANY:
        columns = draw.probabilities(classes, 4)
        assert columns.shape == (classes, 4)
        np.testing.assert_allclose(columns.sum(axis=0), 1.0, rtol=0, atol=1e-12)
        assert columns.min() > 0.05


def test_labels_are_zeros_and_ones_and_both_are_there() -> None:
    for draw in MANY:
        labels = draw.labels(1, 5)
        assert labels.shape == (1, 5)
        assert set(labels.ravel()) == {0.0, 1.0}


def test_words_and_texts_are_drawn_from_the_seed_and_follow_the_sizes() -> None:
    one, other = draw_from("words"), draw_from("words")
    words = one.words(6)
    assert words == other.words(6)
    assert len(set(words)) == 6
    assert all(3 <= len(word) <= 8 and word.isalpha() and word.islower() for word in words)
    text = one.text(12)
    assert len(text.split()) == 12
    assert text[0].isupper()
    assert text.endswith(".")
    assert sorted(one.sample([1, 2, 3], 3)) == [1, 2, 3]
    assert one.choice("ab") in "ab"
    assert len(draw_from("words", setting=Setting(single=6)).words(6)) == 1
