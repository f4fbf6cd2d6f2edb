"""Functions as arguments of a probe, parts and kinds of values, and objects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.authoring.random_inputs import draw_from
from autograder.core.calls import Call, Does, Opaque
from autograder.core.portable_source import SourceNeededError, portable_source
from autograder.judging.observe import as_array, extract, type_phrase
from autograder.keys.recorder import Recording, record_probe
from support.probes_recorded import complaint, recording_of

FACTOR = 3.0


def scaled(x: float) -> float:
    return FACTOR * x


def scaled_in_a_comprehension(x: list) -> list:  # type: ignore[type-arg]
    return [FACTOR * entry for entry in x]


def with_annotation(x: Recording) -> Recording:
    return x


def with_default(x: float, factor: float = FACTOR) -> float:
    return factor * x


# --- functions as arguments --------------------------------------------------------------------------------------


def refusal(function: Any) -> str:
    with pytest.raises(SourceNeededError) as caught:
        portable_source(function)
    return str(caught.value)


def test_a_lambda_is_refused() -> None:
    assert refusal(lambda x: x) == "<lambda> cannot travel to the answer: pass a numpy function or a def of checks.py"


def test_a_function_of_neither_numpy_nor_checks_is_refused() -> None:
    assert refusal(np.linalg.norm).startswith("norm cannot travel to the answer")
    assert refusal(abs).startswith("abs cannot travel to the answer")


@pytest.mark.parametrize("function", [scaled, scaled_in_a_comprehension])
def test_a_function_that_uses_another_name_than_np_is_refused(function: Any) -> None:
    assert refusal(function) == (f"'{function.__name__}' uses FACTOR: a function given to answers may use only np")


def test_a_closure_is_refused() -> None:
    factor = 2.0

    def closure(x: float) -> float:
        return factor * x

    assert refusal(closure) == "'closure' uses a closure: a function given to answers may use only np"


def test_an_annotation_from_outside_is_refused() -> None:
    message = refusal(with_annotation)
    assert message.startswith("'with_annotation' cannot stand alone (name 'Recording' is not defined)")


def test_a_default_value_from_outside_is_refused() -> None:
    message = refusal(with_default)
    assert message.startswith("'with_default' cannot stand alone (name 'FACTOR' is not defined)")


# --- parts and kinds of values -----------------------------------------------------------------------------------


def test_a_part_is_picked_from_tuples_and_lists() -> None:
    assert extract((1, [2, 3]), (1, 0)) == 2
    assert extract(5, ()) == 5


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ((1,), "expected a tuple of at least 2 results, got one of 1"),
        (None, "expected a tuple of results, got None (is a `return` missing?)"),
        (np.zeros((2, 3)), "expected a tuple of results, got an array of shape (2, 3)"),
        (Opaque("dict"), "expected a tuple of results, got a dict"),
    ],
)
def test_a_missing_part_is_said_in_a_sentence(value: Any, sentence: str) -> None:
    with pytest.raises(LookupError) as caught:
        extract(value, (1,))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (np.zeros((2, 3)), "an array of shape (2, 3)"),
        (np.array(1.0), "a single number"),
        (1.5, "a single number"),
        (True, "a bool"),
        (None, "None (is a `return` missing?)"),
        ([1.0], "a list"),
        ("text", "a str"),
        (Opaque("function"), "a function"),
        (Opaque("OrderedDict"), "an OrderedDict"),
    ],
)
def test_kinds_of_values_have_names_for_students(value: Any, name: str) -> None:
    assert type_phrase(value) == name


def test_numbers_and_arrays_are_arrays_and_nothing_else_is() -> None:
    assert as_array(2) == 2.0
    assert as_array(True) == 1.0
    assert as_array(np.float32(2)) == 2.0
    assert as_array(10**400) == np.inf
    assert as_array([1.0]) is as_array("1") is as_array(None) is None


def test_a_call_holds_its_function_and_arguments() -> None:
    assert recording_of(lambda answer, draw: {"y": answer.f(1)}).calls == (Call("f", (1,)),)


# --- objects -----------------------------------------------------------------------------------------------------


def test_what_a_function_returns_has_methods_and_attributes_where_the_lesson_has_a_class() -> None:
    def probe(answer: Any, draw: Any) -> Any:
        made = answer.f("file")
        return {"names": made.names(), "size": made.size, "first": answer.g(2)[0].size}

    made = record_probe(probe, draw_from("test"), frozenset({"f", "g", "Zoo"}), {}, frozenset({"Zoo"}))
    assert [(call.does, call.name) for call in made.calls] == [
        (Does.METHOD, "names"),
        (Does.ATTRIBUTE, "size"),
        (Does.ATTRIBUTE, "size"),
    ]
    assert [step.does for step in made.calls[2].before] == [Does.CALL, Does.APPLY]


def test_a_probe_that_takes_an_attribute_of_a_plain_result_reads_what_can_be_done() -> None:
    assert "answer.apply(len, result)" in complaint(lambda answer, draw: {"y": answer.f(1).names()})
