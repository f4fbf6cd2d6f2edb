"""A worker beside a submission's own that answers questions from another job: the lesson's solution.

It is a submission like any other: the same jail, filter and limits, and it knows nothing but the code of its job. What
it uses up is charged to the submission that asks. What it has returned for one submission it would return for the next,
so results are kept for all of them: those who were led astray by the same mistake ask the same questions.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING

from autograder.core.calls import Call, Failed, Outcome
from autograder.core.model import Status
from autograder.sandbox.protocol.calls import Calls

if TYPE_CHECKING:
    from autograder.sandbox.host.session import Session

REMEMBERED_BYTES = 2**25  # of questions and results
LEAST_MB = 64
OVERHEAD = 1000  # bytes that keeping an answer takes, whatever it is
FAILURES = 1000  # that are kept for one submission


def reference_mb(memory_mb: int) -> int:
    """Return how much memory a reference may take on top of its submission's: its calls are of two megabytes at most.

    That is a quarter, so that both together stay within five quarters of what one may take; but enough to run at all.
    """
    return max(memory_mb // 4, LEAST_MB)


class ReferenceMemory:
    """What came of a reference's calls: the results, never the failures, which may be a single submission's affair.

    The ones that have not been asked for the longest are forgotten first.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[Outcome, int]] = OrderedDict()
        self._room = REMEMBERED_BYTES

    def get(self, question: bytes) -> Outcome | None:
        """Return what came of a call, as it is written for the wire; None if that is not known."""
        if (known := self._known.get(question)) is None:
            return None
        self._known.move_to_end(question)
        return known[0]

    def put(self, question: bytes, outcome: Outcome, size: int) -> None:
        """Keep what came of a call. size: the bytes of the result."""
        if isinstance(outcome, Failed) or question in self._known:
            return
        taken = len(question) + size + OVERHEAD
        self._known[question] = outcome, taken
        self._room -= taken
        while self._room < 0:
            self._room += self._known.popitem(last=False)[1][1]


class ReferenceWorker:
    """Owns a session of its own, which is opened when the first question comes that memory has no answer to."""

    def __init__(self, open_session: Callable[[], Session], memory: ReferenceMemory) -> None:
        self._open_session, self._memory = open_session, memory
        self._session: Session | None = None
        self._failed: dict[bytes, Outcome] = {}  # by fingerprints: questions may be large

    def ask(self, call: Call) -> Outcome:
        """Return the outcome of a call, as it came the first time. Raises AutograderError for a failure of ours."""
        question = Calls([call])
        if (known := self._memory.get(question.written)) is not None:
            return known
        name = blake2b(question.written).digest() if self._failed else b""
        return self._failed.get(name) or self._ask(question)

    def _ask(self, question: Calls) -> Outcome:
        if self._session is None:
            self._session = self._open_session()
        before = self._session.received
        (outcome,) = self._session.ask([question]).outcomes
        if isinstance(outcome, Failed) and outcome.status in (Status.TIMEOUT, Status.CRASHED):
            self.close()  # else it would refuse a function that was slow for other arguments
        if isinstance(outcome, Failed) and len(self._failed) < FAILURES:
            self._failed[blake2b(question.written).digest()] = outcome
        self._memory.put(question.written, outcome, self._size(before))
        return outcome

    def _size(self, before: int) -> int:
        return 0 if self._session is None else self._session.received - before

    def close(self) -> None:
        """End the worker."""
        if self._session is not None:
            self._session.close()
            self._session = None
