"""What an answer to a question must look like: all that is released of a question besides its text.

An answer is read before it is compared: "B)" is the choice b, "3.2 km/h" a number with its unit, " The  Chain-Rule. " a
text of two words. What cannot be read is said in a sentence, which tells nothing of what is right.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from autograder.core.calls import Opaque
from autograder.core.model import Array
from autograder.core.plain_math import plain_math
from autograder.core.question.record import as_answer, given_answer
from autograder.core.text import single_line

LONGEST = 200  # characters of a text answer
MOST_NUMBERS = 1000
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.{0,40})")
_SPACES = re.compile(r"\s+|(?<=\w)[-_](?=\w)")


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"
    NUMBERS = "numbers"


class AnswerFormError(ValueError):
    """An answer is not of the form that its question asks for; the message is a sentence for the student."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for. choices: label and text of each, in the order in which they are shown. units: their names."""

    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the form as plain data."""
        return {"kind": str(self.kind), "choices": self.choices, "units": self.units}

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Form:
        """Return the form that `plain` wrote. Raises LookupError, TypeError or ValueError for anything else."""
        choices = tuple((str(label), str(text)) for label, text in plain["choices"])
        return Form(Kind(plain["kind"]), choices, tuple(map(str, plain["units"])))


def read(form: Form, found: object) -> Any:
    """Return an answer, read: a label, a frozenset of labels, (number, unit), a normalised text, or an array of floats.

    found: what lies under the question's name. Raises AnswerFormError.
    """
    given = as_answer(found) or given_answer(found)  # `steepest = "b"` says what is meant, too
    value, unit = given.part("value"), given.part("unit")
    if not isinstance(unit, str):
        raise AnswerFormError('a unit is a text: unit="…"')
    if unit.strip() and not form.units:
        raise AnswerFormError("this answer has no unit: leave unit=… out")
    return _number(form, value, unit) if form.kind is Kind.NUMBER else _READ[form.kind](form, value)


def shown(form: Form, answer: Any) -> str:
    """Return an answer that was read, in words on one line."""
    match form.kind:
        case Kind.ONE:
            return f"{answer}) {plain_math(dict(form.choices)[answer])}"
        case Kind.SEVERAL:
            return ", ".join(sorted(answer)) or "none of them"
        case Kind.NUMBER:
            number, unit = answer
            return f"{number:.12g} {unit}".strip()
        case Kind.TEXT:
            return single_line(f'"{answer}"')
        case _:
            return single_line(str(answer.tolist()), 80)


def normalised(text: str, keep: str = "") -> str:
    """Return a text without what makes no difference: case, spaces, hyphens, width, and punctuation at its ends.

    keep: signs that are no punctuation here.
    """
    ends = "".join(sign for sign in " .,;:!?()'\"`$" if sign not in keep)
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(ends)


def _one(form: Form, value: object) -> str:
    if isinstance(value, (list, tuple, frozenset)) and len(value) == 1:
        (value,) = value
    if isinstance(value, (list, tuple, frozenset)):
        raise AnswerFormError(f"choose one of {_labels(form)}, not {len(value)} of them")
    return _label(form, value)


def _several(form: Form, value: object) -> frozenset[str]:
    if isinstance(value, str) and (label := _find(form, value)):
        return frozenset([label])
    if isinstance(value, str):  # "a, c", "ac"
        value = re.split(r"[\s,;]+", value.strip(" ,;")) if re.search(r"[\s,;]", value.strip()) else list(value.strip())
    if not isinstance(value, (list, tuple, frozenset)):
        raise AnswerFormError(f"write a list of your choices among {_labels(form)}; [] for none of them")
    return frozenset(_label(form, each) for each in value)


def _label(form: Form, value: object) -> str:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    found = _find(form, str(value)) if plain else None
    if found is None:
        what = single_line(repr(value), 40) if plain else "that"
        raise AnswerFormError(f"there is no choice {what}: choose among {_labels(form)}")
    return found


def _find(form: Form, value: str) -> str | None:
    """Return the label of a choice that is named by its label or by its text."""
    if len(value) > 10 * LONGEST:
        return None
    word = normalised(value)
    by_label = next((label for label, _ in form.choices if label == word), None)
    return by_label or next((label for label, text in form.choices if word and word in _spellings(text)), None)


def _spellings(text: str) -> tuple[str, str]:
    return normalised(text), normalised(plain_math(text))


def _labels(form: Form) -> str:
    return ", ".join(f'"{label}"' for label, _ in form.choices)


def _number(form: Form, value: object, unit: str) -> tuple[float, str]:
    if isinstance(value, str) and (match := _NUMBER.fullmatch(value[: 2 * LONGEST])):
        value, unit = float(match[1]), unit or match[2]
        if unit.strip() and not form.units:
            raise AnswerFormError("this answer has no unit: write the number alone")
    number = _float(value)
    if number is None:
        raise AnswerFormError("the answer is to be a number" + (", with its unit" if form.units else ""))
    return number, _unit(form, unit)


def _float(value: object) -> float | None:
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf":
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _unit(form: Form, unit: str) -> str:
    if not form.units:
        return ""
    known = ", ".join(f'"{each}"' for each in form.units)
    if not unit.strip():
        raise AnswerFormError(f"a unit is missing: add unit=…, one of {known}")
    found = next((each for each in form.units if _plain_unit(each) == _plain_unit(unit)), None)
    if found is None:
        raise AnswerFormError(f"the unit {single_line(repr(unit), 40)} is not known here: use one of {known}")
    return found


def _plain_unit(unit: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", unit[:LONGEST]))


def _text(form: Form, value: object) -> str:
    if not isinstance(value, str) or not normalised(value[: LONGEST + 1]):
        raise AnswerFormError('the answer is to be a text in quotes: "…"')
    if len(value) > LONGEST:
        raise AnswerFormError(f"the answer is too long: a few words do, at most {LONGEST} characters")
    return normalised(value)


def _numbers(form: Form, value: object) -> Array:
    found = _array(value)
    if found is None or found.dtype.kind not in "iuf" or found.ndim == 0 or found.size > MOST_NUMBERS:
        raise AnswerFormError("the answer is to be a list of numbers, or of rows of the same length")
    if not np.all(np.isfinite(found)):
        raise AnswerFormError("all entries of the answer are to be finite numbers")
    return found.astype(float)


def _array(value: object) -> Array | None:
    """Return numbers, or nested lists of them, as an array; None for anything else."""
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, (list, tuple)) or any(isinstance(each, (str, dict, Opaque)) for each in value):
        return None
    try:
        return np.array(value)
    except (ValueError, TypeError, OverflowError):
        return None


_READ: Mapping[Kind, Callable[[Form, object], Any]] = {
    Kind.ONE: _one,
    Kind.SEVERAL: _several,
    Kind.TEXT: _text,
    Kind.NUMBERS: _numbers,
}
