"""Prove the checks of an assignment: every known mistake loses points, every other right answer gets them all.

Runs on the author's own code, in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.answer_key import exercise_keys
from autograder.assignment import Workbook
from autograder.judge import judge
from autograder.model import ExerciseKey, ExerciseReport, Status, Variation
from autograder.reference import try_call


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which the checks of an exercise are wrong, as a sentence."""

    exercise: str
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What an assignment's checks were tried on, and what they got wrong. named counts mistakes called by their name."""

    assignment: str
    mistakes: int
    named: int
    right: int
    findings: tuple[Finding, ...]


def audit(workbook: Workbook, seed: str) -> Audit:
    """Judge every known answer of an assignment at the public seed and at secret ones drawn from `seed`."""
    keys = {key.name: key for key in exercise_keys(workbook, seed)}
    judged = [(known, try_out(workbook, keys[known.exercise], known)) for known in (*workbook.mistakes, *workbook.right)]
    findings = [*_unproved(workbook, keys)]
    named = 0
    for known, report in judged:
        named += any(verdict.mistake is not None for verdict in report.verdicts)
        findings += _findings(known, report)
    return Audit(workbook.name, len(workbook.mistakes), named, len(workbook.right), tuple(findings))


def _findings(known: Variation, report: ExerciseReport) -> list[Finding]:
    if known.sentence:
        if report.score >= report.max_score:
            return [Finding(known.exercise, f"mistake '{known.name}' gets full marks: no check notices it")]
        public = [verdict for verdict in report.verdicts if not verdict.check.hidden]
        if public and all(verdict.status is Status.PASSED for verdict in public):
            return [Finding(known.exercise, f"mistake '{known.name}' passes every public check: its author learns nothing")]
        return []
    lost = [verdict for verdict in report.verdicts if verdict.status is not Status.PASSED]
    return [Finding(known.exercise, f"right answer '{known.name}' fails {v.check.name}: {v.message}") for v in lost]


def _unproved(workbook: Workbook, keys: dict[str, ExerciseKey]) -> list[Finding]:
    few = [(name, sum(known.exercise == name for known in workbook.mistakes)) for name in keys]
    return [Finding(name, f"{count} known mistakes: declare at least three") for name, count in few if count < 3]


def try_out(workbook: Workbook, key: ExerciseKey, known: Variation) -> ExerciseReport:
    """Return the verdicts on a known answer, run in this process."""
    functions = {**workbook.solution, known.exercise: known.function}
    return judge(key, [[try_call(call, functions) for call in trial.calls] for trial in key.trials])


def table(audits: Sequence[Audit]) -> str:
    """Return the result as text, one line an assignment, then the findings."""
    lines = [f"{'assignment':24} {'mistakes':>9} {'named':>6} {'right':>6} {'findings':>9}"]
    lines += [f"{a.assignment:24} {a.mistakes:9} {a.named:6} {a.right:6} {len(a.findings):9}" for a in audits]
    lines += [f"{a.assignment}: {finding.exercise}: {finding.message}" for a in audits for finding in a.findings]
    return "\n".join(lines)
