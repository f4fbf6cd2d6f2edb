"""Grade one submission: run it, judge what it returned, give credit where an earlier mistake is to blame.

A Grader owns an answer key; the sandbox is passed in, because it is a resource with a life of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from autograder.judge import judge
from autograder.model import (
    AnswerKey,
    Cell,
    ExerciseKey,
    ExerciseReport,
    Failed,
    Job,
    Limits,
    Observations,
    Outcome,
    Status,
    Verdict,
)


class Runs(Protocol):
    """Anything that runs a job: a sandbox, or a stand-in for one in a test."""

    def run(self, job: Job, limits: Limits) -> Observations: ...


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one submission, and what went wrong in its cells (sentences with the exercise's name)."""

    exercises: tuple[ExerciseReport, ...]
    notes: tuple[str, ...] = ()


def grade(key: AnswerKey, cells: Sequence[Cell], sandbox: Runs, limits: Limits, follow_through: float = 1.0) -> Report:
    """Run a submission's cells and judge every exercise of the key. Scores lie between 0 and the key's points."""
    code = tuple(cell for cell in cells if cell.kind == "code" and not cell.given and not cell.check)
    idle = untouched(code, key.stub)
    asked = [exercise for exercise in key.exercises if exercise.name not in idle]
    if not asked:
        return Report(tuple(not_attempted(exercise) for exercise in key.exercises))
    seen = sandbox.run(_job(key, code, asked), limits)
    judged = dict(zip((exercise.name for exercise in asked), _judge_all(asked, seen.outcomes), strict=True))
    reports = {exercise.name: judged.get(exercise.name, not_attempted(exercise)) for exercise in key.exercises}
    if follow_through > 0:
        for exercise in asked:
            reports[exercise.name] = _follow_through(key, exercise, reports, code, sandbox, limits, follow_through)
    notes = tuple(_cell_note(code[index], error) for index, error in sorted(seen.cell_errors.items()))
    return Report(tuple(reports.values()), notes)


def untouched(cells: Sequence[Cell], stub: Mapping[str, str]) -> frozenset[str]:
    """Return the exercises whose marked cell is still the released stub."""
    return frozenset(
        cell.exercise for cell in cells if cell.exercise and _tidy(cell.source) == _tidy(stub.get(cell.exercise, ""))
    )


def _tidy(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines() if line.strip()]


def not_attempted(key: ExerciseKey) -> ExerciseReport:
    verdicts = tuple(Verdict(check, Status.NOT_ATTEMPTED, 0.0, "not attempted") for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts)


def _job(key: AnswerKey, code: tuple[Cell, ...], exercises: Sequence[ExerciseKey]) -> Job:
    calls = tuple(call for exercise in exercises for trial in exercise.trials for call in trial.calls)
    return Job(key.given, code, tuple(exercise.name for exercise in key.exercises), calls)


def _judge_all(exercises: Sequence[ExerciseKey], outcomes: Sequence[Outcome]) -> list[ExerciseReport]:
    reports, start = [], 0
    for exercise in exercises:
        trials = []
        for trial in exercise.trials:
            trials.append(outcomes[start : start + len(trial.calls)])
            start += len(trial.calls)
        reports.append(_settled(judge(exercise, trials)))
    return reports


def _settled(report: ExerciseReport) -> ExerciseReport:
    """Read an exercise that only ever raised NotImplementedError as not attempted, in one word."""
    if all(verdict.status is Status.NOT_ATTEMPTED for verdict in report.verdicts):
        verdicts = tuple(replace(verdict, message="not attempted") for verdict in report.verdicts)
        return replace(report, verdicts=verdicts)
    return report


def _follow_through(
    key: AnswerKey,
    exercise: ExerciseKey,
    reports: Mapping[str, ExerciseReport],
    code: tuple[Cell, ...],
    sandbox: Runs,
    limits: Limits,
    share: float,
) -> ExerciseReport:
    """Ask an exercise again with right upstream values, where it lost points and so did one that it may rest on.

    The student's own answers are in by now; the recorded results that travel are those of other exercises.
    """
    first = reports[exercise.name]
    upstream = {stand_in.function for trial in exercise.trials for stand_in in trial.stand_ins} - {exercise.name}
    wrong = sorted(name for name in upstream if reports[name].score < reports[name].max_score)
    if first.score == first.max_score or not wrong:
        return first
    stand_ins = tuple(s for trial in exercise.trials for s in trial.stand_ins if s.function in wrong)
    seen = sandbox.run(replace(_job(key, code, [exercise]), stand_ins=stand_ins), limits)
    second = _judge_all([exercise], seen.outcomes)[0]
    if second.score <= first.score:
        return first
    blamed = ", ".join(f"`{name}`" for name in wrong)
    verdicts = tuple(
        _credited(before, after, share, blamed)
        for before, after in zip(first.verdicts, second.verdicts, strict=True)
    )
    return replace(first, verdicts=verdicts, note=f"right but for {blamed}, which is asked elsewhere: credit given")


def _credited(before: Verdict, after: Verdict, share: float, blamed: str) -> Verdict:
    if before.status is Status.PASSED or after.status is not Status.PASSED:
        return before
    return replace(after, points=after.points * share, message=f"passes with a right {blamed}")


def _cell_note(cell: Cell, error: str) -> str:
    where = f"the cell of `{cell.exercise}`" if cell.exercise else f"a cell ({_first_line(cell.source)})"
    return f"{where} did not run to its end: {error}"


def _first_line(source: str) -> str:
    return next((line.strip()[:40] for line in source.splitlines() if line.strip()), "empty")


def failed_everywhere(key: AnswerKey, status: Status, message: str) -> Report:
    """Return the report of a submission of which nothing could be asked."""
    outcome = Failed(status, message)
    return Report(
        tuple(judge(exercise, [[outcome] * len(trial.calls) for trial in exercise.trials]) for exercise in key.exercises)
    )
