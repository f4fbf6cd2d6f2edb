"""Ask a submission what its answer key asks, and compare what it says with the key.

What is the same for all submissions is prepared once (Questions). The published inputs are asked first: a worker is
told no others before all of these are answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol

from autograder.core.answer_key import ExerciseKey, Trial
from autograder.core.calls import Job, Outcome, Returned, Shows
from autograder.core.exercise import Check, is_question
from autograder.core.model import Cell, Limits, Status
from autograder.core.question.record import times_answered
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.grading.answer_cells import sources_of
from autograder.grading.demo_cells import missed
from autograder.grading.follow_through import unwritten
from autograder.judging.evidence import judge_in_public
from autograder.judging.judge import judge, wrong_checks
from autograder.judging.signature import signature
from autograder.keys.plan import public_outline, publish, published_calls
from autograder.sandbox.host.accounting import Allowance
from autograder.sandbox.host.rounds import RoundResult
from autograder.sandbox.host.session import Session
from autograder.sandbox.protocol.calls import Calls

AGAIN = "answered {} times: the last answer counts"
MANY = 1000
READY = 256  # exercises that are kept ready


class Sandbox(Protocol):
    """Anything that runs submissions: a sandbox, or what takes its place in a test."""

    def open(self, job: Job, limits: Limits, allowance: Allowance | None = None) -> Session: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Some of an exercise's calls, to be asked again: which they are, by number, in the order in which they are asked.

    shipped: those that are asked beside the shipped files; hidden: those beside the hidden ones, which come last.
    """

    numbers: Sequence[int]
    shipped: Calls
    hidden: Calls

    def rounds(self) -> Iterator[tuple[Calls, bool, Sequence[int]]]:
        """Yield the calls that are asked together, whether that is beside the hidden files, and their numbers."""
        split = len(self.shipped.calls)
        for calls, beside_hidden, numbers in (
            (self.shipped, False, self.numbers[:split]),
            (self.hidden, True, self.numbers[split:]),
        ):
            if calls.calls:
                yield calls, beside_hidden, numbers


class Questions:
    """An exercise's key, ready for many submissions: what is asked first, what then, what students may see of it."""

    def __init__(self, key: ExerciseKey) -> None:
        self.key, self.outline = key, public_outline(key)
        self._right = _all_passed(self.outline)
        published = published_calls(key)
        every = [(number, place) for number, trial in enumerate(key.trials) for place in range(len(trial.calls))]
        secret = [place for place in every if place not in published]
        later = [place for place in secret if not key.trials[place[0]].hidden_data]
        hidden = [place for place in secret if key.trials[place[0]].hidden_data]
        self.first, self.then, self.hidden = map(self._calls, (published, later, hidden))
        self.looks_at_source = any(call.shows is Shows.SOURCE for trial in key.trials for call in trial.calls)
        number_of = {place: number for number, place in enumerate((*published, *later, *hidden))}
        known: dict[int, list[int]] = {0: []}
        for place, (number, _) in enumerate(published):
            known.setdefault(number, []).append(place)
        self._published = list(known.values())
        self._trials = [
            [number_of[number, place] for place in range(len(trial.calls))] for number, trial in enumerate(key.trials)
        ]

    def _calls(self, places: Iterable[tuple[int, int]]) -> Calls:
        return Calls([self.key.trials[number].calls[place] for number, place in places])

    @cached_property
    def public(self) -> ExerciseKey:
        """The students' part of the key, which takes a while and only wrong answers need."""
        return publish(self.key)

    @cached_property
    def _of_one_trial(self) -> Sequence[ExerciseKey]:
        """The key with each trial by itself."""
        return [replace(self.key, trials=(trial,)) for trial in self.key.trials]

    def telling_trial(self, outcomes: Sequence[Outcome], lost: frozenset[str]) -> int:
        """Return the first trial that every lost check fails in, else the first. outcomes: of all calls in order."""
        every = range(len(self.key.trials))
        return next((number for number in every if not self.won(number, outcomes, lost)), 0)

    def won(self, trial: int, outcomes: Sequence[Outcome], lost: frozenset[str]) -> frozenset[str]:
        """Return which of the lost checks do not fail in a trial. outcomes: of all calls in order."""
        key = self._of_one_trial[trial]
        wrong = wrong_checks(key, [[outcomes[number] for number in self._trials[trial]]])
        return lost & {check.name for check, is_wrong in zip(key.checks, wrong, strict=True) if not is_wrong}

    def for_checks(self, names: frozenset[str], trials: Collection[int]) -> Asked:
        """Return the calls that these checks look at in these trials, each as often as it is asked there.

        What counts only where there is a result needs all calls, to say whether there is one. And one call by itself
        would not show that an answer remembers the last one.
        """
        whole = any(check.aside for check in self.key.checks if check.name in names)
        found = {
            self._trials[number][place]
            for number in trials
            for place in _looked_at(self.key.trials[number], self.key.checks, None if whole else names)
        }
        return self._asked(sorted(found))

    def _asked(self, numbers: Sequence[int]) -> Asked:
        shipped = (*self.first.calls, *self.then.calls)
        every = (*shipped, *self.hidden.calls)
        return Asked(
            numbers,
            Calls([every[number] for number in numbers if number < len(shipped)]),
            Calls([every[number] for number in numbers if number >= len(shipped)]),
        )

    def judged(self, outcomes: Sequence[Outcome]) -> ExerciseReport:
        """Return the verdicts. outcomes: of the first calls, then of the others, those beside hidden files last."""
        report = judge(self.key, [[outcomes[number] for number in trial] for trial in self._trials])
        report = self._settled(outcomes, report)
        calls = (*self.first.calls, *self.then.calls, *self.hidden.calls)
        told = [each for each, call in zip(outcomes, calls, strict=True) if call.shows is not Shows.SOURCE]
        if is_question(self.key.checks) or not is_unnamed(report):  # what was answered is in words already
            return report
        return replace(report, signature=signature(told))

    def judged_in_public(self, first: Sequence[Outcome], whole: ExerciseReport | None = None) -> ExerciseReport:
        """Return the verdicts of the public checks at the published inputs.

        whole: the verdicts at all inputs on the same outcomes, if there are any: what passes there passes here.
        """
        if whole is not None and all(verdict.status is Status.PASSED for verdict in whole.verdicts):
            return self._settled(first, self._right)
        outcomes = [[first[number] for number in trial] for trial in self._published]
        return self._settled(first, judge_in_public(self.public, outcomes))

    def _settled(self, outcomes: Sequence[Outcome], report: ExerciseReport) -> ExerciseReport:
        """Return a report with what is to be said of an answer that was given several times."""
        settled = _settled(report)
        if not is_question(self.key.checks):
            return settled
        times = max((times_answered(each.value) for each in outcomes if isinstance(each, Returned)), default=0)
        return replace(settled, note=AGAIN.format(min(times, MANY))) if times > 1 else settled


def _looked_at(trial: Trial, checks: Sequence[Check], names: Collection[str] | None) -> set[int]:
    """Return the calls that some checks (None: all) look at in a trial, with those that ask the same before."""
    if names is None:
        return set(range(len(trial.calls)))
    counting = {
        trial.outputs[check.output].call for check in checks if check.name in names and check.name in trial.expected
    }
    found = counting | {trial.repeats[call] for call in counting if call in trial.repeats}
    if len({call for call in found if call not in trial.repeats}) == 1:
        other = next((pair for pair in trial.repeats.items() if pair[0] not in found), ())
        found |= set(other)
    return found


def _all_passed(key: ExerciseKey) -> ExerciseReport:
    verdicts = tuple(Verdict(check, Status.PASSED, check.points) for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


@lru_cache(maxsize=READY)
def questions_for(key: ExerciseKey) -> Questions:
    """Return an exercise's key, made ready."""
    return Questions(key)


@dataclass(frozen=True, slots=True)
class Replies:
    """What a submission has shown, by exercise: before its worker was told any but the published inputs, and then.

    So cell_errors, which are of before, are for students to read too. hidden: what it has shown beside hidden files.
    """

    first: Mapping[str, Sequence[Outcome]]
    then: Mapping[str, Sequence[Outcome]]
    cell_errors: Mapping[int, str]
    hidden: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)

    def of(self, exercise: str) -> Sequence[Outcome]:
        """Return the outcomes of an exercise's calls, in the order in which they are asked."""
        return (*self.first[exercise], *self.then[exercise], *self.hidden.get(exercise, ()))

    def missed(self) -> bool:
        """Say whether something may have failed for lack of a demonstration."""
        return self.missed_in_public() or missed((*_all(self.then), *_all(self.hidden)), ())

    def missed_in_public(self) -> bool:
        """Say the same of what students may know."""
        return missed(_all(self.first), self.cell_errors.values())

    def judged(self, exercise: Questions) -> ExerciseReport:
        """Return the verdicts on an exercise."""
        return exercise.judged(self.of(exercise.key.name))

    def judged_in_public(self, exercise: Questions, whole: ExerciseReport | None) -> ExerciseReport:
        """Return the verdicts of its public checks at the published inputs; whole: those of `judged`, where known."""
        return exercise.judged_in_public(self.first[exercise.key.name], whole)


def ask(session: Session, questions: Sequence[Questions], code: Sequence[Cell]) -> Replies:
    """Ask a submission for these exercises. code: its cells, for what checks look at in them."""
    sources = sources_for(questions, code)
    first = session.ask([each.first for each in questions])
    then = session.ask([each.then for each in questions])
    return Replies(
        _by_exercise(first, {each.key.name: each.first for each in questions}, sources),
        _by_exercise(then, {each.key.name: each.then for each in questions}, sources),
        first.cell_errors,
    )


def ask_beside_hidden(
    session: Session, questions: Sequence[Questions], code: Sequence[Cell]
) -> Mapping[str, Sequence[Outcome]]:
    """Ask what is asked beside hidden files alone. session: one in which the submission finds these."""
    asked = session.ask([each.hidden for each in questions])
    return _by_exercise(asked, {each.key.name: each.hidden for each in questions}, sources_for(questions, code))


def sources_for(questions: Sequence[Questions], code: Sequence[Cell]) -> Mapping[str, str]:
    return sources_of(code) if any(each.looks_at_source for each in questions) else {}


def _by_exercise(
    result: RoundResult, asked: Mapping[str, Calls], sources: Mapping[str, str]
) -> Mapping[str, Sequence[Outcome]]:
    outcomes = iter(with_sources(result, [*asked.values()], sources))
    return {name: tuple(islice(outcomes, len(part.calls))) for name, part in asked.items()}


def with_sources(result: RoundResult, asked: Sequence[Calls], sources: Mapping[str, str]) -> list[Outcome]:
    """Return the outcomes, where a source is asked for that which was handed in, whatever the worker says it is."""
    calls = (call for part in asked for call in part.calls)
    return [
        Returned(sources[call.function]) if call.shows is Shows.SOURCE and call.function in sources else outcome
        for call, outcome in zip(calls, result.outcomes, strict=True)
    ]


def _all(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[Outcome]:
    return (outcome for each in outcomes.values() for outcome in each)


def is_unnamed(report: ExerciseReport) -> bool:
    """Say whether an answer is wrong in a way that no known mistake explains."""
    failed = any(verdict.status is Status.FAILED for verdict in report.verdicts)
    return failed and all(verdict.mistake is None for verdict in report.verdicts)


def _settled(report: ExerciseReport) -> ExerciseReport:
    """Read an exercise that only ever raised NotImplementedError as not attempted, in one word."""
    if unwritten(report):
        verdicts = tuple(replace(verdict, message="not attempted") for verdict in report.verdicts)
        return replace(report, verdicts=verdicts)
    return report
