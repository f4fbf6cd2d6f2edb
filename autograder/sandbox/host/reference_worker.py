"""A worker beside a submission's own that answers questions from another job: the lesson's solution.

It is a submission like any other: the same jail, filter and limits, and it knows nothing but the code of its job. What
it uses up is charged to the submission that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from autograder.core.calls import Call, Failed, Outcome
from autograder.core.model import Status
from autograder.sandbox.protocol.messages import Calls

if TYPE_CHECKING:
    from autograder.sandbox.host.session import Session

REMEMBERED_BYTES = 2**24  # of questions and results


class ReferenceWorker:
    """Owns a session of its own, which is opened when the first question comes."""

    def __init__(self, open_session: Callable[[], Session]) -> None:
        self._open_session = open_session
        self._session: Session | None = None
        self._known: dict[bytes, Outcome] = {}
        self._room = REMEMBERED_BYTES

    def ask(self, call: Call) -> Outcome:
        """Return the outcome of a call, as it came the first time. Raises AutograderError for a failure of ours."""
        question = Calls([call])
        known = self._known.get(question.written)
        return known if known is not None else self._ask(question)

    def _ask(self, question: Calls) -> Outcome:
        if self._session is None:
            self._session = self._open_session()
        before = self._session.received
        (outcome,) = self._session.ask([question]).outcomes
        if isinstance(outcome, Failed) and outcome.status in (Status.TIMEOUT, Status.CRASHED):
            self.close()  # else it would refuse a function that was slow for other arguments
        self._room -= len(question.written) + self._size(before)
        if self._room > 0:
            self._known[question.written] = outcome
        return outcome

    def _size(self, before: int) -> int:
        return 0 if self._session is None else self._session.received - before

    def close(self) -> None:
        """End the worker."""
        if self._session is not None:
            self._session.close()
            self._session = None
