"""A question was answered in the form that it asks for; this is public, and tells nothing of what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from autograder.core.exercise import ANSWERED, Context, Expected
from autograder.core.question.form import AnswerFormError, Form, read
from autograder.judging.kinds.plain import PlainCheck


@dataclass(frozen=True, slots=True)
class Answered(PlainCheck):
    """See autograder.questions: each question has one such check, worth nothing."""

    form: dict[str, Any] = field(default_factory=dict, compare=False)

    kind: ClassVar[str] = ANSWERED
    in_words: ClassVar[str] = "answered"
    compares_values: ClassVar[bool] = False
    is_call: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return ANSWERED

    def plain(self, context: Context) -> Any:
        return self.form

    def wrong(self, value: object, expected: Expected) -> str:
        try:
            read(Form.of(expected.plain), value)
        except AnswerFormError as error:
            return str(error)
        return ""
