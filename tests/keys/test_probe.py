"""A probe becomes calls as data; what cannot be written down is refused with a sentence for its author."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from autograder.authoring.random_inputs import draw_from
from autograder.core.answer_key import Output
from autograder.core.calls import Does, FunctionRef, Made
from autograder.core.script import fresh
from autograder.keys.arguments import ProbeError
from autograder.keys.recorder import Recording, record_probe
from support.probes_recorded import complaint, given_function, recording_of

X = np.array([1.0, 2.0])


def cube(x: float) -> float:
    return x**3


def encoded(*arguments: Any) -> tuple[Any, ...]:
    return recording_of(lambda answer, draw: {"y": answer.f(*arguments)}).calls[0].args


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
        "a result is not there yet, so nothing can be computed from it: return it as it is; "
        "what one of Python's functions makes of it is answer.apply(len, result)"
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


@pytest.mark.parametrize("name", ["encode", "add", "names", "calls", "made", "given", "apply", "reference"])
def test_an_exercise_may_have_any_name(name: str) -> None:
    recording = record_probe(
        lambda answer, draw: {"y": getattr(answer, name)(3)}, draw_from("x"), frozenset([name]), {}
    )
    assert [(call.function, call.args) for call in recording.calls] == [(name, (3,))]
