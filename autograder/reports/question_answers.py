"""What a class answered to each question: how many were right, and which wrong answers there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.core.model import Status
from autograder.judging.kinds.answer import RightAnswer
from autograder.records.schema import CheckRecord, Record
from autograder.reports.item_analysis import JUDGED

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
    given: dict[str, list[CheckRecord]] = {}
    for record in records:
        for exercise in record["exercises"] if record["status"] in JUDGED else ():
            for check in exercise["checks"]:
                if check["kind"] == RightAnswer.kind:
                    given.setdefault(exercise["name"], []).append(check)
    return tuple(QuestionAnswers(name, tuple(_listed(checks))) for name, checks in given.items())


def _listed(checks: Sequence[CheckRecord]) -> Iterable[Answer]:
    statuses, wrong = Counter(check["status"] for check in checks), dict[tuple[str, str], list[str]]()
    for check in checks:
        if check["status"] not in (Status.PASSED, Status.NOT_ATTEMPTED):
            words = _plain(check["message"])
            # Where each student has choices in an order of their own, the same answer has another letter.
            wrong.setdefault((check["mistake"] or words, check["advice"]), []).append(words)
    common = sorted(((len(said), _called(name, said), sentence) for (name, sentence), said in wrong.items()), key=_most)
    rows = [
        (statuses[Status.PASSED], RIGHT, ""),
        *common[:MOST],
        (sum(count for count, *_ in common[MOST:]), OTHERS, ""),
        (statuses[Status.NOT_ATTEMPTED], UNANSWERED, ""),
    ]
    return (Answer(words, count, count / len(checks), sentence) for count, words, sentence in rows if count)


def _most(row: tuple[int, str, str]) -> int:
    return -row[0]


def _called(name: str, said: Sequence[str]) -> str:
    """Return what an answer is called that was given in these words: those, or its name where they differ."""
    return said[0] if len(set(said)) == 1 else _plain(name)


def _plain(message: str) -> str:
    return message.removeprefix("answered ")
