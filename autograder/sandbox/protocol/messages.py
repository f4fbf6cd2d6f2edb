"""What the grader and a worker say to each other: an Order to the worker, then Rounds of calls; its replies.

A worker replies Ready, a CellDone per cell, then a CallDone per call. Within a call it may Ask for the result of
another one, and gets an answer, if the round says so.

What the grader writes, the worker may well unpickle. What a worker writes is read by codec.py and by nothing else.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from types import CodeType
from typing import Any

from autograder.core.calls import Call, Failed, Job, Outcome, Returned
from autograder.core.model import Cell, Status
from autograder.core.text import single_line
from autograder.core.values import MAX_NAME
from autograder.errors import WireError
from autograder.sandbox.protocol import plain_arrays
from autograder.sandbox.protocol.calls import Calls, read_calls
from autograder.sandbox.protocol.codec import (
    Values,
    encode_frame,
    encode_value,
    parse_json,
    read_row,
    read_text,
    to_json,
)
from autograder.sandbox.protocol.compile import GIVEN_FILE, compile_all

MAX_REPLY_JSON = 2**20
MAX_ORDER = 2**30  # of trusted origin: a bound, not a defence
CODES = 64  # courses have fewer assignments


@dataclass(frozen=True, slots=True)
class Order:
    """What a new worker is to do first: the job except for the cells in skip (with why)."""

    job: Job
    skip: Mapping[int, str]
    memory_mb: int
    reply_mb: int
    cpu_seconds: int


@dataclass(frozen=True, slots=True)
class Round:
    """Calls that are asked together; their numbers are their places. Those in skip need no answer, or no longer.

    references: the functions that a reference answers for meanwhile. afresh: the worker has answered others before, so
    the cells are run again first, in a notebook of its own.
    """

    parts: Sequence[Calls]
    skip: Collection[int] = ()
    references: Collection[str] = ()
    afresh: bool = False

    @property
    def calls(self) -> list[Call]:
        return [call for part in self.parts for call in part.calls]


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker is confined and the given cells have run; problem says what did not hold.

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


def encode_order(order: Order) -> bytes:
    """Return an order as a frame."""
    job = order.job
    document = {
        "given": job.given,
        "cells": [_row(cell) for cell in job.cells],
        "exercises": job.exercises,
        "modules": job.modules,
        "skip": list(order.skip.items()),
        "limits": [order.memory_mb, order.reply_mb, order.cpu_seconds],
        "files": [[name, len(content)] for name, content in job.files],
    }
    return encode_frame(document, _carried(job.given, job.files))


_row = attrgetter(*(field.name for field in fields(Cell)))  # what astuple gives, which copies each text


@lru_cache(maxsize=CODES)
def _compiled(given: tuple[str, ...]) -> bytes:
    return marshal.dumps(compile_all(given, GIVEN_FILE))


def _carried(given: tuple[str, ...], files: tuple[tuple[str, bytes], ...]) -> bytes:
    """Return what an order carries as bytes: the data files one after the other, then the given cells compiled."""
    return b"".join([*(content for _, content in files), _compiled(given)]) if files else _compiled(given)


def decode_order(document: dict[str, Any], raw: bytes) -> tuple[Order, list[CodeType | None]]:
    """Return the order that a frame from the grader holds, and the given cells compiled (None: to be compiled here)."""
    files, start = [], 0
    for name, size in document["files"]:
        files.append((name, bytes(raw[start : start + size])))
        start += size
    job = Job(
        given=tuple(document["given"]),
        cells=tuple(Cell(*cell) for cell in document["cells"]),
        exercises=tuple(document["exercises"]),
        modules=tuple(document["modules"]),
        files=tuple(files),
    )
    memory_mb, reply_mb, cpu_seconds = document["limits"]
    return Order(job, dict(document["skip"]), memory_mb, reply_mb, cpu_seconds), marshal.loads(raw[start:])


def encode_round(asked: Round) -> bytes:
    """Return a round as a frame."""
    document = {"skip": list(asked.skip), "references": list(asked.references), "afresh": asked.afresh}
    return encode_frame(document, b"".join(part.written for part in asked.parts))


def decode_round(document: dict[str, Any], raw: bytes) -> Round:
    """Return the round that a frame from the grader holds."""
    return Round(read_calls(raw), frozenset(document["skip"]), document["references"], document["afresh"])


def encode_answer(outcome: Outcome) -> bytes:
    """Return the answer to an Ask as a frame."""
    if isinstance(outcome, Failed):
        return encode_frame({"unknown": outcome.message})
    return _with_value('{"returned":', outcome.value, lambda node: {"returned": node})


def _with_value(before: str, value: Any, document: Callable[[Any], Any]) -> bytes:
    """Return the frame of a document in which a value comes last. before: its JSON up to there."""
    if (frame := plain_arrays.frame(before, value)) is not None:
        return frame
    raw = bytearray()
    return encode_frame(document(encode_value(value, raw)), raw)


def read_answer(text: bytes, raw: bytes) -> Any:
    """Return the result that a frame from the grader holds, by its JSON. Raises RuntimeError where there is none."""
    if (form := plain_arrays.form_of(text)) is not None:
        return form.value(raw)
    document = parse_json(text)
    if "unknown" in document:
        raise RuntimeError(document["unknown"])
    return Values(raw, max_items=MAX_ORDER, max_text=MAX_ORDER).read(document["returned"])


def encode_reply(reply: Reply) -> bytes:
    """Return a reply as a frame."""
    if isinstance(reply, Ready):
        return encode_frame({"ready": reply.problem})
    if isinstance(reply, CellDone):
        return encode_frame({"cell": reply.cell, "error": reply.error})
    if isinstance(reply, Ask):
        name, args = reply.call.function, reply.call.args
        return _with_value(f'{{"ask":{to_json(name)},"args":', args, lambda node: {"ask": name, "args": node})
    call, outcome = reply.call, reply.outcome
    if isinstance(outcome, Failed):
        failed = [str(outcome.status), single_line(outcome.message), outcome.culprit or ""]
        return encode_frame({"call": call, "failed": failed})
    return _with_value(f'{{"call":{call},"returned":', outcome.value, lambda node: {"call": call, "returned": node})


def read_reply(text: bytes, raw: bytes) -> Reply:
    """Return the reply that a frame from a worker holds, by its JSON. Raises WireError if it is none."""
    form = plain_arrays.form_of(text)
    if form is not None and form.call is not None:
        return CallDone(form.call, Returned(form.value(raw)))
    if form is not None and form.ask is not None:
        return Ask(Call(form.ask, _arguments(form.value(raw))))
    return decode_reply(parse_json(text), raw)


def decode_reply(document: Any, raw: bytes) -> Reply:
    """Return the reply that a frame from a worker holds. Raises WireError if it is none."""
    values = Values(raw)
    reply = _read_reply(document, values)
    values.finish()
    return reply


def _read_reply(document: Any, values: Values) -> Reply:
    match document:  # what comes most often first
        case {"call": int(call), "returned": node} if len(document) == 2:
            return CallDone(_index(call), Returned(values.read(node)))
        case {"ask": str(name), "args": node} if len(document) == 2:
            return Ask(Call(read_text(name, MAX_NAME), _arguments(values.read(node))))
        case {"call": int(call), "failed": body} if len(document) == 2:
            return CallDone(_index(call), _read_failed(body))
        case {"cell": int(cell), "error": error} if len(document) == 2:
            return CellDone(_index(cell), _sentence_or_none(error))
        case {"ready": problem} if len(document) == 1:
            return Ready(_sentence_or_none(problem))
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
    if not isinstance(node, str) or node != single_line(node):
        raise WireError("a message is not one printable line")
    return node


def _sentence_or_none(node: Any) -> str | None:
    return None if node is None else _sentence(node)
