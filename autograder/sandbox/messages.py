"""The messages on the wire: one Order to a worker, then its replies: Ready, a CellDone a cell, a CallDone a call.

Calls whose inputs are not published come in a message of their own, when all others are answered.
Within a call it may Ask for the result of another one, and gets an answer, if the order says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from autograder.errors import WireError
from autograder.model import Call, Cell, Failed, Job, Outcome, Returned, Status
from autograder.sandbox.sentences import one_line
from autograder.sandbox.wire import MAX_NAME, Values, encode_frame, encode_value, read_row, read_text

MAX_REPLY_JSON = 2**20
MAX_ORDER = 2**30  # of trusted origin: a bound, not a defence


Numbered = tuple[tuple[int, Call], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What one worker is to do: the job but for the cells in skip (with why), and of its calls those of todo.

    more: others come when these are answered.
    """

    job: Job
    skip: Mapping[int, str]
    todo: Numbered
    more: bool
    memory_mb: int
    reply_mb: int
    cpu_seconds: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is shut in and the given cells have run; problem says what did not hold.

    That is our failure: no student's code has run yet.
    """

    problem: str | None


@dataclass(frozen=True, slots=True)
class CellDone:
    """Cell number `cell` has ended, well or with an error."""

    cell: int
    error: str | None


@dataclass(frozen=True, slots=True)
class CallDone:
    """Call number `call` has ended."""

    call: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Ask:
    """What would this call of an earlier exercise return, if that were right?"""

    call: Call


Reply = Ready | CellDone | CallDone | Ask


# --- to the worker -----------------------------------------------------------------------------------------------


def encode_order(order: Order) -> bytes:
    """Return an order as a frame."""
    job, raw = order.job, bytearray()
    document = {
        "given": job.given,
        "cells": [astuple(cell) for cell in job.cells],
        "exercises": job.exercises,
        "calls": _encode_calls(order.todo, raw),
        "upstream": job.upstream,
        "skip": list(order.skip.items()),
        "more": order.more,
        "limits": [order.memory_mb, order.reply_mb, order.cpu_seconds],
    }
    return encode_frame(document, raw)


def decode_order(document: dict[str, Any], raw: bytes) -> Order:
    """Return the order that a frame from the grader holds; what a trusted sender wrote is not checked twice.

    Its job has no calls but those of todo.
    """
    values = Values(raw, max_items=MAX_ORDER, max_text=MAX_ORDER)
    job = Job(
        given=tuple(document["given"]),
        cells=tuple(Cell(*cell) for cell in document["cells"]),
        exercises=tuple(document["exercises"]),
        calls=(),
        upstream=tuple(document["upstream"]),
    )
    todo = _decode_calls(document["calls"], values)
    values.finish()
    return Order(job, dict(document["skip"]), todo, document["more"], *document["limits"])


def encode_more(todo: Numbered) -> bytes:
    """Return the calls that come after those of the order as a frame."""
    raw = bytearray()
    return encode_frame({"calls": _encode_calls(todo, raw)}, raw)


def decode_more(document: dict[str, Any], raw: bytes) -> Numbered:
    """Return the calls that a frame from the grader holds."""
    return _decode_calls(document["calls"], Values(raw, max_items=MAX_ORDER, max_text=MAX_ORDER))


def _encode_calls(todo: Numbered, raw: bytearray) -> list[list[Any]]:
    return [[number, call.function, encode_value(call.args, raw), call.leaves] for number, call in todo]


def _decode_calls(rows: list[list[Any]], values: Values) -> Numbered:
    return tuple((number, Call(name, values.read(args), leaves)) for number, name, args, leaves in rows)


def encode_answer(outcome: Outcome) -> bytes:
    """Return the answer to an Ask as a frame."""
    raw = bytearray()
    if isinstance(outcome, Failed):
        return encode_frame({"unknown": outcome.message})
    return encode_frame({"returned": encode_value(outcome.value, raw)}, raw)


def decode_answer(document: dict[str, Any], raw: bytes) -> Any:
    """Return the result that a frame from the grader holds. Raises RuntimeError with its sentence if it has none."""
    if "unknown" in document:
        raise RuntimeError(document["unknown"])
    return Values(raw, max_items=MAX_ORDER, max_text=MAX_ORDER).read(document["returned"])


# --- from the worker ---------------------------------------------------------------------------------------------


def encode_reply(reply: Reply) -> bytes:
    """Return a reply as a frame."""
    if isinstance(reply, Ready):
        return encode_frame({"ready": reply.problem})
    if isinstance(reply, CellDone):
        return encode_frame({"cell": reply.cell, "error": reply.error})
    raw = bytearray()
    if isinstance(reply, Ask):
        return encode_frame({"ask": reply.call.function, "args": encode_value(reply.call.args, raw)}, raw)
    outcome = reply.outcome
    if isinstance(outcome, Failed):
        failed = [str(outcome.status), one_line(outcome.message), outcome.culprit or ""]
        return encode_frame({"call": reply.call, "failed": failed})
    return encode_frame({"call": reply.call, "returned": encode_value(outcome.value, raw)}, raw)


def decode_reply(document: Any, raw: bytes) -> Reply:
    """Return the reply that a frame from a worker holds. Raises WireError if it is none."""
    values = Values(raw)
    reply = _read_reply(document, values)
    values.finish()
    return reply


def _read_reply(document: Any, values: Values) -> Reply:
    match document:
        case {"ready": problem, **rest} if not rest:
            return Ready(_sentence_or_none(problem))
        case {"cell": int(cell), "error": error, **rest} if not rest:
            return CellDone(_index(cell), _sentence_or_none(error))
        case {"call": int(call), "returned": node, **rest} if not rest:
            return CallDone(_index(call), Returned(values.read(node)))
        case {"call": int(call), "failed": body, **rest} if not rest:
            return CallDone(_index(call), _read_failed(body))
        case {"ask": str(name), "args": node, **rest} if not rest:
            return Ask(Call(read_text(name, MAX_NAME), _arguments(values.read(node))))
    raise WireError("a reply has the wrong keys")


def _arguments(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, tuple):
        raise WireError("arguments are no tuple")
    return value


def _index(node: int) -> int:
    if isinstance(node, bool):
        raise WireError("a number is true or false")
    return node


def _read_failed(body: Any) -> Failed:
    status, message, culprit = read_row(body, str, str, str)
    # That time ran out or a process died is not for the worker to say.
    if status not in (Status.ERROR, Status.NOT_ATTEMPTED):
        raise WireError("a call failed in a way that only the grader can tell")
    return Failed(Status(status), _sentence(message), read_text(culprit, MAX_NAME) or None)


def _sentence(node: Any) -> str:
    if not isinstance(node, str) or node != one_line(node):
        raise WireError("a message is not one printable line")
    return node


def _sentence_or_none(node: Any) -> str | None:
    return None if node is None else _sentence(node)
