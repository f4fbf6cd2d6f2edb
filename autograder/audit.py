"""Prove the checks of an assignment: every known mistake loses points, every other right answer gets them all.

Runs on the author's own code, in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.answer_key import exercise_keys
from autograder.assignment import Workbook
from autograder.judge import judge
from autograder.model import ExerciseKey, ExerciseReport, Status, Variation
from autograder.reference import try_call

ENOUGH = 3  # known mistakes an exercise


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which the checks of an exercise are wrong, as a sentence."""

    exercise: str
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What an assignment's checks were tried on, and what they got wrong; named counts mistakes called by name."""

    assignment: str
    mistakes: int
    named: int
    right: int
    findings: tuple[Finding, ...]


def audit(workbook: Workbook, seed: str) -> Audit:
    """Judge every known answer of an assignment at the public seed and at secret ones drawn from `seed`."""
    full = {key.name: key for key in exercise_keys(workbook, seed)}
    public = {key.name: key for key in exercise_keys(workbook, None)}
    findings, named = _unproved(workbook, full), 0
    for mistake in workbook.mistakes:
        report = try_out(workbook, full[mistake.exercise], mistake)
        named += any(verdict.mistake is not None for verdict in report.verdicts)
        findings += _missed(mistake, report, try_out(workbook, public[mistake.exercise], mistake))
    for right in workbook.right:
        findings += _rejected(right, try_out(workbook, full[right.exercise], right))
    return Audit(workbook.name, len(workbook.mistakes), named, len(workbook.right), tuple(findings))


def _missed(mistake: Variation, graded: ExerciseReport, local: ExerciseReport) -> list[Finding]:
    """Return what is wrong with the verdicts on a mistake: it must lose points, and students must see it themselves."""
    if _passes(graded):
        return [Finding(mistake.exercise, f"mistake '{mistake.name}' gets full marks: no check notices it")]
    if _passes(local):
        message = f"mistake '{mistake.name}' passes every public check: its author learns nothing"
        return [Finding(mistake.exercise, message)]
    return []


def _passes(report: ExerciseReport) -> bool:
    return all(verdict.status is Status.PASSED for verdict in report.verdicts)


def _rejected(right: Variation, report: ExerciseReport) -> list[Finding]:
    lost = [verdict for verdict in report.verdicts if verdict.status is not Status.PASSED]
    return [Finding(right.exercise, f"right answer '{right.name}' fails {v.check.name}: {v.message}") for v in lost]


def _unproved(workbook: Workbook, keys: Iterable[str]) -> list[Finding]:
    """Return which exercises have too few known answers for their checks to be believed."""
    findings = []
    for name in keys:
        mistakes = sum(known.exercise == name for known in workbook.mistakes)
        if mistakes < ENOUGH:
            findings.append(Finding(name, f"known mistakes: {mistakes}; declare {ENOUGH} or more"))
        if all(known.exercise != name for known in workbook.right):
            findings.append(Finding(name, "no other right answer is known: declare one"))
    return findings


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
