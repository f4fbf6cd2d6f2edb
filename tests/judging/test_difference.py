"""Two plain values are compared as declared; what differs first is said in one precise sentence."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, defaultdict
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pytest

from autograder.core.calls import Described, Opaque
from autograder.core.values import portable
from autograder.judging.difference import Rules, difference

NAN = math.nan
LENIENT = Rules(any_order=True, any_sequence=True, case=False, spaces="any")


class Point(NamedTuple):
    x: int
    y: int


def told(got: Any, want: Any, **rules: Any) -> str:
    return difference(portable(got), portable(want), Rules(**rules))


@pytest.mark.parametrize(
    ("got", "want", "rules"),
    [
        (np.float64(1.5), 1.5, {}),
        (2.0, 2, {}),
        (np.int32(2), 2, {}),
        (-0.0, 0.0, {}),
        (NAN, NAN, {}),
        ([1.0, NAN], [1.0, NAN], {}),
        (np.array([1, NAN]), np.array([1, NAN]), {}),
        (math.inf, math.inf, {}),
        (1 / 3, 0.3333333333, {}),
        (np.str_("word"), "word", {}),
        (np.bool_(True), True, {}),
        (1 + 2j, np.complex128(1 + 2j), {}),
        (3 + 0j, 3, {}),
        (np.array(["a", "b"]), np.array(["a", "b"], dtype=object), {}),
        (Counter("aab"), {"a": 2, "b": 1}, {}),
        (OrderedDict(b=1, a=2), {"a": 2, "b": 1}, {}),
        (defaultdict(list, a=[1]), {"a": [1]}, {}),
        ({np.int64(1): "a"}, {1: "a"}, {}),
        (Point(1, 2), (1, 2), {}),
        (frozenset({1, 2}), {2, 1}, {}),
        ({NAN}, {NAN}, {}),
        ({0.1 + 0.2}, {0.3}, {}),
        (np.ma.array([1, 99], mask=[0, 1]), np.ma.array([1, 5], mask=[0, 1]), {}),
        (np.array(["2026-01-02"], "M8[D]"), np.array(["2026-01-02"], "M8[ns]"), {}),
        ((1, 2), [1, 2], {"any_sequence": True}),
        (np.array([1, 2]), [1, 2], {"any_sequence": True}),
        ([(1, 2)], [[1, 2]], {"any_sequence": True}),
        ([3, 1, 2], [1, 2, 3], {"any_order": True}),
        ("Word", "wORD", {"case": False}),
        ("a  \nb\n", "a\nb", {"spaces": "ends"}),
        ("a\r\nb", "a\nb", {"spaces": "ends"}),
        (" a\n b ", "a b", {"spaces": "any"}),
    ],
)
def test_right_values_in_other_forms_are_the_same(got: Any, want: Any, rules: dict[str, Any]) -> None:
    assert told(got, want, **rules) == ""


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        (3, 4, "expected 4, got 3; it is off by one"),
        (-5, 5, "expected 5, got -5; the sign is wrong"),
        (1.0000021, 1.0, "expected 1, got 1.000002"),
        (-0.0, 1.0, "expected 1, got 0"),
        ((-0.0, 1), 1.0, "expected 1.0, a float, got (0.0, 1), a tuple"),
        ("3", 3, "expected 3, an int, got '3', a str"),
        (True, 1, "expected 1, an int, got True, a bool"),
        (1, True, "expected True, a bool, got 1, an int"),
        (None, "x", "expected 'x', a str, got None (is a `return` missing?)"),
        ("x", None, "expected None, got 'x', a str"),
        (1 + 2j, 1 + 3j, "expected (1+3j), got (1+2j)"),
        ("a", "A", "expected 'A', got 'a'; only the case of letters differs"),
        ("a ", "a", "expected 'a', got 'a '; there is a trailing space"),
        ("a", "a ", "expected 'a ', got 'a'; there is no trailing space"),
        (" a", "a", "expected 'a', got ' a'; only the space at the beginning differs"),
        ("a b", "ab", "expected 'ab', got 'a b'; only spaces differ"),
        ("a\n", "a", "expected 'a', got 'a\\n'; only the line end at the end differs"),
        ("a\nb\nc", "a\nb\nd", "line 3 differs: expected 'd', got 'c'"),
        ("a\nb", "a\nb\nc", "line 3 is missing: expected 'c' (expected 3 lines, got 2)"),
        ("a\nb\nc", "a\nb", "line 3 is one too many: 'c' (expected 2 lines, got 3)"),
        ([3, 2, 1], [1, 2, 3], "the right items in the wrong order: at [0] expected 1, got 3"),
        ((1, 2), [1, 2], "expected [1, 2], a list, got (1, 2), a tuple"),
        ([1, 2], [1, 2, 3], "expected 3 items, got 2; the last 1 item missing, from 3"),
        ([1, 2, 3], [1, 2], "expected 2 items, got 3; after the right ones comes 3"),
        ([9, 2], [1, 2, 3], "expected 3 items, got 2; the first that differs: at [0] expected 1, got 9"),
        ({"a": 1}, {"a": 1, "b": 2}, "the key 'b' is missing"),
        ({"a": 1, "b": 2}, {"a": 1}, "there is a key too many, 'b'"),
        ({1: 2}, {"1": 2}, "the key '1' is missing; there is 1, an int instead of a str"),
        ({"B": 2}, {"b": 2}, "the key 'b' is missing; there is 'B', written differently"),
        ({"a": [1, 2]}, {"a": [1, 4]}, "at ['a'][1] expected 4, got 2"),
        ({1, 2}, {1, 3}, "the member 3 is missing; there is 2, which should not be"),
        ({1, 2, 3}, {1, 2}, "there is a member too many, 3"),
        (np.array([1, 2]), np.array([2, 1]),
         "at [0] expected 2, got 1; it is off by one (2 of 2 entries are wrong); "
         "these are the right entries in the wrong order"),
        (np.zeros(3), np.zeros((3, 1)), "expected an array of shape (3, 1), got an array of shape (3,)"),
        ([1.0], np.ones(1), "expected an array of shape (1,), got [1.0], a list"),
        (date(2026, 1, 1), date(2026, 1, 2), "expected 2026-01-02, got 2026-01-01"),
        (timedelta(hours=1), timedelta(hours=2), "expected 2:00:00, got 1:00:00"),
        (date(2026, 1, 1), datetime(2026, 1, 1), "expected a datetime, got a date"),
        (np.array(["2026-01-01"], "M8[D]"), np.array(["2026-01-02"], "M8[D]"),
         "at [0] expected 2026-01-02, got 2026-01-01"),
        (np.ma.array([1, 2], mask=[0, 1]), np.ma.array([1, 2], mask=[1, 0]),
         "the entry [0] is not masked, and should be (2 of 2 are wrong)"),
        (object(), 3, "expected 3, an int, got an object"),
        (10**400, 1.5, "expected 1.5, a float, got an int that is too long"),
    ],
)  # fmt: skip
def test_what_differs_is_said_in_one_sentence(got: Any, want: Any, sentence: str) -> None:
    assert told(got, want) == sentence


def test_texts_of_strangers_are_shown_harmless_and_short() -> None:
    sentence = told("\x1b[31m" + "x" * 1000 + "\u202e", "a")
    assert sentence.isprintable()
    assert len(sentence) < 100


HOSTILE = [
    math.inf, 2**1023, -(2**1023), complex(NAN, math.inf), complex(1e308, 1e308), Opaque("object"), [[[[[[[]]]]]]],
    Described("DataFrame", ()), Described("DataFrame", (("dtype", 1), ("columns", 2), ("index", 3), ("data", {}))),
    Described("datetime64", (("dtype", "x"), ("shape", ()), ("ticks", np.array(1.5)))),
    Described("date", (("text", 3),)),
    Described("timedelta", (("microseconds", 2**1023),)), Described("masked array", (("data", None), ("mask", "x"))),
    {None: None}, frozenset({NAN, None}), np.array(1j), np.full(3, NAN), "\u202e", {(): {}}, [None] * 500,
]  # fmt: skip


@pytest.mark.parametrize("got", HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_whatever_a_stranger_sends_is_compared_with_anything(got: Any) -> None:
    for want in (*HOSTILE, 3, 1.5, "text", [1, 2], {"a": 1}, np.arange(3)):
        assert isinstance(difference(got, want, Rules()), str)
        assert isinstance(difference(got, want, LENIENT), str)


def test_a_value_is_the_same_as_itself() -> None:
    assert [value for value in HOSTILE if not isinstance(value, Opaque) and difference(value, value, Rules())] == []


def test_tables_are_compared_column_by_column() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"a": [1, 2], "b": ["x", None], "t": pandas.to_datetime(["2026-01-01", "2026-01-02"])})
    assert told(table, table.copy()) == ""
    assert told(table.assign(a=[1, 5]), table) == "at column 'a'[1] expected 2, got 5 (1 of 2 entries is wrong)"
    assert told(table.rename(columns={"a": "A"}), table) == (
        "at columns[0] expected 'a', got 'A'; only the case of letters differs"
    )
    assert told(table.fillna("y"), table) == "at column 'b'[1] expected None, got 'y', a str"
    assert told(table.a, table) == "expected a DataFrame, got a Series"
    assert told(table.a.astype(float), table.a) == ""
    assert told(table.iloc[:1], table) == "expected 2 rows, got 1"


def test_sparse_matrices_are_compared_by_their_entries() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    assert told(sparse.csc_matrix(np.eye(3)), sparse.coo_matrix(np.eye(3))) == ""
    assert told(np.eye(3), sparse.coo_matrix(np.eye(3))) == "expected a sparse matrix, got an array of shape (3, 3)"
    assert told(sparse.eye(3) * 2, sparse.eye(3)) == ("at [0, 0] expected 1, got 2 (3 of 3 stored entries are wrong)")
    assert told(sparse.eye(3) + sparse.eye(3, k=2) * 4, sparse.eye(3)) == (
        "at [0, 2] expected 0, got 4 (1 of 4 stored entries is wrong)"
    )
    assert told(sparse.dok_array(np.eye(3)), sparse.eye(3)) == ""
    assert told(sparse.eye(4), sparse.eye(3)) == "at shape[0] expected 3, got 4; it is off by one"


def test_a_forged_sparse_matrix_is_a_wrong_one() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    want = portable(sparse.eye(3))
    parts = dict(want.parts)
    for name, forged in [
        ("rows", "x"),
        ("rows", np.arange(2)),
        ("columns", np.arange(3) + 10**6),
        ("values", np.ones(4)),
    ]:
        got = Described(want.kind, tuple({**parts, name: forged}.items()))
        assert difference(got, want, Rules()), name


@pytest.mark.parametrize(("want", "got"), [("caf\u00e9", "cafe\u0301"), ("\u00b5m", "\u03bcm"), ("fine", "\ufb01ne")])
def test_texts_that_look_the_same_are_told_to_be_written_otherwise(want: str, got: str) -> None:
    assert "they look the same" in difference(got, want, Rules())
