"""What a message means and what to do about it, for whatever a student reads: notebook, terminal, pages."""

from __future__ import annotations

from autograder.core.exceptions import explain
from autograder.core.model import Status
from autograder.core.wrong_results import explain_kind, where_to_look


def diagnosis_of(status: str, message: str) -> str:
    """Return what is wrong, where the message alone tells it: an exception, or a result of the wrong kind; else ""."""
    if status == Status.ERROR:
        return explain(message)
    return explain_kind(message) if status == Status.FAILED else ""


def last_resort(status: str, message: str) -> str:
    """Return where to look, where nobody knows more."""
    return "" if status in (Status.PASSED, Status.NOT_ATTEMPTED, Status.BROKEN) else where_to_look(message)
