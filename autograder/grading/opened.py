"""A submission while it can be asked: in one session, or where an assignment has hidden files in two.

Where there are two, one is closed before the other is asked: a sandbox has one worker at a time, and the process that
answers what students may read of is not the one that holds what they may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Job
from autograder.core.model import Cell, Limits
from autograder.grading.questions import Questions, Replies, Sandbox, ask, ask_beside_hidden
from autograder.grading.reference_calls import answering, reference_job
from autograder.sandbox.host.accounting import Allowance
from autograder.sandbox.host.rounds import ReferenceFunctions, RoundResult
from autograder.sandbox.host.session import Session
from autograder.sandbox.protocol.calls import Calls


@dataclass(frozen=True, slots=True)
class OpenedSubmission:
    """What is known of a submission while it can be asked.

    hidden: the session in which it finds the hidden files, if there are any.
    """

    key: AnswerKey
    code: Sequence[Cell]
    session: Session
    hidden: Session | None

    def ask(self, asked: Sequence[Questions]) -> Replies:
        """Return what it answers to these exercises."""
        answers = ask(self.session, asked, self.code)
        if self.hidden is None:
            return answers
        self.session.close()
        hidden = ask_beside_hidden(self.hidden, asked, self.code)
        self.hidden.close()
        return replace(answers, hidden=hidden)

    def ask_again(self, calls: Calls, beside_hidden: bool, below: tuple[str, ...]) -> RoundResult:
        """Return what comes of calls while the solution answers for the exercises `below`."""
        key, others = self.key, [self.session, *filter(None, [self.hidden])]
        session = others.pop(1 if beside_hidden else 0)
        for other in others:
            other.close()
        files = key.hidden_files if beside_hidden else key.files
        return session.ask([calls], _references(key, files, below, session))


@contextmanager
def opened(
    key: AnswerKey,
    code: tuple[Cell, ...],
    names: tuple[str, ...],
    sandbox: Sandbox,
    limits: Limits,
    allowance: Allowance,
) -> Iterator[OpenedSubmission]:
    """Open a submission, ready to be asked."""
    with ExitStack() as stack:
        sets = [key.files, *filter(None, [key.hidden_files])]
        jobs = [Job(key.given, code, names, files=tuple(files.items())) for files in sets]
        sessions = [stack.enter_context(sandbox.open(job, limits, allowance)) for job in jobs]
        yield OpenedSubmission(key, code, sessions[0], sessions[1] if len(sessions) > 1 else None)


def _references(
    key: AnswerKey, files: Mapping[str, bytes], wrong: tuple[str, ...], session: Session
) -> ReferenceFunctions:
    solution, names = key.solution, tuple(exercise.name for exercise in key.exercises)
    ask = session.reference(reference_job(solution, names, files))
    return ReferenceFunctions(wrong, answering(solution, names, wrong, ask))
