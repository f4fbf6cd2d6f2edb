"""What a message means and what to do about it, for whatever a student reads: notebook, terminal, pages."""

from __future__ import annotations

from autograder.core.model import Status

# The catalogues are imported where they are read: of a right answer there is nothing to explain, and a student waits.


def diagnosis_of(status: str, message: str) -> str:
    """Return what is wrong, where the message alone tells it: an exception, or a result of the wrong kind; else ""."""
    if status == Status.ERROR:
        from autograder.core.exceptions import explain

        return explain(message)
    if status == Status.FAILED:
        from autograder.core.wrong_results import explain_kind

        return explain_kind(message)
    return ""


def last_resort(status: str, message: str) -> str:
    """Return where to look, where nobody knows more."""
    if status in (Status.PASSED, Status.NOT_ATTEMPTED, Status.BROKEN):
        return ""
    from autograder.core.wrong_results import where_to_look

    return where_to_look(message)
