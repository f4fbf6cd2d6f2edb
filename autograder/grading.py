"""Grade one submission: run it, judge what it returned, give credit where an earlier mistake is to blame.

The sandbox is passed in, because it is a resource with a life of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from autograder.cells import definitions
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
from autograder.needed import needed
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
        return _Answers(dict(zip(places, seen.outcomes, strict=True)), seen.cell_errors)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What one run has shown: an outcome for each (exercise, trial, call), and which cells failed."""

    outcomes: Mapping[tuple[str, int, int], Outcome]
    cell_errors: Mapping[int, str]

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
    code = needed([cell for cell in cells if cell.kind == "code" and not cell.given and not cell.check], key.unmarked)
    idle = untouched(code, key.stub)
    reports = {exercise.name: not_attempted(exercise, _elsewhere(exercise.name, code)) for exercise in key.exercises}
    public = {each.name: not_attempted(publish(each), reports[each.name].note) for each in key.exercises}
    asked = [exercise for exercise in key.exercises if exercise.name not in idle]
    if not asked:
        return Report(tuple(reports.values()), public=tuple(public.values()))
    examination = _Examination(key, code, sandbox, limits)
    answers = examination.ask(asked)
    reports |= {exercise.name: answers.judged(exercise) for exercise in asked}
    public |= {exercise.name: answers.judged_in_public(exercise) for exercise in asked}
    public |= {each.name: mentioning(each, public) for each in asked}
    for exercise in asked:
        if wrong := wrong_below(exercise, reports, _named_by(exercise, key, code)):
            first = reports[exercise.name]
            again = _follow_through(examination, exercise, first, wrong, follow_through) if follow_through > 0 else None
            reports[exercise.name] = again or mentioning(exercise, reports)
    notes = tuple(_cell_note(code[index], error) for index, error in sorted(answers.cell_errors.items()))
    return Report(tuple(reports.values()), notes, tuple(public.values()))


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
    if _unwritten(report):
        verdicts = tuple(replace(verdict, message="not attempted") for verdict in report.verdicts)
        return replace(report, verdicts=verdicts)
    return report


def wrong_below(
    exercise: ExerciseKey, reports: Mapping[str, ExerciseReport], named: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return which of the exercises that this one may rest on lost points, if it lost some itself.

    It may rest on those that the solution calls, and on the earlier ones that are `named` in its own code.
    """
    if _full(reports[exercise.name]):
        return ()
    below = {*exercise.rests_on, *named}
    return tuple(name for name in reports if name in below and not _full(reports[name]))


def _named_by(exercise: ExerciseKey, key: AnswerKey, code: Sequence[Cell]) -> frozenset[str]:
    """Return the exercises before this one whose names its cell mentions, or a helper's that belongs to no exercise."""
    names = [each.name for each in key.exercises]
    own = (cell.source for cell in code if cell.exercise in (None, exercise.name))
    words = {word for source in own for word in re.findall(r"\w+", source)}
    return frozenset(names[: names.index(exercise.name)]) & words


def _full(report: ExerciseReport) -> bool:
    return all(verdict.status is Status.PASSED for verdict in report.verdicts)


def mentioning(exercise: ExerciseKey, reports: Mapping[str, ExerciseReport]) -> ExerciseReport:
    """Return the report of an exercise with a note that others, which it may rest on, are wrong too."""
    report = reports[exercise.name]
    wrong = [name for name in wrong_below(exercise, reports) if not _unwritten(reports[name])]
    if not wrong or report.note or _unwritten(report):
        return report
    are = "are" if len(wrong) > 1 else "is"
    return replace(report, note=f"it may rest on {_listed(wrong)}, which {are} not right yet: mend that first")


def _unwritten(report: ExerciseReport) -> bool:
    return all(verdict.status is Status.NOT_ATTEMPTED for verdict in report.verdicts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _follow_through(
    examination: _Examination, exercise: ExerciseKey, first: ExerciseReport, wrong: Sequence[str], share: float
) -> ExerciseReport:
    """Ask an exercise again with right upstream values, where it lost points and so did one that it may rest on.

    The student's own answers are in by now; what the solution answers is only what other exercises are asked.
    """
    second = examination.ask([exercise], wrong).judged(exercise)
    blamed = _listed(wrong)
    pairs = zip(first.verdicts, second.verdicts, strict=True)
    credited = replace(first, verdicts=tuple(_credited(before, after, share, blamed) for before, after in pairs))
    if credited.score <= first.score:
        return first
    return replace(credited, note=f"right but for {blamed}, which is asked elsewhere: credit given")


def _credited(before: Verdict, after: Verdict, share: float, blamed: str) -> Verdict:
    if before.status is Status.PASSED or after.status is not Status.PASSED:
        return before
    return replace(after, points=after.points * share, message=f"passes with a right {blamed}")


def _cell_note(cell: Cell, error: str) -> str:
    where = f"the cell of `{one_line(cell.exercise)}`" if cell.exercise else f"a cell ({_first_line(cell.source)})"
    return f"{where} did not run to its end: {error}"


def _first_line(source: str) -> str:
    return next((one_line(line, 40) for line in source.splitlines() if line.strip()), "empty")


def failed_everywhere(key: AnswerKey, status: Status, message: str) -> Report:
    """Return the report of a submission of which nothing could be asked."""
    outcome = Failed(status, message)
    return Report(tuple(judge(each, [[outcome] * len(trial.calls) for trial in each.trials]) for each in key.exercises))
