"""An exercise that uses a class of an earlier one gets credit for what is right with a right class."""

from typing import Any

import pytest

from autograder.core.calls import Call, Failed, Outcome, Returned
from autograder.grading.question_size import MOST
from autograder.grading.reference_calls import answering
from autograder.keys.reference import try_call
from autograder.sandbox.worker.remote_calls import install_proxies

SOLUTION = """
class Zoo:
    def __init__(self, *names):
        self.animals = {name: 1 for name in names}
    def add(self, name, n=1):
        if n < 1:
            raise ValueError("n")
        self.animals[name] = self.animals.get(name, 0) + n
    def count(self, name):
        return self.animals.get(name, 0)
    def __len__(self):
        return len(self.animals)
    def keeper(self):
        return self
"""
WRONG = "class Zoo:\n    def add(self, name, n=1): pass\n    def __len__(self): return 0\n"
UNDER_WAY = Call("use", ())


def answered(question: Call) -> Outcome:
    namespace: dict[str, Any] = {}
    exec(SOLUTION, namespace)
    made = answering([SOLUTION], ["Zoo", "use"], ["Zoo"], lambda call: try_call(call, namespace))
    return made(UNDER_WAY, question)


def asked(question: Call) -> Any:
    outcome = answered(question)
    if isinstance(outcome, Failed):
        raise RuntimeError(outcome.message)
    return outcome.value


def run(code: str, own: str = WRONG) -> Any:
    namespace: dict[str, Any] = {}
    exec(own, namespace)
    install_proxies(namespace, ["Zoo"], ["Zoo"], asked)
    exec(code, namespace)
    return namespace["found"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("z = Zoo('owl'); z.add('fox', 2); z.add('fox'); found = z.count('fox')", 3),
        ("z = Zoo('owl'); z.add('fox', n=4); found = z.animals", {"owl": 1, "fox": 4}),
        ("z = Zoo('owl', 'hare'); found = len(z)", 2),
        ("a, b = Zoo(), Zoo(); a.add('fox'); found = (a.count('fox'), b.count('fox'))", (1, 0)),
        ("found = isinstance(Zoo(), Zoo)", True),
    ],
)
def test_an_object_does_what_the_solutions_does(code: str, found: object) -> None:
    assert run(code) == found


def test_what_fails_leaves_the_object_as_it_was() -> None:
    code = "z = Zoo()\nz.add('fox')\ntry:\n    z.add('fox', -1)\nexcept RuntimeError:\n    found = z.count('fox')\n"
    assert run(code) == 1


@pytest.mark.parametrize("code", ["Zoo().animals = {}", "Zoo().keeper()", "Zoo()._animals", "Zoo().nothing()"])
def test_what_no_result_can_be_had_of_raises(code: str) -> None:
    with pytest.raises((RuntimeError, AttributeError)):
        run(code)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (["", []],),
        (["", []], ["__class__", None]),
        (["", []], ["__init__", []]),
        (["", []], ["add.__globals__", None]),
        (["", []], ["add", "fox"]),
        (["add", ["fox"]], ["count", ["fox"]]),
        (["", []], *[["count", ["fox"]]] * 200),
        (["", []], ["count", ["x" * (MOST.characters + 1)]]),
        (["", 1], ["count", ["fox"]]),
        ([], []),
        (1, 2),
    ],
)
def test_steps_that_no_object_asks_are_refused(steps: tuple[Any, ...]) -> None:
    assert isinstance(answered(Call("Zoo", steps)), Failed)


def test_steps_that_objects_ask_are_answered() -> None:
    assert answered(Call("Zoo", (["", ["fox"]], ["count", ["fox"]]))) == Returned(1)
