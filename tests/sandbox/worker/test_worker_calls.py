"""How a worker makes calls: fresh arguments, plain results, failures in a sentence, and what it asks the grader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Failed, FunctionRef, Job, Opaque, Outcome, Returned
from autograder.core.model import Status
from autograder.sandbox.host.rounds import ReferenceFunctions
from autograder.sandbox.host.session import AnySandbox
from support.running import Ran, code, run
from support.workers_asked import LIMITS, failure, observe, value

# --- calls -------------------------------------------------------------------------------------------------------


def test_arguments_are_handed_over_fresh_for_each_call(sandbox: AnySandbox) -> None:
    x = np.arange(3.0)
    seen = observe(
        sandbox,
        code("def f(x, items):\n    x += 1\n    items.append(1)\n    return x, len(items)"),
        calls=(Call("f", (x, [x])),) * 2,
    )
    assert value(seen, 1)[0].tolist() == [1, 2, 3]
    assert value(seen, 1)[1] == 2
    assert x.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (FunctionRef("numpy", "square"), 9.0),
        (FunctionRef("numpy", "linalg.norm"), 3.0),
        (FunctionRef("answer", "g"), 4.0),
        (FunctionRef("source", "cube", "def cube(x):\n    return np.power(x, 3)"), 27.0),
    ],
)
def test_functions_can_be_arguments(sandbox: AnySandbox, ref: FunctionRef, expected: float) -> None:
    cell = code("def g(x): return x + 1\ndef f(chain): return float(chain[0](3.0))")
    assert value(observe(sandbox, cell, calls=(Call("f", ([ref],)),))) == expected


def test_an_argument_that_is_not_written_names_the_culprit(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(h): pass"), calls=(Call("f", (FunctionRef("answer", "g"),)),)))
    assert seen == Failed(Status.ERROR, "`f` is called with `g`, which is not defined", "g")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("None", None),
        ("True", True),
        ("2**70", 2**70),
        ("2**2000", Opaque("int that is too long")),
        ("float('nan')", float("nan")),
        ("'text'", "text"),
        ("'x' * 10**6", Opaque("str that is too long")),
        ("[1, (2.5, None)]", [1, (2.5, None)]),
        ("{}", {}),
        ("lambda: 0", Opaque("function")),
        ("1j", 1j),
        ("np.float64(2)", np.array(2.0)),
        ("np.bool_(True)", np.array(True)),
        ("np.array(3)", np.array(3)),
        ("np.arange(6).reshape(2, 3).T", np.arange(6).reshape(2, 3).T),
        ("np.matrix([[1.0, 2.0]])", np.array([[1.0, 2.0]])),
        ("np.array([1, 2.5, np.float32(3)], dtype=object)", np.array([1, 2.5, 3])),
        ("np.array([1, None])", Opaque("array of objects (is there a None in it?)")),
        ("np.array(['a'])", Described("array of texts", (("shape", (1,)), ("items", ["a"])))),
        ("np.ones(2, np.longdouble)", np.ones(2)),
        ("np.zeros((0, 3), np.float32)", np.zeros((0, 3), np.float32)),
    ],
)
def test_results_arrive_as_plain_values(sandbox: AnySandbox, expression: str, expected: Any) -> None:
    found = value(observe(sandbox, code(f"import numpy as np\ndef f(): return {expression}")))
    assert type(found) is type(expected)
    if isinstance(expected, np.ndarray):
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
    np.testing.assert_equal(found, expected)


def test_a_list_that_holds_itself_is_opaque(sandbox: AnySandbox) -> None:
    told = Opaque("list that holds too much or is nested too deep")
    assert value(observe(sandbox, code("def f():\n    a = []\n    a += [a, a, a]\n    return a"))) == told


def test_a_list_that_is_too_long_to_travel_is_opaque(sandbox: AnySandbox) -> None:
    assert value(observe(sandbox, code("def f(): return ['x' * 90_000] * 20"))) == Opaque("list")


def test_unseeded_randomness_is_the_same_in_every_run(sandbox: AnySandbox) -> None:
    cells = (
        code("import numpy as np, random\nnp.random.rand()"),
        code("def f(): return np.random.rand() + random.random()"),
    )
    first, second = (observe(sandbox, *cells, calls=(Call("f", ()),) * 2) for _ in range(2))
    assert [value(first, number) for number in (0, 1)] == [value(second, number) for number in (0, 1)]
    assert value(first) != value(first, 1)


# --- failures of calls -------------------------------------------------------------------------------------------


def test_an_exception_is_told_with_its_line(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f():\n    x = 1\n    return y", "f")))
    assert seen == Failed(
        Status.ERROR, "`f` raised NameError: name 'y' is not defined (line 3 of its cell): `return y`"
    )


def test_a_long_message_keeps_its_line(sandbox: AnySandbox) -> None:
    message = failure(observe(sandbox, code("def f(): raise ValueError('x' * 10**6)", "f"))).message
    assert message.endswith("… (line 1 of its cell): `def f(): raise ValueError('x' * 10**6)`")
    assert len(message) <= 300


@pytest.mark.parametrize("raised", ["SystemExit(3)", "KeyboardInterrupt", "BaseException('b')", "MemoryError"])
def test_nothing_that_a_call_raises_ends_the_worker(sandbox: AnySandbox, raised: str) -> None:
    seen = observe(sandbox, code(f"def f(): raise {raised}\ndef g(): return 1"), calls=(Call("f", ()), Call("g", ())))
    assert failure(seen).status == Status.ERROR
    assert value(seen, 1) == 1
    assert seen.workers == 1


def test_a_wrong_number_of_arguments_is_an_error(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(a): pass")))
    assert seen.message == "`f` raised TypeError: f() missing 1 required positional argument: 'a'"


def test_a_recursion_without_end_is_an_error(sandbox: AnySandbox) -> None:
    assert "RecursionError" in failure(observe(sandbox, code("def f(): return f()"))).message


def test_a_stub_was_not_attempted(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f():\n    raise NotImplementedError()", "f")))
    assert seen == Failed(Status.NOT_ATTEMPTED, "`f` is not written yet")


@pytest.mark.parametrize("stub", ["def g(): raise NotImplementedError", "g = lambda: next(iter([].no))"])
def test_the_exercise_that_raised_is_the_culprit(sandbox: AnySandbox, stub: str) -> None:
    seen = failure(observe(sandbox, code(stub, "g"), code("def f():\n    return g()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, "g")


def test_calling_a_stub_is_told_in_so_many_words(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def g(): raise NotImplementedError", "g"), code("def f(): return g()", "f")))
    assert seen.message == "`f` calls `g`, which is not written yet"


def test_an_exercise_that_is_not_defined_is_the_culprit(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(): return g()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, "g")


def test_an_error_in_another_exercise_names_that_cell(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def g():\n    return 1 / 0", "g"), code("def f(): return g()", "f")))
    assert seen.message == "`f` raised ZeroDivisionError: division by zero (line 2 of the cell of `g`): `return 1 / 0`"


def test_a_helper_that_raises_is_the_exercises_own_error(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def h():\n    raise NotImplementedError\ndef f(): return h()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, None)


# --- what the grader is asked --------------------------------------------------------------------------------------


X = np.arange(3.0)
SIN = FunctionRef("numpy", "sin")
NO = Failed(Status.ERROR, "called with arguments that the right pass never uses")


def calling(sandbox: AnySandbox, body: str, answer: Callable[[Call], Outcome]) -> Ran:
    """Run `f`, which returns body, where calls of `g` are answered here."""
    cells = code("import numpy as np\ndef g(x, y=0): return -1", "g"), code(f"def f(x, h=None): return {body}", "f")
    return run(
        sandbox,
        Job((), cells, ("f", "g")),
        [Call("f", (X, SIN))],
        LIMITS,
        ReferenceFunctions(("g",), lambda calling, call: answer(call)),
    )


@pytest.mark.parametrize(
    ("body", "args"),
    [
        ("g(x)", (X,)),
        ("g(list(x))", ([np.array(0.0), np.array(1.0), np.array(2.0)],)),
        ("g(np.float64(2))", (np.array(2.0),)),
        ("g([h, g], 3)", ([FunctionRef("answer", "sin"), FunctionRef("answer", "g")], 3)),
        ("g(np.array([h, f]))", ([FunctionRef("answer", "sin"), FunctionRef("answer", "f")],)),
        ("g(lambda: 0)", (FunctionRef("answer", "<lambda>"),)),
        ("g(y=2, x=1)", (1, 2)),
        ("g('a', None)", ("a", None)),
        ("g({})", ({},)),
    ],
)
def test_the_grader_is_asked_with_the_arguments_of_the_call(
    sandbox: AnySandbox, body: str, args: tuple[Any, ...]
) -> None:
    asked: list[Call] = []
    seen = calling(sandbox, body, lambda call: (asked.append(call), Returned(7.5))[1])
    assert value(seen) == 7.5
    np.testing.assert_equal([(call.function, call.args) for call in asked], [("g", args)])


def test_what_the_grader_does_not_answer_is_an_error_in_the_call(sandbox: AnySandbox) -> None:
    assert NO.message in failure(calling(sandbox, "g(x + 1)", lambda call: NO)).message


@pytest.mark.parametrize("body", ["g(z=1)", "g([x] * 30_000)", "g('x' * 2_000_000, [1] * 30_000)"])
def test_what_cannot_be_asked_is_an_error_in_the_call(sandbox: AnySandbox, body: str) -> None:
    assert isinstance(calling(sandbox, body, lambda call: NO).outcomes[0], Failed)


def test_a_result_of_the_grader_is_fresh_each_time(sandbox: AnySandbox) -> None:
    body = "[g(1).__iadd__(1), g(1)][1]"
    assert value(calling(sandbox, body, lambda call: Returned(X))).tolist() == [0, 1, 2]


def test_one_call_can_ask_many_times(sandbox: AnySandbox) -> None:
    assert value(calling(sandbox, "sum(g(n) for n in range(500))", lambda call: Returned(call.args[0]))) == 124750


def test_an_exercise_that_catches_a_refusal_goes_on(sandbox: AnySandbox) -> None:
    cells = code("def g(x): return 1", "g"), code("def f():\n try: return g(1)\n except RuntimeError: return 5", "f")
    refusing = ReferenceFunctions(("g",), lambda calling, call: NO)
    assert value(run(sandbox, Job((), cells, ("f", "g")), [Call("f", ())], LIMITS, refusing)) == 5
