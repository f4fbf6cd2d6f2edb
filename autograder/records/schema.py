"""What a record holds, key by key: the shape of the JSON in grades/records/<assignment>/<student>.json."""

from __future__ import annotations

from typing import TypedDict


class CheckRecord(TypedDict):
    """The outcome of one check; advice is what the course's author says to it (a hint, a known mistake's sentence)."""

    name: str
    kind: str
    hidden: bool
    status: str
    points: float
    max_points: float
    message: str
    advice: str
    mistake: str | None


class EvidenceRecord(TypedDict):
    """The call that shows a fault of a public check, and its numbers (core.verdicts.Evidence) as text: some are nan."""

    kind: str
    call: str
    place: str
    shape: list[int]
    want: list[str]
    got: list[str]
    worst: int


class AnswerRecord(TypedDict):
    """What a student wrote for people to grade: its text, how many pictures are with it, and one name for both."""

    text: str
    pictures: int
    identity: str


class _Found(TypedDict, total=False):
    returned: str
    blamed: list[str]
    evidence: EvidenceRecord
    answer: AnswerRecord


class ExerciseRecord(_Found):
    """The outcome of one exercise; status is the worst of its checks', note says what credit was given and why.

    The points of an extra one come on top of the record's max_score. returned, for the staff, is the signature of what
    a wrong answer that no known mistake explains has returned (judging/signature). blamed are the exercises with right
    results of which credit was given. evidence is in `public` alone.
    answer is there where people grade: then checks are the rows of the rubric, and they wait for points.
    """

    name: str
    score: float
    max_score: float
    extra: bool
    status: str
    note: str
    checks: list[CheckRecord]


class PublicRecord(TypedDict):
    """The outcome of the public checks and of the cells while the worker held the published inputs and no others.

    It is all that students may read of what their own code says: no other input can be hidden in it.
    """

    score: float
    max_score: float
    exercises: list[ExerciseRecord]
    notes: list[str]


class FileRecord(TypedDict):
    """Which file was graded: its name (None if there was none) and the hash of its bytes."""

    file: str | None
    sha256: str


class StaffRecord(TypedDict):
    """What helps us to find a failure of ours: where it was raised. It may quote what a student wrote."""

    traceback: str


class _Staff(TypedDict, total=False):
    staff: StaffRecord


class NotedRecord(TypedDict):
    """One of the notes, and what it is about (core/model, NoteKind)."""

    kind: str
    note: str


class _Noted(TypedDict, total=False):
    noted: list[NotedRecord]


class ReadingRecord(TypedDict):
    """What was read of a submission, except for its cells."""

    file: str | None
    sha256: str
    submitted: str | None
    problem: str
    notes: list[str]
    kinds: list[list[str]]


class _Work(TypedDict, total=False):
    work_fingerprint: str


class VariantRecord(TypedDict):
    """Which variant of the assignment it was, by its code, and in words what was drawn for it.

    handed_in: the code that the notebook carries, "" if it carries none; another student's, if it is not the same.
    """

    id: str
    drawn: str
    handed_in: str


class _Variant(TypedDict, total=False):
    variant: VariantRecord


class _Run(TypedDict, total=False):
    asked_again: int
    unchanged: bool
    reading: ReadingRecord


class Record(_Staff, _Noted, _Work, _Variant, _Run):
    """One submission's grade and all that it takes to make it again; score is None where we broke.

    score is the one before lateness and decisions. late_penalty is 0; in early records it was taken off score already.

    noted are those of the notes that the staff should look at. Early records have none, but their notes.

    work_fingerprint is assignment_fingerprint without what extra credit is worth: where nothing else has changed, the
    points are worked out again and no answer is run. Early records have none.

    asked_again says how often a process was ended or stopped from outside while this record was made, so that something
    had to be asked again; unchanged, that it is the one from before; reading, what was read for it. They are for the
    run and are never written: such a record is like any other.

    This is for the staff: messages and notes can hold inputs that are not published. For students there is `public`,
    which is None where nothing was run; `autograder export feedback` is made of it.
    """

    schema: int
    student: str
    assignment: str
    score: float | None
    max_score: float
    status: str
    exercises: list[ExerciseRecord]
    public: PublicRecord | None
    submission: FileRecord
    submitted: str | None
    late_penalty: float
    notes: list[str]
    assignment_fingerprint: str
    seed: str  # its id (core/seed_id), from which nobody can tell the seed
    sandbox: str
    versions: dict[str, str]
    seconds: float
