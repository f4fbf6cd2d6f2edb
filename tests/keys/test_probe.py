"""A probe becomes calls as data; what cannot be written down is refused with a sentence for its author."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from autograder.authoring.random_inputs import draw_from
from autograder.core.answer_key import Output
from autograder.core.calls import Call, Does, FunctionRef, Made, Opaque
from autograder.core.portable_source import SourceNeededError, portable_source
from autograder.core.script import fresh
from autograder.judging.observe import as_array, extract, type_phrase
from autograder.keys.recorder import ProbeError, Recording, record_probe

FACTOR = 3.0
X = np.array([1.0, 2.0])


def given_function(x: Any) -> Any:
    return x


def cube(x: float) -> float:
    return x**3


def scaled(x: float) -> float:
    return FACTOR * x


def scaled_in_a_comprehension(x: list) -> list:  # type: ignore[type-arg]
    return [FACTOR * entry for entry in x]


def with_annotation(x: Recording) -> Recording:
    return x


def with_default(x: float, factor: float = FACTOR) -> float:
    return factor * x


def recording_of(probe: Callable[[Any, Any], Any]) -> Recording:
    return record_probe(
        probe, draw_from("test"), frozenset({"f", "g", "given_function"}), {"given_function": given_function}
    )


def encoded(*arguments: Any) -> tuple[Any, ...]:
    return recording_of(lambda answer, draw: {"y": answer.f(*arguments)}).calls[0].args


def complaint(probe: Callable[[Any, Any], Any]) -> str:
    with pytest.raises(ProbeError) as caught:
        recording_of(probe)
    return str(caught.value)


# --- what is written down ----------------------------------------------------------------------------------------


def test_calls_inputs_and_outputs_are_written_down() -> None:
    def probe(answer: Any, draw: Any) -> Mapping[str, Any]:
        pair = answer.g(X, 2)
        return {"x": X, "y": answer.f(X), "a": pair[0], "b": pair[1]}

    recording = recording_of(probe)
    assert [call.function for call in recording.calls] == ["g", "f"]
    assert recording.outputs == {"y": Output(1), "a": Output(0, (0,)), "b": Output(0, (1,))}
    assert list(recording.inputs) == ["x"]


def test_parts_of_parts_are_reached_by_their_path() -> None:
    assert recording_of(lambda answer, draw: {"y": answer.f()[1][0]}).outputs["y"] == Output(0, (1, 0))


def test_a_probe_without_calls_has_no_outputs() -> None:
    assert recording_of(lambda answer, draw: {"x": X}) == Recording((), {}, {"x": X})


def test_arguments_are_copied_when_the_call_is_made() -> None:
    def probe(answer: Any, draw: Any) -> Mapping[str, Any]:
        x = np.zeros(2)
        y = answer.f(x)
        x += 1
        return {"y": y}

    np.testing.assert_array_equal(recording_of(probe).calls[0].args[0], np.zeros(2))


@pytest.mark.parametrize("plain", [None, True, 3, 2.5, "text", [1, 2], (1, [2.0, None])])
def test_plain_arguments_stay_as_they_are(plain: Any) -> None:
    assert encoded(plain) == (plain,)


def test_numpy_numbers_become_plain_ones() -> None:
    assert [type(argument) for argument in encoded(np.float64(1), np.int64(1), np.bool_(1))] == [float, int, bool]


def test_functions_become_references() -> None:
    chain = encoded([np.sin, given_function, cube])[0]
    assert chain[:2] == [FunctionRef("numpy", "sin"), FunctionRef("answer", "given_function")]
    assert (chain[2].where, chain[2].name) == ("source", "cube")
    assert "return x**3" in chain[2].source


def test_an_exercise_may_be_an_argument_of_another() -> None:
    call = recording_of(lambda answer, draw: {"y": answer.f(answer.g, X)}).calls[0]
    assert call.args[0] == FunctionRef("answer", "g")


def test_a_function_defined_inside_a_probe_travels_without_its_indent() -> None:
    def probe(answer: Any, draw: Any) -> Mapping[str, Any]:
        def local(x: float) -> float:
            return 2 * x

        return {"y": answer.f(local)}

    assert recording_of(probe).calls[0].args[0].source.startswith("def local(x: float) -> float:")


# --- what is refused ---------------------------------------------------------------------------------------------


def unpacking(answer: Any, draw: Any) -> Any:
    a, b = answer.f(X)
    return {"a": a, "b": b}


def test_unpacking_a_result_is_refused() -> None:
    assert complaint(unpacking) == ("a result cannot be unpacked before it is there: take its parts with r[0], r[1]")


@pytest.mark.parametrize("index", [-1, 16, slice(0, 2), "a"])
def test_a_part_that_cannot_be_is_refused(index: Any) -> None:
    message = complaint(lambda answer, draw: {"y": answer.f(X)[index]})
    assert message == f"a result has parts 0 … 15, not {index!r}: take them with r[0], r[1]"


@pytest.mark.parametrize(
    "compute",
    [
        lambda y: y + 1,
        lambda y: 1 - y,
        lambda y: X * y,
        lambda y: y @ X,
        lambda y: -y,
        lambda y: y > 0,
        lambda y: np.asarray(y),
        len,
        float,
        bool,
    ],
)
def test_computing_from_a_result_is_refused(compute: Callable[[Any], Any]) -> None:
    assert complaint(lambda answer, draw: {"y": compute(answer.f(X))}) == (
        "a result is not there yet, so nothing can be computed from it: return it as it is"
    )


@pytest.mark.parametrize("compute", [np.sum, np.sin, lambda y: y.shape, lambda y: y.T])
def test_whatever_else_is_done_to_a_result_is_refused_too(compute: Callable[[Any], Any]) -> None:
    with pytest.raises(ProbeError):
        recording_of(lambda answer, draw: {"y": compute(answer.f(X))})


def test_an_unknown_function_is_refused() -> None:
    assert complaint(lambda answer, draw: {"y": answer.h(X)}) == "the lesson has no exercise or given function 'h'"


def test_a_result_passed_on_as_an_argument_is_made_first() -> None:
    call = recording_of(lambda answer, draw: {"y": answer.f([answer.g(X)[1]])}).calls[-1]
    assert (call.function, call.args) == ("f", ([Made(1)],))
    assert [(step.function, step.does) for step in call.before] == [("g", Does.CALL), ("g", Does.APPLY)]


def test_calls_that_share_a_result_are_made_in_the_order_of_the_probe() -> None:
    def probe(answer: Any, draw: Any) -> Mapping[str, Any]:
        first = answer.f(1)
        return {"one": answer.g(first), "other": answer.g(first), "alone": answer.f(2)}

    calls = recording_of(probe).calls
    assert [[step.args for step in call.steps] for call in calls] == [
        [(1,), (Made(0),)],
        [(1,), (Made(0),), (Made(0),)],
        [(2,)],
    ]


def test_a_named_argument_is_passed_by_its_name() -> None:
    assert recording_of(lambda answer, draw: {"y": answer.f(1, x=X)}).calls[0].named[0][0] == "x"


PLAIN = [{}, {"a": [1, (2,)]}, {1, 2}, 1j, date(2026, 1, 2), timedelta(hours=1), np.array(["a"]), np.array([1j])]


@pytest.mark.parametrize("argument", PLAIN, ids=map(str, range(len(PLAIN))))
def test_arguments_of_every_plain_kind_arrive_as_they_are(argument: Any) -> None:
    (sent,) = encoded(argument)
    arrived = fresh(sent, {}.__getitem__)
    assert type(arrived) is type(argument)
    assert np.array_equal(arrived, argument)


def test_a_generator_arrives_with_its_seed() -> None:
    arrived = fresh(encoded(np.random.default_rng(5))[0], {}.__getitem__)
    assert arrived.random() == np.random.default_rng(5).random()


@pytest.mark.parametrize(
    ("argument", "kind"), [(object(), "an object"), (np.array([None]), "an array of dtype object"), (b"x", "a bytes")]
)
def test_an_argument_of_another_type_is_refused(argument: Any, kind: str) -> None:
    assert complaint(lambda answer, draw: {"y": answer.f(argument)}) == (
        f"{kind} cannot be an argument: use numbers, texts, arrays, functions, dates, or lists of them"
    )


@pytest.mark.parametrize("made", [None, X, [1], {1: X}])
def test_a_probe_that_returns_no_dict_of_names_is_refused(made: Any) -> None:
    def my_probe(answer: Any, draw: Any) -> Any:
        return made

    assert complaint(my_probe) == "the probe 'my_probe' must return a dict of named results"


def test_a_probe_that_raises_says_what() -> None:
    assert complaint(lambda answer, draw: {"y": answer.f(X / undefined)}) == (  # type: ignore[name-defined]  # noqa: F821
        "the probe raised NameError: name 'undefined' is not defined"
    )


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
