"""What the audit shows in a terminal: its table, what is wrong, and which checks earn their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from autograder.audit.known_answers import Audit
from autograder.audit.mutants import Mutant
from autograder.audit.mutation import Survivors
from autograder.audit.proposals import Proposal, Proposals
from autograder.core import columns


def table(audits: Sequence[Audit], survivors: Sequence[Survivors]) -> str:
    """Return the result as text: one line per assignment, then the findings, then the mutants that were missed."""
    heads = (
        "assignment",
        *["mistakes", "caught", "named", "right", "accepted", "mutants", "killed", "equivalent", "missed"],
    )
    rows = [_row(a, s) for a, s in zip(audits, survivors, strict=True)]
    lines = [columns.table(heads, rows)]
    lines += [f"{a.assignment}: {finding.exercise}: {finding.message}" for a in audits for finding in a.findings]
    lines += [f"{a.assignment}: note: not asked: {said}" for a in audits for said in a.contested]
    lines += listed(survivors, "missed")
    return "\n".join(lines)


def _row(a: Audit, s: Survivors) -> list[str]:
    mutants = (s.killed + len(s.equivalent) + len(s.missed), s.killed, len(s.equivalent), len(s.missed))
    return [a.assignment, *map(str, (a.mistakes, a.caught, a.named, a.right, a.accepted, *mutants))]


def listed(survivors: Sequence[Survivors], kind: Literal["missed", "equivalent"]) -> list[str]:
    """Return the surviving mutants of one kind, each as a diff against the solution."""
    what = {
        "missed": "returns something other than the solution, and gets full marks",
        "equivalent": "returns what the solution does",
    }[kind]
    found: list[tuple[str, Mutant]] = [(s.assignment, mutant) for s in survivors for mutant in getattr(s, kind)]
    return [f"{assignment}: {mutant.exercise}: this mutant {what}:\n{mutant.diff}" for assignment, mutant in found]


PROPOSED = "Lines for checks.py that kill surviving mutants. Take those that ask what the exercise promises."


def table_of_proposals(found: Mapping[str, Sequence[Proposals]]) -> str:
    """Return the lines that would kill the surviving mutants, by assignment; of the others how many there are."""
    lines = [PROPOSED] if any(each.lines for made in found.values() for each in made) else []
    for assignment, made in found.items():
        for each in made:
            lines += [f"{assignment}: {each.exercise}:"] if each.lines else []
            lines += [line for proposal in each.lines for line in _shown(proposal)]
            if each.equivalent:
                lines.append(f"{assignment}: {each.exercise}: {_equivalent(len(each.equivalent), each.tried)}")
    return "\n".join(lines)


MOST_KILLS = 5  # of a proposal, that are listed


def _shown(proposal: Proposal) -> list[str]:
    kills = [f"    # kills {' '.join(each.diff.split())}" for each in proposal.kills[:MOST_KILLS]]
    more = len(proposal.kills) - len(kills)
    return [f"    {proposal.probe}", f"    {proposal.check}", *kills, *([f"    # … and {more} more"] if more else [])]


def _equivalent(count: int, tried: int) -> str:
    are = "mutants are" if count > 1 else "mutant is"
    if not tried:
        return f"{count} {are} left, for which nothing can be proposed: only calls of a function are varied, not steps"
    return f"{count} {are} probably equivalent: nothing tells {'them' if count > 1 else 'it'} apart in {tried} inputs"


def table_of_checks(survivors: Sequence[Survivors]) -> str:
    """Return for each check how many wrong answers it rejects; an idle one is neither the first nor the only to."""
    rows = [
        [tally.exercise, tally.check, *map(str, (tally.killed, tally.first, tally.alone)), "idle" if tally.idle else ""]
        for tally in (tally for s in survivors for tally in s.tallies)
    ]
    return columns.listed([["exercise", "check", "kills", "first", "alone", ""], *rows])
