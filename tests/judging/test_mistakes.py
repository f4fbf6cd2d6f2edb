"""A known mistake is recognised by what it returns, alone or with the few others that explain it as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from autograder.core.answer_key import MistakeOutputs, Observation
from autograder.core.model import Array
from autograder.judging.recognise import Recognised, recognise
from autograder.mistakes import mistake, right

ONE, TWO = np.array([1.0, -2.0]), np.array([2.0, 5.0])


def shown(outputs: Mapping[str, Any]) -> dict[str, Observation | None]:
    return {name: Observation(made) if isinstance(made, np.ndarray) else made for name, made in outputs.items()}


def print_of(name: str, outputs: Mapping[str, Any], sentence: str = "") -> MistakeOutputs:
    return MistakeOutputs(name, sentence or f"{name} is wrong.", shown(outputs))


def name_of(seen: list[Mapping[str, Any]], *trials: list[MistakeOutputs]) -> str | None:
    found = recognise([shown(each) for each in seen], trials)
    return found.name if found else None


def test_marks_say_what_a_function_answers_and_leave_it_as_it_is() -> None:
    def f(x: float) -> float:
        return x

    assert mistake("double")(f) is f
    assert f.__dict__["answers"] == ("double", "mistake")
    assert right("double")(f).__dict__["answers"] == ("double", "right")


def test_a_mistake_is_recognised_by_its_outputs() -> None:
    assert name_of([{"y": ONE}], [print_of("one", {"y": ONE}), print_of("two", {"y": TWO})]) == "one"


def test_an_unknown_mistake_has_no_name() -> None:
    assert name_of([{"y": ONE + 1}], [print_of("one", {"y": ONE})]) is None


def test_without_known_mistakes_there_is_no_name() -> None:
    assert name_of([{"y": ONE}], []) is None


def test_a_mistake_must_fit_at_every_trial() -> None:
    prints = [print_of("one", {"y": ONE})]
    assert name_of([{"y": ONE}, {"y": ONE}], prints, prints) == "one"
    assert name_of([{"y": ONE}, {"y": TWO}], prints, prints) is None


def test_a_mistake_must_fit_every_output() -> None:
    prints = [print_of("one", {"y": ONE, "z": TWO})]
    assert name_of([{"y": ONE, "z": TWO}], prints) == "one"
    assert name_of([{"y": ONE, "z": ONE}], prints) is None
    assert name_of([{"y": ONE}], prints) is None


def test_two_mistakes_that_both_fit_are_named_together() -> None:
    found = recognise([shown({"y": ONE})], [[print_of("one", {"y": ONE}), print_of("other", {"y": ONE})]])
    assert found == Recognised("one or other", "One of 2 things. Either: one is wrong. Or: other is wrong.")


def test_a_mistake_that_fits_at_one_trial_only_is_not_in_the_group() -> None:
    first = [print_of("one", {"y": ONE}), print_of("other", {"y": ONE})]
    second = [print_of("one", {"y": TWO}), print_of("other", {"y": ONE})]
    assert name_of([{"y": ONE}, {"y": TWO}], first, second) == "one"


def test_more_mistakes_than_a_student_can_tell_apart_are_not_named() -> None:
    assert name_of([{"y": ONE}], [print_of(name, {"y": ONE}) for name in "abc"]) == "a or b or c"
    assert name_of([{"y": ONE}], [print_of(name, {"y": ONE}) for name in "abcd"]) is None


def test_two_mistakes_with_one_sentence_are_one() -> None:
    prints = [print_of("one", {"y": ONE}, "Same."), print_of("other", {"y": ONE}, "Same.")]
    assert name_of([{"y": ONE}], prints) == "one"


def test_rounding_does_not_hide_a_mistake() -> None:
    assert name_of([{"y": ONE * (1 + 1e-9)}], [print_of("one", {"y": ONE})]) == "one"
    assert name_of([{"y": ONE.astype(np.float32)}], [print_of("one", {"y": ONE})]) == "one"


def test_numbers_that_differ_by_more_than_rounding_are_others() -> None:
    assert name_of([{"y": ONE * (1 + 1e-4)}], [print_of("one", {"y": ONE})]) is None


def test_every_entry_counts() -> None:
    prints = [print_of("one", {"y": ONE})]
    for wrong in ([1.5, -2.0], [1.0, -2.5], [np.nan, -2.0], [1.0, np.inf]):
        assert name_of([{"y": np.array(wrong)}], prints) is None


def test_truth_values_are_numbers() -> None:
    prints = [print_of("signs", {"y": np.array([True, False])})]
    assert name_of([{"y": np.array([True, False])}], prints) == "signs"
    assert name_of([{"y": np.array([1, 0])}], prints) == "signs"
    assert name_of([{"y": np.array([True, True])}], prints) is None


@pytest.mark.parametrize("large", [1e6, -1e6])
@pytest.mark.parametrize(("small", "name"), [(0.05, "one"), (0.2, None)])
def test_a_zero_may_be_off_by_the_rounding_of_what_is_beside_it(large: float, small: float, name: str) -> None:
    assert name_of([{"y": np.array([large, small])}], [print_of("one", {"y": np.array([large, 0.0])})]) == name


@pytest.mark.parametrize("odd", [np.inf, np.nan])
def test_what_is_not_finite_gives_no_room_to_the_rest(odd: float) -> None:
    prints = [print_of("one", {"y": np.array([odd, 0.0])})]
    assert name_of([{"y": np.array([odd, 0.0])}], prints) == "one"
    assert name_of([{"y": np.array([odd, 1e-3])}], prints) is None


def test_zeros_and_empty_arrays_are_recognised() -> None:
    for empty in (np.zeros(2), np.zeros((0, 3))):
        assert name_of([{"y": empty}], [print_of("one", {"y": empty})]) == "one"
    assert name_of([{"y": np.full(2, 1e-8)}], [print_of("one", {"y": np.zeros(2)})]) is None


def test_a_mistake_that_gives_nan_is_recognised_by_it() -> None:
    nan = np.array([np.nan, 1.0])
    assert name_of([{"y": nan}], [print_of("nan", {"y": nan})]) == "nan"


def test_nothing_is_recognised_by_raising_alone() -> None:
    assert name_of([{"y": None}], [print_of("raises", {"y": None})]) is None


def test_what_raises_in_one_place_must_raise_there() -> None:
    prints = [print_of("half", {"y": ONE, "z": None})]
    assert name_of([{"y": ONE, "z": None}], prints) == "half"
    assert name_of([{"y": ONE, "z": TWO}], prints) is None


def test_what_is_no_number_is_recognised_by_what_it_is() -> None:
    prints = [
        print_of("nothing", {"y": Observation(None, "None")}),
        print_of("listed", {"y": Observation(None, "a list")}),
    ]
    assert name_of([{"y": Observation(None, "None")}], prints) == "nothing"
    assert name_of([{"y": Observation(None, "a list")}], prints) == "listed"
    assert name_of([{"y": Observation(None, "a str")}], prints) is None
    assert name_of([{"y": None}], prints) is None
    assert name_of([{"y": ONE}], prints) is None


def test_one_array_for_a_pair_is_recognised_by_its_numbers_and_its_place() -> None:
    alone = "expected a tuple of 2 results, got an array of shape (2,)"
    prints = [print_of("first", {"y": Observation(ONE, alone)}), print_of("second", {"y": Observation(TWO, alone)})]
    assert name_of([{"y": Observation(ONE, alone)}], prints) == "first"
    assert name_of([{"y": Observation(TWO, alone)}], prints) == "second"
    assert name_of([{"y": ONE}], prints) is None


@pytest.mark.parametrize("seen", [ONE[:1], ONE.reshape(1, 2), 2 * ONE])
def test_another_shape_or_number_is_another_thing(seen: Array) -> None:
    assert name_of([{"y": seen}], [print_of("one", {"y": ONE})]) is None


def test_a_number_is_not_an_array_of_it() -> None:
    assert name_of([{"y": np.array(1.0)}], [print_of("ones", {"y": np.ones(2)})]) is None
