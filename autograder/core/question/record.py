"""What `answer("question", value)` leaves behind: the answer as plain data, under the question's name."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from autograder.core.calls import Described
from autograder.core.values import portable

ANSWER = "answer"


def given_answer(value: object, unit: object = "", times: int = 1) -> Described:
    """Return an answer as it is kept; times: how often the question was answered up to now."""
    return Described(ANSWER, (("value", portable(value)), ("unit", portable(unit)), ("times", times)))


def as_answer(found: object) -> Described | None:
    """Return what was found under a question's name, where `answer` has left it there."""
    return found if isinstance(found, Described) and found.kind == ANSWER else None


def times_answered(found: object) -> int:
    """Return how often a question was answered; 0 where it was not."""
    answer = as_answer(found)
    times = 0 if answer is None else answer.part("times")
    return times if isinstance(times, int) else 0


def keep_answer(namespace: MutableMapping[str, Any], question: str, value: object, unit: object = "") -> None:
    """Keep an answer under the question's name; `...` takes back what was answered before."""
    if value is ...:
        if as_answer(namespace.get(question)) is not None:
            del namespace[question]
        return
    namespace[question] = given_answer(value, unit, times_answered(namespace.get(question)) + 1)
