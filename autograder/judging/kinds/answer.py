"""The answer to a question is right; a wrong one that was foreseen is named, and has its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from autograder.core.exercise import Context, Expected
from autograder.core.question.form import AnswerFormError, Form, read, shown
from autograder.core.question.solution import Solution, foreseen, is_right
from autograder.judging.kinds.plain import PlainCheck


@dataclass(frozen=True, slots=True)
class RightAnswer(PlainCheck):
    """See autograder.questions: each question has one such check, hidden unless it is for practice."""

    question: dict[str, Any] = field(default_factory=dict, compare=False)

    kind: ClassVar[str] = "answer"
    in_words: ClassVar[str] = "the answer"
    compares_values: ClassVar[bool] = False
    is_call: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return "answer"

    @property
    def accepts_many(self) -> bool:
        return True

    def plain(self, context: Context) -> Any:
        return self.question

    def wrong(self, value: object, expected: Expected) -> str:
        form, solution = _parts(expected)
        try:
            answer = read(form, value)
        except AnswerFormError as error:
            return str(error)
        return "" if is_right(form, solution, answer) else f"answered {shown(form, answer)}"

    def fits_hint(self, value: object, expected: Expected) -> bool:
        try:
            read(_parts(expected)[0], value)
        except AnswerFormError:
            return False
        return True

    def named(self, value: object, expected: Expected) -> tuple[str, str] | None:
        form, solution = _parts(expected)
        try:
            known = foreseen(form, solution, read(form, value))
        except AnswerFormError:
            return None
        return None if known is None else (known.name, known.sentence)


def _parts(expected: Expected) -> tuple[Form, Solution]:
    return Form.of(expected.plain["form"]), Solution.of(expected.plain["solution"])
