"""Where two plain values differ, in one precise sentence: the first difference, and what simple thing it is.

What counts as a difference is declared (Rules). Values are those that calls.Returned holds; whatever a stranger sent,
nothing here raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.described.arrays import MASKED
from autograder.core.described.sparse import KIND as SPARSE
from autograder.judging.difference_of_dates import date_at, plain_moment, span_of
from autograder.judging.difference_of_entries import different_masked, different_sparse
from autograder.judging.difference_of_numbers import different_arrays, different_numbers, plain_number
from autograder.judging.difference_of_tables import ROWS, unlike_columns
from autograder.judging.difference_of_texts import different_texts
from autograder.judging.observe import type_phrase
from autograder.judging.words import at, expected_got, of_kind, shown

Different = Callable[[Any, Any, "Rules", str], str]
MOST_TO_MATCH = 300  # items that are looked for one by one in another order
DTYPE = "dtype"  # of a described value: how it is stored, which is for a check of its own
NEAR = 1e-5


@dataclass(frozen=True, slots=True)
class Rules:
    """What two values may differ in and be the same.

    case: whether the case of letters counts. spaces: "exact"; "ends": space at the end of lines and of a text does not
    count; "any": any space is as good as any other, none at the ends. any_order: items of sequences in any order.
    any_sequence: a list, a tuple and an array of one axis are as good as one another. rtol: of numbers, relative.
    names: whether the name of a Series counts.
    """

    case: bool = True
    spaces: str = "exact"
    any_order: bool = False
    any_sequence: bool = False
    rtol: float = 1e-6
    names: bool = False


SAME = Rules(rtol=NEAR)


def same(one: Any, other: Any) -> bool:
    """Say whether two values are the same except for rounding."""
    return not difference(one, other, SAME)


@np.errstate(all="ignore")
def difference(got: Any, want: Any, rules: Rules, place: str = "") -> str:
    """Return where and how a value differs from the one that is expected, or "". NaN is equal to NaN."""
    got, want = plain_number(got), plain_number(want)
    got, want = plain_moment(got, want), plain_moment(want, got)
    if rules.any_sequence and _is_sequence(got) and _is_sequence(want):
        got, want = _as_list(got), _as_list(want)
    kind = next((kind for kind in _DIFFERENT if isinstance(want, kind)), None)
    if kind is None or _misfit(got, want):
        return "" if got is want is None else at(place) + of_kind(got, want, whole=not place)
    return _DIFFERENT[kind](got, want, rules, place)


def _is_sequence(value: Any) -> bool:
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _as_list(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | np.ndarray) else value


def _misfit(got: Any, want: Any) -> bool:
    """Say whether a value is of another kind than the one that is expected; all numbers are of one kind."""
    if isinstance(want, bool) or isinstance(got, bool):
        return type(got) is not type(want)
    if isinstance(want, int | float | complex):
        return not isinstance(got, int | float | complex)
    if isinstance(want, Described):
        return not isinstance(got, Described) or got.kind != want.kind
    return type(got) is not type(want)


def _bools(got: Any, want: Any, rules: Rules, place: str) -> str:
    return "" if got == want else at(place) + expected_got(want, got)


def _numbers(got: Any, want: Any, rules: Rules, place: str) -> str:
    return different_numbers(got, want, rules.rtol, place)


def _arrays(got: Any, want: Any, rules: Rules, place: str) -> str:
    return different_arrays(got, want, rules.rtol, place)


def _texts(got: Any, want: Any, rules: Rules, place: str) -> str:
    return different_texts(got, want, rules.case, rules.spaces, place)


def _sequences(got: Any, want: Any, rules: Rules, place: str) -> str:
    if rules.any_order:
        return _collections(got, want, rules, place, "item")
    pairs = enumerate(zip(got, want, strict=False))
    first = next((told for n, (a, b) in pairs if (told := difference(a, b, rules, f"{place}[{n}]"))), "")
    if len(got) != len(want):
        what = f"expected {_count(len(want), 'item')}, got {len(got)}"
        return f"{at(place)}{what}{f'; the first that differs: {first}' if first else _more_or_less(got, want)}"
    if first and _unmatched(got, want, rules) == ([], []):
        return f"{at(place)}the right items in the wrong order: {first}"
    return first


def _more_or_less(got: Sequence[Any], want: Sequence[Any]) -> str:
    if len(got) < len(want):
        return f"; the last {_count(len(want) - len(got), 'item')} missing, from {shown(want[len(got)])}"
    return f"; after the right ones comes {shown(got[len(want)])}"


def _collections(got: Any, want: Any, rules: Rules, place: str, noun: str = "member") -> str:
    extra, missing = _unmatched(list(got), list(want), rules)
    if missing:
        told = f"{at(place)}the {noun} {shown(missing[0])} is missing{_others(missing)}"
        return f"{told}; there is {shown(extra[0])}, which should not be" if extra else told
    return f"{at(place)}there is a {noun} too many, {shown(extra[0])}{_others(extra)}" if extra else ""


def _unmatched(got: Sequence[Any], want: Sequence[Any], rules: Rules) -> tuple[list[Any], list[Any]]:
    """Return what is in one and not in the other, in whatever order; of very many things, all."""
    if max(len(got), len(want)) > MOST_TO_MATCH:
        return _unhashed(got, want)
    missing, extra = [], list(got)
    for item in want:
        found = next((n for n, other in enumerate(extra) if not difference(other, item, rules)), None)
        if found is None:
            missing.append(item)
        else:
            del extra[found]
    return extra, missing


def _unhashed(got: Sequence[Any], want: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    try:
        ours, theirs = set(want), set(got)
    except TypeError:
        return list(got), list(want)
    return [item for item in got if item not in ours], [item for item in want if item not in theirs]


def _others(items: Sequence[Any]) -> str:
    return f" ({len(items) - 1} more like it)" if len(items) > 1 else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _dicts(got: Any, want: Any, rules: Rules, place: str) -> str:
    missing = [key for key in want if key not in got]
    if missing:
        told = f"{at(place)}the key {shown(missing[0])} is missing{_others(missing)}"
        like = next((key for key in got if key not in want and _looks_like(key, missing[0])), None)
        return told if like is None else f"{told}; there is {shown(like)}, {_kind_of_key(like, missing[0])}"
    extra = [key for key in got if key not in want]
    if extra:
        return f"{at(place)}there is a key too many, {shown(extra[0])}{_others(extra)}"
    return next((told for key in want if (told := difference(got[key], want[key], rules, _at_key(place, key)))), "")


def _looks_like(key: Any, other: Any) -> bool:
    return str(key).strip().casefold() == str(other).strip().casefold()


def _kind_of_key(key: Any, want: Any) -> str:
    if type(key) is not type(want):
        return f"{type_phrase(key, exact=True)} instead of {type_phrase(want, exact=True)}"
    return "written differently"


def _at_key(place: str, key: Any) -> str:
    return f"{place}[{shown(key)}]"


def _described(got: Described, want: Described, rules: Rules, place: str) -> str:
    if want.kind in _WHOLE:
        return "" if got.parts == want.parts else at(place) + expected_got(want, got)
    if [name for name, _ in got.parts] != [name for name, _ in want.parts]:
        return at(place) + of_kind(got, want, whole=not place)
    if want.kind in ROWS and (whole := unlike_columns(got, want, place)):
        return whole
    by_entry = _BY_ENTRY.get(want.kind)
    if by_entry is not None and (told := by_entry(got, want, rules.rtol, place)) is not None:
        return told
    return next(filter(None, _in_parts(got, want, rules, place)), "")


_BY_ENTRY = {MASKED: different_masked, SPARSE: different_sparse}
_WHOLE = ("date", "time", "datetime", "timedelta", "missing value", "Period")


def _in_parts(got: Described, want: Described, rules: Rules, place: str) -> Iterator[str]:
    for (name, part), (_, wanted) in zip(got.parts, want.parts, strict=True):
        if name == DTYPE or (name == "name" and not rules.names):
            continue
        if want.kind == "DataFrame" and name == "data" and type(part) is type(wanted) is dict:
            pairs = ((part.get(key), wanted[key], f"{place}column {shown(key)}") for key in wanted)
            yield from (difference(*pair[:2], rules, pair[2]) for pair in pairs)
        elif want.kind.endswith("64") and isinstance(part, np.ndarray) and isinstance(wanted, np.ndarray):
            yield different_arrays(part, wanted, 0.0, place, date_at if want.kind.startswith("date") else span_of)
        else:
            yield difference(part, wanted, rules, f"{place}{' ' if place else ''}{name}")


_DIFFERENT: Mapping[type, Different] = {
    bool: _bools,
    int: _numbers,
    float: _numbers,
    complex: _numbers,
    np.ndarray: _arrays,
    str: _texts,
    list: _sequences,
    tuple: _sequences,
    dict: _dicts,
    frozenset: _collections,
    Described: _described,
}
