"""Grade one submission: run it, judge what it returned, give credit where an earlier mistake is to blame.

The sandbox is passed in, because it is a resource with a life of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from autograder.cells import definitions
from autograder.demonstrations import missed, without_demonstrations
from autograder.follow_through import credited, mentioning, named_by, unwritten, wrong_below
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
from autograder.sandbox.host import Upstream
from autograder.sandbox.sentences import one_line
from autograder.trials import publish, published_calls
from autograder.upstream import answering


class Runs(Protocol):
    """Anything that runs a job: a sandbox, or what takes its place in a test."""

    def run(self, job: Job, limits: Limits, upstream: Upstream | None = None) -> Observations: ...


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one submission, and what went wrong in its cells (sentences with the exercise's name).

    public: the public checks at the published inputs, as they came out before the worker was told any other.
    """

    exercises: tuple[ExerciseReport, ...]
    notes: tuple[str, ...] = ()
    public: tuple[ExerciseReport, ...] = ()


@dataclass(frozen=True, slots=True)
class _Examination:
    """One submission's code, and where and within what limits it is asked."""

    key: AnswerKey
    code: tuple[Cell, ...]
    sandbox: Runs
    limits: Limits

    def ask(self, exercises: Sequence[ExerciseKey], upstream: Sequence[str] = ()) -> _Answers:
        """Run the code and call these exercises, at the published inputs first.

        upstream: the exercises that the solution answers in the submission's place.
        """
        published = [(each.name, 0, number) for each in exercises for number in published_calls(each)]
        calls = {
            (each.name, number, place): call
            for each in exercises
            for number, trial in enumerate(each.trials)
            for place, call in enumerate(trial.calls)
        }
        places = tuple(dict.fromkeys((*published, *calls)))
        names = tuple(exercise.name for exercise in self.key.exercises)
        asked = tuple(calls[place] for place in places)
        job = Job(self.key.given, self.code, names, asked, tuple(upstream), len(published))
        answers = answering(self.key.solution, names, upstream, asked) if upstream else None
        seen = self.sandbox.run(job, self.limits, answers)
        return _Answers(dict(zip(places, seen.outcomes, strict=True)), seen.cell_errors, len(published))


@dataclass(frozen=True, slots=True)
class _Answers:
    """What one run has shown: an outcome for each (exercise, trial, call), and which cells failed.

    The first `published` outcomes, and all failures of cells, come from before the worker was told other inputs.
    """

    outcomes: Mapping[tuple[str, int, int], Outcome]
    cell_errors: Mapping[int, str]
    published: int

    def missed(self) -> bool:
        """Say whether something may have failed for want of a demonstration."""
        return missed(self.outcomes.values(), self.cell_errors.values())

    def missed_in_public(self) -> bool:
        """Say the same of what students may know."""
        return missed(tuple(self.outcomes.values())[: self.published], self.cell_errors.values())

    def judged(self, key: ExerciseKey) -> ExerciseReport:
        """Return the verdicts on an exercise."""
        return self._judged(key, [range(len(trial.calls)) for trial in key.trials])

    def judged_in_public(self, key: ExerciseKey) -> ExerciseReport:
        """Return the verdicts of the public checks at the published inputs."""
        return self._judged(publish(key), [published_calls(key)])

    def _judged(self, key: ExerciseKey, trials: Sequence[Sequence[int]]) -> ExerciseReport:
        seen = [[self.outcomes[key.name, number, place] for place in places] for number, places in enumerate(trials)]
        return _settled(judge(key, seen))


def grade(key: AnswerKey, cells: Sequence[Cell], sandbox: Runs, limits: Limits, follow_through: float = 1.0) -> Report:
    """Run a submission's cells and judge every exercise of the key. Scores lie between 0 and the key's points.

    follow_through is the share of the points for what is right but for an earlier exercise (see model.Course).
    """
    every = tuple(cell for cell in cells if cell.kind == "code" and not cell.given and not cell.check)
    code = without_demonstrations(every, key.demonstrations)
    idle = untouched(code, key.stub)
    notes = {name: _elsewhere(name, code) for name in idle}
    reports = {each.name: not_attempted(each, notes.get(each.name, "")) for each in key.exercises}
    public = {each.name: not_attempted(publish(each), notes.get(each.name, "")) for each in key.exercises}
    asked = [exercise for exercise in key.exercises if exercise.name not in idle]
    if not asked:
        return Report(tuple(reports.values()), public=tuple(public.values()))
    examination = _Examination(key, code, sandbox, limits)
    answers = shown = examination.ask(asked)
    if len(code) < len(every) and answers.missed():
        examination = replace(examination, code=every)
        answers = examination.ask(asked)
        # Which run students read of must not depend on inputs that they do not know.
        code, shown = (every, answers) if shown.missed_in_public() else (code, shown)
    reports |= {exercise.name: answers.judged(exercise) for exercise in asked}
    public |= {exercise.name: shown.judged_in_public(exercise) for exercise in asked}
    public |= {each.name: mentioning(each, public) for each in asked}
    for exercise in asked if follow_through > 0 else ():
        if wrong := wrong_below(exercise, reports, named_by(exercise, key, code)):
            # The student's own answers are in: now the solution may answer for some of them.
            again = examination.ask([exercise], wrong).judged(exercise)
            reports[exercise.name] = credited(reports[exercise.name], again, wrong, follow_through)
    errors = tuple(_cell_note(code[index], error) for index, error in sorted(shown.cell_errors.items()))
    return Report(tuple(reports.values()), errors, tuple(public.values()))


def untouched(cells: Sequence[Cell], stub: Mapping[str, str]) -> frozenset[str]:
    """Return the exercises whose marked cell is still the released stub."""
    return frozenset(
        cell.exercise for cell in cells if cell.exercise and _tidy(cell.source) == _tidy(stub.get(cell.exercise, ""))
    )


def _tidy(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines() if line.strip()]


def not_attempted(key: ExerciseKey, note: str = "") -> ExerciseReport:
    """Return the report of an exercise that was left as released."""
    verdicts = tuple(Verdict(check, Status.NOT_ATTEMPTED, 0.0, "not attempted") for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts, note, key.extra)


def _elsewhere(name: str, code: Sequence[Cell]) -> str:
    """Return what to say to someone whose answer may stand in another cell than the one that counts, or ""."""
    found = any(cell.exercise != name and name in definitions(cell.source) for cell in code)
    return f"its own cell is as released; the `{name}` in another cell does not count: move it there" if found else ""


def _settled(report: ExerciseReport) -> ExerciseReport:
    """Read an exercise that only ever raised NotImplementedError as not attempted, in one word."""
    if unwritten(report):
        verdicts = tuple(replace(verdict, message="not attempted") for verdict in report.verdicts)
        return replace(report, verdicts=verdicts)
    return report


def _cell_note(cell: Cell, error: str) -> str:
    where = f"the cell of `{one_line(cell.exercise)}`" if cell.exercise else f"a cell ({_first_line(cell.source)})"
    return f"{where} did not run to its end: {error}"


def _first_line(source: str) -> str:
    return next((one_line(line, 40) for line in source.splitlines() if line.strip()), "empty")


def failed_everywhere(key: AnswerKey, status: Status, message: str) -> Report:
    """Return the report of a submission of which nothing could be asked."""
    outcome = Failed(status, message)
    return Report(tuple(judge(each, [[outcome] * len(trial.calls) for trial in each.trials]) for each in key.exercises))
