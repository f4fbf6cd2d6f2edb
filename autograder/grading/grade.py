"""Grade one submission: run it, judge what it returned, give credit where an earlier mistake is to blame.

The sandbox is passed in, because it is a resource with a life of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.calls import Failed, Outcome
from autograder.core.model import Cell, Limits, Status
from autograder.core.student_code import odd_array
from autograder.core.text import single_line
from autograder.core.variant_codes import ANOTHERS, NOT_JUDGED, code_in, not_theirs
from autograder.core.verdicts import ExerciseReport, Report, Verdict
from autograder.grading.answer_cells import locate_answers
from autograder.grading.asked_again import Answered, ask_again
from autograder.grading.demo_cells import without_demonstrations
from autograder.grading.follow_through import (
    credited,
    is_full,
    may_gain,
    mentioning,
    named_by,
    prerequisites,
    told_where_returned,
    unwritten,
    wrong_prerequisites,
)
from autograder.grading.former_names import under_new_names
from autograder.grading.hand_graded import hand_graded_sources, with_hand_graded, without_hand_graded
from autograder.grading.opened import OpenedSubmission, opened
from autograder.grading.passed_over import passed_over
from autograder.grading.questions import Questions, Replies, Sandbox, questions_for
from autograder.grading.shared_state import naming_shared_state
from autograder.judging.judge import judge
from autograder.notebooks.marks import definitions, tidied
from autograder.sandbox.host.accounting import Allowance

OTHERS_AT_MOST = 3  # notes on failing cells that answer no exercise


def grade(
    key: AnswerKey,
    cells: Sequence[Cell],
    sandbox: Sandbox,
    limits: Limits,
    follow_through: float = 1.0,
    allowance: Allowance | None = None,
) -> Report:
    """Run a submission's cells and judge every exercise of the key. Scores lie between 0 and the key's points.

    follow_through is the share of the points for what is wrong only because of an earlier exercise.
    allowance: what is left to it, where another file has used some of it already.
    """
    prepared = _prepare(key, cells)
    if prepared.asked:
        shown = _run_and_ask(prepared, sandbox, limits, follow_through, allowance or Allowance(limits))
        report = _report(prepared, shown)
    else:
        public = tuple(prepared.unasked_in_public.values())
        report = Report(tuple(prepared.unasked.values()), prepared.notes, public)
    report = _saying_what_was_passed_over(key, cells, report)
    return with_hand_graded(key, cells, report)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A submission before it runs: its code cells, with and without demonstrations, and what it is to be asked.

    found: what is to be said about where answers lie. unasked: the reports on all exercises, as if none were attempted.
    """

    key: AnswerKey
    every: tuple[Cell, ...]
    code: tuple[Cell, ...]
    found: Mapping[str, str]
    asked: tuple[Questions, ...]
    unasked: Mapping[str, ExerciseReport]
    unasked_in_public: Mapping[str, ExerciseReport]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """The outcome of the runs: the verdicts, and the replies and cells of the run that students read of.

    judged: the verdicts on just these replies, where there are any, before any credit.
    """

    reports: Mapping[str, ExerciseReport]
    judged: Mapping[str, ExerciseReport]
    replies: Replies
    code: tuple[Cell, ...]


def _prepare(key: AnswerKey, cells: Sequence[Cell]) -> _Prepared:
    renamed = dict[str, str]()
    if key.former:
        stub = {name: source for name, source in key.stub.items() if name not in key.former.values()}
        key = replace(key, stub=stub)
        cells, renamed = under_new_names(cells, key.former)
    drawings = hand_graded_sources(key, cells)
    located, found = locate_answers(key, without_hand_graded(key, cells))
    every = tuple(cell for cell in located if cell.kind == "code" and not cell.given and not cell.check)
    code = without_demonstrations(every, (*key.demonstrations, *drawings))
    questions = [questions_for(exercise) for exercise in key.exercises]
    anothers = not_theirs(key.variant, code_in(cells), key.drawn_places)
    idle = untouched(code, key.stub) | anothers
    return _Prepared(
        key,
        every,
        code,
        {**found, **renamed},
        asked=tuple(each for each in questions if each.key.name not in idle),
        unasked={each.key.name: _unasked(each.key, anothers) for each in questions},
        unasked_in_public={each.key.name: _unasked(each.outline, anothers) for each in questions},
        notes=((ANOTHERS,) if anothers else ()) + _strangers(key, every),
    )


def _run_and_ask(
    prepared: _Prepared, sandbox: Sandbox, limits: Limits, follow_through: float, allowance: Allowance
) -> _Shown:
    """Run a submission and ask it; with all of its cells only where a demonstration was missed."""
    key, names = prepared.key, tuple(prepared.unasked)
    reports, judged, replies, code = prepared.unasked, dict[str, ExerciseReport](), None, prepared.code
    for chosen in (prepared.code, prepared.every):
        with opened(key, chosen, names, sandbox, limits, allowance) as run:
            answers = run.ask(prepared.asked)
            # Which run students read of must not depend on inputs that they do not know.
            if replies is None or replies.missed_in_public():
                code, replies = chosen, answers
            if len(chosen) == len(prepared.every) or not answers.missed() or allowance.left() <= 0:
                found = {each.key.name: answers.judged(each) for each in prepared.asked}
                judged = found if replies is answers else {}
                reports = _credited(run, {**reports, **found}, prepared.asked, answers, follow_through)
                break
    assert replies is not None, "there are two runs at most, and the first is always made"
    return _Shown(reports, judged, replies, code)


def _report(prepared: _Prepared, shown: _Shown) -> Report:
    asked, replies = prepared.asked, shown.replies
    public = {**prepared.unasked_in_public, **_in_public(asked, shown)}
    odd = _odd_arrays(shown.code)
    public |= {each.key.name: mentioning(each.key, public, odd) for each in asked}
    reports, public = (_told_what_is_shared(each, shown.code) for each in (shown.reports, public))
    reports, public = _noted(reports, prepared.found), _noted(public, prepared.found)
    notes = (*prepared.notes, *_cell_notes(shown.code, replies.cell_errors))
    return Report(tuple(reports.values()), notes, tuple(public.values()))


def _saying_what_was_passed_over(key: AnswerKey, cells: Sequence[Cell], report: Report) -> Report:
    silent = [each.name for each in report.exercises if unwritten(each) and not each.note]
    said = passed_over(key, cells, silent) if silent else {}
    if not said:
        return report
    exercises, public = ({each.name: each for each in group} for group in (report.exercises, report.public))
    return replace(
        report, exercises=tuple(_noted(exercises, said).values()), public=tuple(_noted(public, said).values())
    )


def _in_public(asked: Sequence[Questions], shown: _Shown) -> dict[str, ExerciseReport]:
    names = {each.key.name: each for each in asked}
    return {name: shown.replies.judged_in_public(each, shown.judged.get(name)) for name, each in names.items()}


def _strangers(key: AnswerKey, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return a note on cells that answer exercises which there are none of, or no longer."""
    known = {*key.answer_cells, *(each.name for each in key.exercises), *key.order}
    marked = {cell.exercise: cell.source for cell in cells if cell.exercise and cell.exercise not in known}
    names = [f"`{single_line(name, 40)}`" for name, source in marked.items() if name in definitions(source)]
    said = "is marked as an answer, but this assignment has no exercise of that name: it counts for nothing"
    return tuple(f"{name} {said}" for name in names[:OTHERS_AT_MOST])


def _credited(
    submission: OpenedSubmission,
    reports: dict[str, ExerciseReport],
    asked: Sequence[Questions],
    answers: Replies,
    follow_through: float,
) -> dict[str, ExerciseReport]:
    """Return the verdicts on each exercise; where an earlier one may be to blame, it is asked again."""
    odd = _odd_arrays(submission.code)
    for each in asked if follow_through > 0 else ():
        name = each.key.name
        if may_gain(reports[name]):
            reports[name] = _followed_through(submission, each, reports, answers.of(name), odd, follow_through)
    return told_where_returned(reports, [each.key.name for each in asked], odd)


def _followed_through(
    submission: OpenedSubmission,
    exercise: Questions,
    reports: Mapping[str, ExerciseReport],
    outcomes: Sequence[Outcome],
    odd: Mapping[str, str],
    share: float,
) -> ExerciseReport:
    """Return an exercise's report with credit for what is right once the exercises that it rests on are.

    The student's own answers are in: now the solution may answer for some of them. At first for those that are known
    to be wrong, which takes the fewest questions; then, if something is still lost, for all that it may rest on.
    """
    best = reports[exercise.key.name]
    named = named_by(exercise.key, submission.key, submission.code)
    below, wrong = prerequisites(exercise.key, reports, named), wrong_prerequisites(exercise.key, reports, named)
    candidates = tuple(one for one in below if one in odd) or below
    answered = Answered(best, outcomes)
    for names in filter(None, dict.fromkeys((wrong, below))):
        again = ask_again(partial(submission.ask_again, below=names), exercise, submission.code, answered)
        if again is not None:
            answered, best = again, credited(best, again.report, wrong, candidates, share)
        if is_full(answered.report):
            break
    return best


def _odd_arrays(code: Sequence[Cell]) -> dict[str, str]:
    """Return the exercises whose cells make arrays that are no plain ones, and by which name they do."""
    return {cell.exercise: name for cell in code if cell.exercise and (name := odd_array(cell.source))}


def untouched(cells: Sequence[Cell], stub: Mapping[str, str]) -> frozenset[str]:
    """Return the exercises whose marked cell is still the released stub."""
    return frozenset(
        cell.exercise for cell in cells if cell.exercise and tidied(cell.source) == tidied(stub.get(cell.exercise, ""))
    )


def _unasked(key: ExerciseKey, anothers: Collection[str]) -> ExerciseReport:
    """Return the report of an exercise that is not asked: not attempted, or answered for another student's variant."""
    if key.name not in anothers:
        return not_attempted(key)
    verdicts = tuple(Verdict(check, Status.FAILED, 0.0, NOT_JUDGED) for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


def not_attempted(key: ExerciseKey) -> ExerciseReport:
    """Return the report of an exercise that was left as released."""
    verdicts = tuple(Verdict(check, Status.NOT_ATTEMPTED, 0.0, "not attempted") for check in key.checks)
    return ExerciseReport(key.name, key.points, verdicts, extra=key.extra)


def _told_what_is_shared(reports: Mapping[str, ExerciseReport], code: Sequence[Cell]) -> dict[str, ExerciseReport]:
    sources = {cell.exercise: cell.source for cell in code if cell.exercise}
    return {name: naming_shared_state(report, sources.get(name, "")) for name, report in reports.items()}


def _noted(reports: Mapping[str, ExerciseReport], found: Mapping[str, str]) -> dict[str, ExerciseReport]:
    """Return the reports, those of answers that were found elsewhere with a note on where."""
    return {
        name: replace(report, note="; ".join(filter(None, (report.note, found.get(name, "")))))
        for name, report in reports.items()
    }


def _cell_notes(code: Sequence[Cell], errors: Mapping[int, str]) -> tuple[str, ...]:
    """Return a note on each cell that failed; of many that answer no exercise (mostly drawings), on the first."""
    answers = [index for index in errors if code[index].exercise]
    others = [index for index in errors if not code[index].exercise]
    shown = others if len(others) <= OTHERS_AT_MOST else others[:1]
    notes = [_cell_note(code[index], errors[index]) for index in sorted([*answers, *shown])]
    if more := len(others) - len(shown):
        notes.append(f"{more} further cells that answer no exercise did not run to their end either")
    return tuple(notes)


def _cell_note(cell: Cell, error: str) -> str:
    where = f"the cell of `{single_line(cell.exercise)}`" if cell.exercise else f"a cell ({_first_line(cell.source)})"
    return f"{where} did not run to its end: {error}"


def _first_line(source: str) -> str:
    return next((single_line(line, 40) for line in source.splitlines() if line.strip()), "empty")


def failed_everywhere(key: AnswerKey, status: Status, message: str) -> Report:
    """Return the report of a submission of which nothing could be asked."""
    outcome = Failed(status, message)
    checked = (judge(each, [[outcome] * len(trial.calls) for trial in each.trials]) for each in key.exercises)
    return with_hand_graded(key, (), Report(tuple(checked)))
