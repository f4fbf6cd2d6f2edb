"""A submission run in a sandbox from its first cell to the last call that a test asks, in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.calls import Call, Job, Outcome
from autograder.model import Limits
from autograder.sandbox.host import Session, Upstream
from autograder.sandbox.messages import Calls


@dataclass(frozen=True)
class Seen:
    """What a submission has shown: an outcome for each call, why cells did not finish, how many processes it took."""

    outcomes: tuple[Outcome, ...]
    cell_errors: Mapping[int, str]
    workers: int


def run(
    sandbox: object,
    job: Job,
    calls: Sequence[Call],
    limits: Limits,
    upstream: Upstream | None = None,
    published: int | None = None,
) -> Seen:
    """Ask calls in one round; where `published` is given, so many in a first round and the rest in a second."""
    rounds = [calls] if published is None else [calls[:published], calls[published:]]
    with sandbox.open(job, limits) as session:
        outcomes = [outcome for each in rounds for outcome in ask(session, *each, upstream=upstream)]
        return Seen(tuple(outcomes), session.cell_errors, session.workers)


def ask(session: Session, *calls: Call, upstream: Upstream | None = None) -> tuple[Outcome, ...]:
    """Ask calls in a round of their own."""
    return session.ask([Calls(calls)], upstream)
