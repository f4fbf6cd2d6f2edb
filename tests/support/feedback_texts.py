"""A course whose feedback is read, and its records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Call
from autograder.core.model import Limits, RecordStatus, Submission
from autograder.grading.grade import grade
from autograder.keys.plan import publish
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from autograder.records.schema import Record
from autograder.records.store import make_record
from autograder.reports import feedback
from autograder.settings import Shown
from support.books import entry_of

LIMITS = Limits(call_seconds=0.5, cell_seconds=2, total_seconds=8, memory_mb=256, reply_mb=1)
SEEDS = ("a secret of the tests", "another one")
RIGHT = """
# %% exercise="double"
def double(x):
    return x + x
# %% exercise="quad"
def quad(x):
    return double(double(x))
"""


def feedback_text(record: Record, shown: Shown) -> str:
    """Return the feedback on a record that no decision speaks of."""
    return feedback.feedback_text(entry_of(record), shown)


def record_of(text: str, key: AnswerKey, sandbox: Any, **changes: Any) -> Record:
    """Return the record of a submission, as a batch makes it (without follow-through credit)."""
    cells = settle_marks(read_percent(text))[0]
    report = grade(key, cells, sandbox, LIMITS, follow_through=0.0)
    submission = replace(Submission("s001", "tiny", Path("tiny.py"), "hash", cells), **changes)
    return make_record(submission, RecordStatus.GRADED, report, key, "strict", 0.1)


def public_key(key: AnswerKey) -> AnswerKey:
    return replace(key, exercises=tuple(map(publish, key.exercises)))


def calls_of(key: AnswerKey) -> list[Call]:
    return [call for exercise in key.exercises for trial in exercise.trials for call in trial.calls]


MATRIX_FAILS = RIGHT.replace("x + x", "x + x if x.ndim == 1 else x")
LEARNT_BY_HEART = RIGHT.replace("x + x", "x + x if x.flat[0] in @FIRST@ else x")
