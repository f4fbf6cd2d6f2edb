"""What a student may know of a record: a pure function of the record and of the course's policy.

Every form of feedback (page, Markdown, text) is made from this and from nothing else, so what is not to be shown is
decided here, once. What a student's code says is taken from `public` alone: from what it said while its process was
told the published inputs and no others, so that nothing else can be hidden in it. Of all the rest at most this is told:
which checks pass, and what the course's author wrote about those that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from autograder.core.exercise import ANSWERED
from autograder.core.meaning import diagnosis_of, last_resort
from autograder.core.model import RecordStatus, Status
from autograder.core.verdicts import Evidence
from autograder.gradebook.entries import Entry
from autograder.judging.check_names import in_words
from autograder.judging.kinds.answer import RightAnswer
from autograder.notebooks.sections import anchor
from autograder.records.schema import CheckRecord, ExerciseRecord, Record
from autograder.reports.counterfactual import score_if_fixed
from autograder.reports.exercise_view import CheckView as CheckView
from autograder.reports.exercise_view import ExerciseView as ExerciseView
from autograder.reports.hand_view import hand_view, is_by_hand, said_by_rows
from autograder.settings import Assignment, Course, Shown

NOTES_AT_MOST = 20
UNGRADED = {
    RecordStatus.MISSING: "Nothing was handed in.",
    RecordStatus.UNREADABLE: "The file could not be read:",
    RecordStatus.BROKEN: "This could not be graded yet, through our fault and not yours. It will be graded again.",
}
OLDER = "This was graded by an older version, which kept nothing to show."
ELSEWHERE = {
    Status.FAILED: "not right at inputs that are not published",
    Status.ERROR: "raises an error at inputs that are not published",
    Status.TIMEOUT: "takes too long at inputs that are not published",
    Status.CRASHED: "ends the program at inputs that are not published",
    Status.NOT_ATTEMPTED: "not written yet",
    Status.BROKEN: "could not be judged, through our fault",
    Status.NEEDS_GRADING: "not graded yet",
}
ONLY_THERE = "right at the published inputs, but not at others"
NOT_RIGHT = "not right"
CREDIT = "partly credited: it passes with right results of earlier exercises"
MORE_CHECKS = "The grade also counts checks that are not shown here."


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Everything that a page of feedback may hold.

    score is before lateness and decisions; reasons say what these did, and counted what counts (None: nothing).
    lesson: where its author finds the notebook, an address or a path from where the feedback is kept.
    """

    student: str
    assignment: str
    submitted: datetime | None
    score: float | None
    max_score: float
    public_only: bool
    reasons: tuple[str, ...]
    exercises: tuple[ExerciseView, ...]
    notes: tuple[str, ...]
    ungraded: str = ""
    counted: float | None = None
    lesson: str = ""

    @property
    def waiting(self) -> tuple[ExerciseView, ...]:
        """The exercises that people still have to grade."""
        return tuple(each for each in self.exercises if each.state == "waiting")

    @property
    def counts(self) -> str:
        """What counts, in words that reasons may follow."""
        return "This does not count" if self.counted is None else f"This counts {self.counted:g} points"

    @property
    def best_fix(self) -> ExerciseView | None:
        """The exercise that would give most if it were fixed."""
        fixable = [each for each in self.exercises if each.if_fixed is not None and each.state == "wrong"]
        return max(fixable, key=lambda each: each.if_fixed or 0.0, default=None)


def section_link(view: FeedbackView, exercise: ExerciseView) -> str:
    """Return the address of the part of the lesson that teaches an exercise: the notebook's, and its heading."""
    return f"{view.lesson}#{quote(anchor(exercise.section))}"


def still_to_come(view: FeedbackView) -> str:
    """Return which exercises people still have to grade, and for how many points, as a part of a sentence."""
    names = ", ".join(f"`{each.name}`" for each in view.waiting)
    return f"people will grade {names}, for up to {sum(each.max_score for each in view.waiting):g} of them"


def shown_now(course: Course, assignment: Assignment, now: datetime) -> Shown:
    """Return what students may read of an assignment's hidden checks at some instant (with a time zone)."""
    over = assignment.due is not None and now > assignment.due + course.late.grace
    return Shown(course.feedback.hidden_after_due if over else course.feedback.hidden)


def view_of(entry: Entry, shown: Shown, sections: Mapping[str, str] | None = None, lesson: str = "") -> FeedbackView:
    """Return what the author of a submission may know of its entry, which has a record.

    sections: exercise -> the lesson's heading above it. lesson: where the notebook is, beside the feedback without it.
    """
    record = entry.record
    assert record is not None
    submitted = datetime.fromisoformat(record["submitted"]) if record["submitted"] else None
    view = FeedbackView(
        record["student"], record["assignment"], submitted, None, record["max_score"], False, entry.reasons, (), ()
    )
    view = replace(view, counted=entry.score, lesson=lesson or f"{record['assignment']}.ipynb")
    if record["public"] is None:
        why = UNGRADED.get(RecordStatus(record["status"]), OLDER)
        return replace(view, ungraded=why, notes=_reading_notes(record))
    public, only = record["public"], shown is Shown.NOTHING
    told = {exercise["name"]: exercise for exercise in public["exercises"]}
    made = (
        hand_view(entry, each) if is_by_hand(each) else _exercise(each, told[each["name"]], shown)
        for each in (public if only else record)["exercises"]
    )
    by_hand = sum(mark.points for mark in entry.marks)
    return replace(
        view,
        score=(public["score"] if only else entry.raw or 0.0) + by_hand,
        max_score=public["max_score"] if only else record["max_score"],
        public_only=only,
        reasons=() if only else tuple(said for said in entry.reasons if said not in said_by_rows(entry)),
        exercises=tuple(
            replace(each, if_fixed=score_if_fixed(entry, each.name, only), section=(sections or {}).get(each.name, ""))
            for each in made
        ),
        notes=_cut(public["notes"]),
    )


def _reading_notes(record: Record) -> tuple[str, ...]:
    # Of an unreadable file all notes are about its reading.
    return _cut(record["notes"]) if record["status"] == RecordStatus.UNREADABLE else ()


def _cut(notes: Sequence[str]) -> tuple[str, ...]:
    more = [f"… and {len(notes) - NOTES_AT_MOST} more"] if len(notes) > NOTES_AT_MOST else []
    return (*notes[:NOTES_AT_MOST], *more)


def _exercise(exercise: ExerciseRecord, public: ExerciseRecord, shown: Shown) -> ExerciseView:
    if all(check["status"] == Status.NOT_ATTEMPTED for check in exercise["checks"]):
        state = "open"
    elif exercise["status"] == Status.PASSED and [check["kind"] for check in exercise["checks"]] == [ANSWERED]:
        state = "answered"
    else:
        state = "right" if exercise["status"] == Status.PASSED else "wrong"
    published = {check["name"]: check for check in public["checks"]}
    told = (check for check in exercise["checks"] if (check["kind"], check["status"]) != (ANSWERED, Status.PASSED))
    checks = tuple(check_view(check, published.get(check["name"]), shown) for check in told)
    return ExerciseView(
        exercise["name"],
        exercise["score"],
        exercise["max_score"],
        exercise["extra"],
        state,
        _with_last_resort(checks) if state == "wrong" else (),
        # Where credit made it right, what published checks said before that is no longer so.
        public["note"] if state != "right" or public["status"] == Status.PASSED else "",
        evidence=_evidence(public) if state == "wrong" else None,
    )


def _with_last_resort(checks: Sequence[CheckView]) -> tuple[CheckView, ...]:
    """Return the checks, the first that fails with where to look, if nobody has said anything about any of them."""
    wrong = [check for check in checks if check.status is not Status.PASSED and check.seen]
    if not wrong or any(check.advice for check in checks):
        return tuple(checks)
    where = last_resort(wrong[0].status, wrong[0].seen)
    return tuple(replace(check, advice=where) if check is wrong[0] else check for check in checks)


def _evidence(public: ExerciseRecord) -> Evidence | None:
    """Return what shows a fault at the published inputs, if a public check fails there."""
    if (found := public.get("evidence")) is None:
        return None
    want, got = (tuple(map(float, numbers)) for numbers in (found["want"], found["got"]))
    return Evidence(found["kind"], found["call"], found["place"], tuple(found["shape"]), want, got, found["worst"])


def check_view(check: CheckRecord, public: CheckRecord | None, shown: Shown) -> CheckView:
    """Return what may be known of one check; public: its outcome at the published inputs, None if it is hidden."""
    name = in_words(check["kind"], check["name"])
    view = CheckView(name, Status(check["status"]), check["points"], check["max_points"])
    if view.status is Status.PASSED:
        return view
    credit = CREDIT if check["points"] else ""
    if public is not None and public["status"] != Status.PASSED:
        seen = what_was_seen(public)
        meant = diagnosis_of(public["status"], seen)
        advice, known = public["advice"] or meant, _known(public) or bool(meant)
        return replace(view, seen=seen, advice=advice, known=known, credit=credit)
    if shown is not Shown.MESSAGE:
        return replace(view, seen="" if public is None else ONLY_THERE, credit=credit)
    seen = ELSEWHERE[view.status] if public is None else ONLY_THERE
    if check["kind"] == RightAnswer.kind and view.status is Status.FAILED:
        seen = NOT_RIGHT
    return replace(view, seen=seen, advice=check["advice"], known=_known(check), credit=credit)


def _known(check: CheckRecord) -> bool:
    return check["mistake"] is not None


def what_was_seen(check: CheckRecord) -> str:
    """Return a check's message without the advice, which older records have at the end of it."""
    advice = check["advice"]
    if advice and check["message"].endswith(advice):
        return re.sub(r"[ .:]+$", "", check["message"].removesuffix(advice))
    return check["message"]


def said_once(checks: Sequence[CheckView]) -> Iterator[tuple[CheckView, list[str]]]:
    """Yield each check with what it alone has to say: what several have to say is said once."""
    said: set[str] = set()
    for check in checks:
        yield check, [word for word in check.words if word not in said]
        said.update(check.words)
