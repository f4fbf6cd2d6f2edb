"""Objects of a class that a reference answers for: each is the list of the calls that were made of it.

What an object holds is in the reference's process alone. A question names all calls up to now and the one that is to be
answered, so the reference needs to keep nothing. Calls are few: an answer that makes many gets no credit so.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from autograder.core.calls import UNKNOWN, Call

# [its name, its arguments]; "" makes the object. An attribute has None for arguments.
Step: TypeAlias = "list[Any]"
Send = Callable[[Any], Any]
OPERATORS = (
    *("__bool__", "__call__", "__contains__", "__delitem__", "__eq__", "__float__", "__ge__", "__getitem__", "__gt__"),
    *("__int__", "__le__", "__len__", "__lt__", "__ne__", "__repr__", "__setitem__", "__str__"),
)
_STEPS = "_steps"


def remote_class(name: str, original: type, send: Send, ask: Callable[[Call], Any]) -> type:
    """Return a class in place of a student's, whose objects ask for what their methods return.

    send makes an argument ready for the wire. ask raises RuntimeError where there is no result.
    """

    def answered(steps: Sequence[Step], step: Step) -> Any:
        return ask(Call(name, (*steps, step)))

    def made(self: Any, *args: Any, **named: Any) -> None:
        vars(self)[_STEPS] = [["", [send(each) for each in positional(original, args, named)]]]

    def method(attribute: str) -> Callable[..., Any]:
        def call(self: Any, *args: Any, **named: Any) -> Any:
            own = getattr(original, attribute, None)
            steps, bound = vars(self)[_STEPS], positional(own, (self, *args), named)[1:]
            result = answered(steps, step := [attribute, [send(each) for each in bound]])
            steps.append(step)
            return result

        return call

    def found(self: Any, attribute: str) -> Any:
        if attribute.startswith("_"):
            raise AttributeError(attribute)
        if not callable(getattr(original, attribute, None)):
            try:
                return answered(vars(self)[_STEPS], [attribute, None])
            except RuntimeError:  # a method that the student has not written
                pass
        return method(attribute).__get__(self)

    body = {**_operators(original, method), "__init__": made, "__getattr__": found, "__setattr__": _refused}
    return type(name, (), body)


def _operators(original: type, method: Callable[[str], Any]) -> dict[str, Any]:
    """Return the operators that a student's class defines, each to be asked for."""
    own = (each for each in OPERATORS if getattr(original, each, None) is not getattr(object, each, None))
    body = {each: method(each) for each in own}
    return {**body, "__hash__": object.__hash__} if "__eq__" in body else body


def _refused(self: object, name: str, value: object) -> None:
    raise RuntimeError(UNKNOWN)


def positional(original: Any, args: tuple[Any, ...], named: Any) -> tuple[Any, ...]:
    """Return all arguments by position, as the student's own function or class would have bound them."""
    if not named:
        return args
    try:
        return inspect.signature(original).bind(*args, **named).args
    except (TypeError, ValueError):
        raise RuntimeError(UNKNOWN) from None
