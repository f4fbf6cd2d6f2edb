"""A question as its author declares it, and how it is answered in a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.question.form import Form, Kind
from autograder.core.question.record import given_answer
from autograder.core.question.solution import KnownAnswer, Solution

EXAMPLES = {
    Kind.SEVERAL: "a list of your choices; [] for none of them",
    Kind.NUMBER: "a number",
    Kind.TEXT: "a few words, in quotes",
    Kind.NUMBERS: "a list of numbers, or of rows of numbers",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question: ask is its text (Markdown, "" where the lesson has it), value and unit are the right answer as typed.

    practice: it is open, told at once, and worth nothing. line: of checks.py.
    """

    name: str
    form: Form
    solution: Solution
    value: Any
    unit: str = ""
    ask: str = ""
    practice: bool = False
    line: int = 0

    def cell(self, value: Any = None, unit: str = "") -> str:
        """Return the source of a cell that gives an answer, by default the right one."""
        written, unit = (self.value, self.unit) if value is None else (value, unit)
        written = written.tolist() if isinstance(written, np.ndarray) else written
        return f"answer({_quoted(self.name)}, {_source(written)}{f', unit={_quoted(unit)}' if unit else ''})"

    @property
    def answer(self) -> Described:
        """The right answer, as `answer` keeps it."""
        return given_answer(self.value, self.unit)

    @property
    def stub(self) -> str:
        """The source of the cell as it is released."""
        if self.form.kind is Kind.ONE:
            told = f"one of {', '.join(_quoted(label) for label, _ in self.form.choices)}"
        else:
            told = EXAMPLES[self.form.kind]
        units = f", and its unit: {' or '.join(f'unit={_quoted(each)}' for each in self.form.units)}"
        return f"answer({_quoted(self.name)}, ...)  # in place of the dots: {told}{units if self.form.units else ''}"

    def text(self, points: float) -> str:
        """Return what is asked, as Markdown, with the choices; "" where the lesson's own text says all."""
        worth = "for practice" if self.practice else f"{points:g} point{'' if points == 1 else 's'}"
        several = " Choose all that are right." if self.form.kind is Kind.SEVERAL else ""
        head = f"**Question** ({worth}). {self.ask}{several}".rstrip()
        choices = "\n".join(f"- **{label})** {text}" for label, text in self.form.choices)
        return "\n\n".join(filter(None, [head, choices])) if self.ask or choices else ""


def shuffled(texts: Iterable[str], salt: str = "") -> tuple[tuple[str, str], ...]:
    """Return choices with their labels, in an order that follows from their texts alone.

    So it is the same whichever of them is right. salt: another text makes another order.
    """
    order = sorted(texts, key=lambda text: hashlib.sha256(f"{salt}\n{text}".encode()).digest())
    return tuple(zip(ascii_lowercase, order, strict=False))


def wrong_answers(question: Question) -> Iterator[tuple[KnownAnswer, Any, str]]:
    """Yield the answers that were foreseen as wrong, each with the value and unit to type."""
    form, unit = question.form, next((unit for unit, _ in question.solution.factors), "")
    for known in question.solution.wrong:
        if form.kind is Kind.SEVERAL:
            (right,) = question.solution.right
            yield known, sorted(right ^ {known.answer}), ""
        elif form.kind is Kind.TEXT:
            yield known, known.answer.replace("[[]", "[").replace("*", "").replace("?", "x"), ""
        else:
            yield known, known.answer, unit


def right_answers(question: Question) -> Iterator[tuple[str, Any, str]]:
    """Yield other ways to give the right answer, by name: what to type."""
    form, texts = question.form, dict(question.form.choices)
    match form.kind:
        case Kind.ONE:
            yield "by its text", texts[question.value], ""
            yield "as a capital letter", f"{question.value.upper()})", ""
        case Kind.SEVERAL:
            yield "in another order", [texts[label] for label in reversed(question.value)], ""
        case Kind.NUMBER:
            for unit, factor in question.solution.factors:
                yield f"in {unit}", question.solution.right[0] / factor, unit
            if not form.units:
                yield "as a text", repr(float(question.value)), ""
        case Kind.TEXT:
            yield "in capitals", f" {question.value.upper()}. ", ""
        case Kind.NUMBERS:
            yield "as an array of floats", np.asarray(question.value, float), ""


def _source(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else repr(value).replace("'", '"')


def _quoted(text: str) -> str:
    return f'"{text}"' if text.isprintable() and not set(text) & set('"\\') else repr(text)
