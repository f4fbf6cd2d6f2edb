"""A submission run in a sandbox from its first cell to the last call that a test asks, in one step."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.core.calls import Call, Job, Outcome
from autograder.core.model import Cell, Limits
from autograder.sandbox.host.rounds import ReferenceFunctions, RoundResult
from autograder.sandbox.host.session import Session
from autograder.sandbox.protocol.calls import Calls


@dataclass(frozen=True)
class Ran:
    """What a submission has shown: an outcome for each call, why cells did not finish, how many processes it took."""

    outcomes: tuple[Outcome, ...]
    cell_errors: Mapping[int, str]
    workers: int


def code(source: str, exercise: str | None = None) -> Cell:
    """Return a cell of code that may be indented where it is written."""
    return Cell("code", textwrap.dedent(source).strip("\n"), exercise=exercise)


def run(
    sandbox: object,
    job: Job,
    calls: Sequence[Call],
    limits: Limits,
    references: ReferenceFunctions | None = None,
    published: int | None = None,
) -> Ran:
    """Ask calls in one round; where `published` is given, so many in a first round and the rest in a second."""
    rounds = [calls] if published is None else [calls[:published], calls[published:]]
    with sandbox.open(job, limits) as session:
        results = [ask_round(session, *each, references=references) for each in rounds]
        outcomes = (outcome for result in results for outcome in result.outcomes)
        return Ran(tuple(outcomes), results[-1].cell_errors, session.workers)


def ask(session: Session, *calls: Call, references: ReferenceFunctions | None = None) -> tuple[Outcome, ...]:
    """Ask calls in a round of their own, and return what came of them."""
    return ask_round(session, *calls, references=references).outcomes


def ask_round(session: Session, *calls: Call, references: ReferenceFunctions | None = None) -> RoundResult:
    """Ask calls in a round of their own."""
    return session.ask([Calls(calls)], references)
