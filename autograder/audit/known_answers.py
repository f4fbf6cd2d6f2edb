"""Prove the checks of an assignment: every known mistake loses points, every other right answer gets them all.

Runs on the author's own code, in this process. What nobody thought of as a mistake is left to `survivors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.audit.judged import judged, with_known
from autograder.audit.questions import faults
from autograder.authoring.assignment import Workbook
from autograder.authoring.questions import right_variations, wrong_variations
from autograder.core.answer_key import ExerciseKey
from autograder.core.exercise import Variation, is_question
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport
from autograder.keys.build import exercise_keys

ENOUGH = 3  # known mistakes an exercise


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which the checks of an exercise are wrong, as a sentence.

    short: the same without inputs and results, where the sentence has any, for those who may not know them.
    """

    exercise: str
    message: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an assignment's checks were tried on, and what they got wrong.

    Of the mistakes, caught counts those that lose points where they should, named those that are called by name, alone
    or as one of a few; of the right answers, accepted counts those that get all points. contested: where right answers
    do not agree, so that nothing is asked.
    """

    assignment: str
    mistakes: int
    caught: int
    named: int
    right: int
    accepted: int
    findings: tuple[Finding, ...]
    contested: tuple[str, ...] = ()


def audit(workbook: Workbook, seed: str) -> Audit:
    """Judge every known answer of an assignment at the public seed and at secret ones drawn from `seed`."""
    full = {key.name: key for key in exercise_keys(workbook, seed)}
    public = {key.name: key for key in exercise_keys(workbook, None)}
    findings, caught, named, accepted = _unproved(workbook, full), 0, 0, 0
    mistakes = (*workbook.mistakes, *wrong_variations(workbook.questions))
    answers = (*workbook.right, *right_variations(workbook.questions))
    for mistake in mistakes:
        report = try_out(workbook, full[mistake.exercise], mistake)
        local = try_out(workbook, public[mistake.exercise], mistake)
        missed, misnamed = _missed(mistake, report, local), _misnamed(mistake, (report, local))
        named += not misnamed and any(verdict.mistake is not None for verdict in report.verdicts)
        caught, findings = caught + (not missed), findings + missed + misnamed
    for right in answers:
        rejected = _rejected(right, try_out(workbook, full[right.exercise], right))
        accepted, findings = accepted + (not rejected), findings + rejected
    return Audit(workbook.name, len(mistakes), caught, named, len(answers), accepted, tuple(findings), _contested(full))


def _contested(keys: Mapping[str, ExerciseKey]) -> tuple[str, ...]:
    trials = ((name, trial) for name, key in keys.items() for trial in key.trials)
    return tuple(f"{name}: {trial.where}: {said}" for name, trial in trials for said in trial.contested)


def _missed(mistake: Variation, graded: ExerciseReport, local: ExerciseReport) -> list[Finding]:
    """Return what is wrong with the verdicts on a mistake: it must lose points, and students must see it themselves."""
    if _passes(graded):
        return [Finding(mistake.exercise, f"mistake '{mistake.name}' gets full marks: no check notices it")]
    if _passes(local) and not _merely_slow(graded) and not _is_question(graded):
        message = f"mistake '{mistake.name}' passes every public check: its author learns nothing"
        return [Finding(mistake.exercise, message)]
    return []


def _misnamed(mistake: Variation, reports: Iterable[ExerciseReport]) -> list[Finding]:
    """Return what a mistake is wrongly called: at the few public inputs, too, its author must read what is true."""
    named = [verdict for report in reports for verdict in report.verdicts if verdict.mistake is not None]
    wrong = sorted({str(verdict.mistake) for verdict in named if mistake.sentence not in verdict.advice})
    return [Finding(mistake.exercise, f"mistake '{mistake.name}' is taken for '{name}'") for name in wrong]


def _merely_slow(report: ExerciseReport) -> bool:
    """Say whether the cost alone is wrong: that shows in large cases, and students get none."""
    lost = [verdict for verdict in report.verdicts if verdict.status is not Status.PASSED]
    return all(verdict.status is Status.TIMEOUT or verdict.check.of_cost for verdict in lost)


def _is_question(report: ExerciseReport) -> bool:
    """Say whether what is right is told with the grade alone."""
    return is_question(verdict.check for verdict in report.verdicts)


def _passes(report: ExerciseReport) -> bool:
    return all(verdict.status is Status.PASSED for verdict in report.verdicts)


def _rejected(right: Variation, report: ExerciseReport) -> list[Finding]:
    lost = [verdict for verdict in report.verdicts if verdict.status is not Status.PASSED]
    told = [(f"right answer '{right.name}' fails {v.check.name}", v.message) for v in lost]
    return [Finding(right.exercise, f"{short}: {why}", short) for short, why in told]


def _unproved(workbook: Workbook, keys: Iterable[str]) -> list[Finding]:
    """Return which exercises have too few known answers for their checks to be believed."""
    findings = []
    for name in keys:
        if name in workbook.questions:
            findings += [Finding(name, told) for told in faults(workbook.questions[name])]
            continue
        mistakes = sum(known.exercise == name for known in workbook.mistakes)
        if mistakes < ENOUGH:
            findings.append(Finding(name, f"known mistakes: {mistakes}; declare {ENOUGH} or more"))
        if all(known.exercise != name for known in workbook.right):
            findings.append(Finding(name, "no other right answer is known: declare one"))
    return findings


def try_out(workbook: Workbook, key: ExerciseKey, known: Variation) -> ExerciseReport:
    """Return the verdicts on a known answer, run in this process."""
    return judged(workbook, key, lambda each: with_known(each, known))
