"""What a class answered to each question: how many were right, and which wrong answers there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.core.model import Status
from autograder.judging.kinds.answer import RightAnswer
from autograder.records.schema import CheckRecord, Record

MOST = 8  # different answers that are listed
RIGHT, UNANSWERED, OTHERS = "right", "not answered", "other answers"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, in words: how many students gave it, their share, and the sentence that it has."""

    words: str
    students: int
    share: float
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """The answers to one question: the right ones first, then wrong ones, the commonest first."""

    name: str
    answers: tuple[Answer, ...]


def question_answers(records: Iterable[Record]) -> tuple[QuestionAnswers, ...]:
    """Return what was answered to each question of one assignment, in the order of its records."""
    given: dict[str, Counter[str]] = {}
    sentences: dict[str, str] = {}
    for record in records:
        for exercise in record["exercises"] if record["status"] == "graded" else ():
            for check in exercise["checks"]:
                if check["kind"] == RightAnswer.kind:
                    words = _words(check)
                    given.setdefault(exercise["name"], Counter())[words] += 1
                    sentences[words] = check["advice"]
    return tuple(QuestionAnswers(name, tuple(_listed(counts, sentences))) for name, counts in given.items())


def _words(check: CheckRecord) -> str:
    plain = {Status.PASSED: RIGHT, Status.NOT_ATTEMPTED: UNANSWERED}
    return plain.get(Status(check["status"])) or check["message"].removeprefix("answered ")


def _listed(counts: Counter[str], sentences: dict[str, str]) -> Iterable[Answer]:
    total = counts.total()
    wrong = [(words, count) for words, count in counts.most_common() if words not in (RIGHT, UNANSWERED)]
    rest = sum(count for _, count in wrong[MOST:])
    rows = [(RIGHT, counts[RIGHT]), *wrong[:MOST], (OTHERS, rest), (UNANSWERED, counts[UNANSWERED])]
    return (Answer(words, count, count / total, sentences.get(words, "")) for words, count in rows if count)
