"""Hostile values of every kind, made in a sandbox: each costs its own call at most, and what comes back is plain."""

from __future__ import annotations

import os

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Does, Failed, Made, Opaque, Outcome, Returned, Shows, leaves
from autograder.core.model import Cell, Limits
from autograder.core.values import MAX_TEXT
from autograder.judging.difference import Rules, difference
from autograder.sandbox import open_sandbox
from support.running import Job, run

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the forked sandbox needs Linux")

SOURCE = """
import datetime, itertools, sys
import numpy as np

class Liar(dict):
    def __len__(self): return 10**9
    def __iter__(self): return itertools.count()
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def items(self): return ((n, n) for n in itertools.count())
    def keys(self): return itertools.count()

class Text(str):
    def encode(self, *a): return b"\\xff" * 10
    def __len__(self): return 3

class Int(int):
    def __int__(self): raise RuntimeError("no")
    def bit_length(self): return 1

class Endless(list):
    def __iter__(self): return itertools.count()

class Date(datetime.date):
    def isoformat(self): return object()

class Dtype(np.ndarray):
    @property
    def dtype(self): raise RuntimeError("no dtype")

class Object:
    @property
    def state(self): raise ValueError("no state")
    def __getattr__(self, name): return Object()
    def loop(self):
        while True: yield 1
    def __len__(self): return -1

def liar(): return Liar()
def text(): return Text("abc")
def integer(): return Int(3)
def endless(): return Endless([1])
def date(): return Date(2026, 1, 1)
def dtype(): return np.zeros(3).view(Dtype)
def keys(): return {n: n for n in range(10**6)}
def nans(): return {float(str("nan")) for _ in range(50)}
def cycle():
    a = []; a.append(a); return a
def cyclic_dict():
    a = {}; a["a"] = a; return a
def huge(): return 10**5000
def control(): return "\\x1b[31m\\ud800\\u202e\\x00"
def objects(): return np.array([object(), None], dtype=object)
def colliding(): return {n * (2**61 - 1): 0 for n in range(500)}
def nested():
    a = 1
    for _ in range(100): a = {1: a}
    return a
def record(): return np.zeros(2, dtype=[("a", "O"), ("b", "V8")])
def printing():
    for _ in range(200): print("x" * 10**5)
def swapped():
    sys.stdout = None
    print("a")
class Odd(Exception):
    def __str__(self): raise RuntimeError("no words")
def raising(): raise Odd()
def exiting(): raise SystemExit
def generator():
    yield 1
    raise ValueError("in the midst")
def honest(): return {"a": [1, (2.5, "x")], "b": {1, 2}}
"""
KINDS = ("liar", "text", "integer", "endless", "date", "dtype", "keys", "nans", "cycle", "cyclic_dict", "huge")
KINDS += ("control", "objects", "colliding", "nested", "record", "swapped")
LOOP = Call("Object", (), before=(Call("Object", ()),), on=Made(0))
VIEWS = {
    "printing": Call("printing", (), shows=Shows.PRINTED),
    "raising": Call("raising", (), shows=Shows.RAISED),
    "exiting": Call("exiting", (), shows=Shows.RAISED),
    "generator": Call("generator", (), shows=Shows.FIRST, number=5),
    "endless_generator": Call(
        "Object",
        (),
        before=(Call("Object", ()),),
        on=Made(0),
        does=Does.METHOD,
        name="loop",
        shows=Shows.FIRST,
        number=9,
    ),
    "state": Call("Object", (), before=(Call("Object", ()),), on=Made(0), does=Does.ATTRIBUTE, name="state"),
    "source": Call("honest", (), shows=Shows.SOURCE),
}
LIMITS = Limits(call_seconds=10, cell_seconds=10, total_seconds=100, memory_mb=512, reply_mb=1)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    names = (*KINDS, "honest")
    calls = [*(Call(name, ()) for name in KINDS), *VIEWS.values(), Call("honest", ())]
    job = Job((), (Cell("code", SOURCE),), (*names, "Object"))
    with open_sandbox("forked") as sandbox:
        found = run(sandbox, job, calls, LIMITS)
    return dict(zip((*KINDS, *VIEWS, "honest"), found.outcomes, strict=True))


def test_every_hostile_value_arrives_as_a_plain_one_or_not_at_all(outcomes: dict[str, Outcome]) -> None:
    plain = (type(None), bool, int, float, complex, str, np.ndarray, Opaque)
    for name, outcome in outcomes.items():
        parts = list(leaves(outcome.value)) if isinstance(outcome, Returned) else []
        assert all(type(part) in plain for part in parts), name
        if isinstance(outcome, Returned):
            assert isinstance(difference(outcome.value, {"a": 1}, Rules()), str)


def test_of_what_is_too_much_its_type_is_told_and_that_it_is(outcomes: dict[str, Outcome]) -> None:
    for name, kind in {"keys": "dict", "cycle": "list", "cyclic_dict": "dict", "nested": "dict"}.items():
        assert outcomes[name] == Returned(Opaque(f"{kind} that holds too much or is nested too deep"))
    assert outcomes["huge"] == Returned(Opaque("int that is too long"))


def test_what_is_printed_and_raised_is_bounded(outcomes: dict[str, Outcome]) -> None:
    printed = outcomes["printing"]
    assert isinstance(printed, Returned)
    assert len(printed.value) <= MAX_TEXT
    raised = outcomes["raising"]
    assert isinstance(raised, Returned)
    assert isinstance(raised.value, Described)
    assert raised.value.part("message") == ""
    assert outcomes["endless_generator"] == Returned([1] * 9)


def test_a_property_that_raises_fails_its_call_alone(outcomes: dict[str, Outcome]) -> None:
    for name in ("state", "generator", "exiting"):
        assert isinstance(outcomes[name], Failed), name
    assert outcomes["honest"] == Returned({"a": [1, (2.5, "x")], "b": frozenset({1, 2})})


def test_no_worker_says_what_the_source_of_an_answer_is(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["source"] == Returned("")
