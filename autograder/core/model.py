"""The words of the course as frozen types; every other module speaks in them. Here is what people write.

The flow they describe: a Lesson's cells are released; a Submission's cells are run by a worker, which answers each
Call of a probe with an Outcome (calls); the judge compares Outcomes with an AnswerKey (keys) and gives Verdicts
(verdicts); a Report collects them and becomes a record. The settings of a course as a whole are in settings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"  # in quotes: importing numpy.typing costs every worker and every student 10 ms


class Status(StrEnum):
    """How one check ended. BROKEN is our failure and never costs a student points; NEEDS_GRADING waits for people."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    NOT_ATTEMPTED = "not_attempted"
    NEEDS_GRADING = "needs_grading"
    BROKEN = "broken"


class RecordStatus(StrEnum):
    """How a whole submission ended."""

    GRADED = "graded"
    NEEDS_GRADING = "needs_grading"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    BROKEN = "broken"


WAITS = "to be graded by hand"  # what is said of NEEDS_GRADING


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook, of either format.

    kind is "code", "markdown" or "raw"; line is the 1-based line of its first source line in a .py file, and 0 in a
    notebook.
    At most one mark is set: `exercise` (the student writes it), `given` (provided, restored before grading) or
    `check` (calls check("…"), never graded).
    pictures: how many pictures it has attached or has drawn, where it answers an exercise.
    """

    kind: str
    source: str
    line: int = 0
    exercise: str | None = None
    given: str | None = None
    check: str | None = None
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A second file with work on the same assignment: the paired file in the other format, or another download."""

    file: Path
    cells: tuple[Cell, ...]


class NoteKind(StrEnum):
    """What a note on a submission is about, where the staff should look at it."""

    WRONG_ASSIGNMENT = "wrong assignment"
    MISPLACED = "misplaced"
    UNKNOWN_TIME = "unknown time"
    TWO_FILES = "two files"
    MISNAMED = "misnamed"


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's work on one assignment, as read. problem says why it could not be read (then cells is empty).

    second: another file that was worked on; sha256 is then of both. Each exercise counts where it scores more.
    kinds: what a note, or the problem, is about, by its text; most are about nothing that the staff must see.
    """

    student: str
    assignment: str
    file: Path | None
    sha256: str
    cells: tuple[Cell, ...]
    submitted: datetime | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    second: Attempt | None = None
    kinds: tuple[tuple[NoteKind, str], ...] = ()

    def noted(self, kind: NoteKind, *notes: str) -> Submission:
        """Return the submission with further notes of one kind."""
        more = tuple((kind, note) for note in notes)
        return replace(self, notes=self.notes + notes, kinds=self.kinds + more)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Seconds are CPU time; the wall clock may show `patience` times as many (and a
    minute more, if all was paused or others had the CPUs).

    memory_mb comes on top of what Python and numpy need. reply_mb bounds the result of one call, total_reply_mb all
    that a submission sends to the grader. What it prints is thrown away. file_mb bounds the file that is handed in.
    """

    call_seconds: float = 2.0
    cell_seconds: float = 10.0
    total_seconds: float = 60.0
    patience: float = 3.0
    memory_mb: int = 512
    reply_mb: int = 16
    total_reply_mb: int = 64
    file_mb: int = 50
