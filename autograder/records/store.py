"""One record per submission, as JSON: the source from which every table and report is derived.

A record is written to a temporary file in the same folder and renamed into place, so that at any moment there is
either the old record or the new one.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from autograder.core.model import RecordStatus, Submission
from autograder.core.text import describe_error
from autograder.core.variant_codes import code_in
from autograder.distribution import numpy_version, own_version
from autograder.errors import AutograderError
from autograder.records.brief import Brief
from autograder.records.exercises import exercise_record, rounded
from autograder.records.hidden_seed import hide_seeds, hide_seeds_in_history, without_seeds
from autograder.records.history import keep
from autograder.records.schema import CheckRecord as CheckRecord
from autograder.records.schema import EvidenceRecord as EvidenceRecord
from autograder.records.schema import ExerciseRecord as ExerciseRecord
from autograder.records.schema import FileRecord as FileRecord
from autograder.records.schema import NotedRecord as NotedRecord
from autograder.records.schema import PublicRecord as PublicRecord
from autograder.records.schema import Record as Record
from autograder.records.schema import VariantRecord
from autograder.records.validate import SCHEMA, fault
from autograder.records.write import remove_leftovers
from autograder.records.write import write_atomically as write_atomically

if TYPE_CHECKING:  # a run in which nothing is new has no keys and no verdicts
    from autograder.core.answer_key import AnswerKey
    from autograder.core.verdicts import Report

_encode = json.JSONEncoder(ensure_ascii=False).encode
NAMED = 10  # damaged records that a message names


class DamagedRecordError(AutograderError):
    """Some records are not what this program has written. damaged: what is wrong with each, by its path."""

    def __init__(self, damaged: Mapping[Path, str]) -> None:
        self.damaged = dict(damaged)
        lines = [f"{path}: this record is damaged ({why})" for path, why in list(self.damaged.items())[:NAMED]]
        more = [f"and {len(self.damaged) - NAMED} more"] if len(self.damaged) > NAMED else []
        super().__init__("\n  ".join([*lines, *more, "delete them and run `autograder grade` again"]))


def versions() -> dict[str, str]:
    """Return the versions that a grade depends on."""
    return {"autograder": own_version(), "python": platform.python_version(), "numpy": numpy_version()}


def make_record(
    submission: Submission,
    status: RecordStatus,
    report: Report | None,
    key: AnswerKey,
    sandbox: str,
    seconds: float,
) -> Record:
    """Return the record of a submission before lateness; score is None where we broke (grade again, never a zero)."""
    made: Record = {
        "schema": SCHEMA,
        "student": submission.student,
        "assignment": submission.assignment,
        "score": None if status is RecordStatus.BROKEN else _score(report),
        "max_score": rounded(key.max_score),
        "status": str(status),
        "exercises": [exercise_record(exercise) for exercise in report.exercises] if report else [],
        "public": _public(submission, report) if report and report.public else None,
        "submission": _file(submission),
        "submitted": _instant(submission),
        "late_penalty": 0.0,
        "notes": [*_notes(submission), *(report.notes if report else ())],
        "assignment_fingerprint": key.fingerprint,
        "work_fingerprint": key.work_fingerprint,
        "seed": key.seed_id,
        "sandbox": sandbox,
        "versions": versions(),
        "seconds": round(seconds, 4),
    }
    made["noted"] = _noted(submission)
    return {**made, "variant": _variant(submission, key)} if key.variant else made


def with_traceback(record: Record, traceback: str) -> Record:
    """Return a record with where we broke, for the staff."""
    return {**record, "staff": {"traceback": traceback}}


def _score(report: Report | None) -> float:
    return rounded(sum(each.score for each in report.exercises)) if report else 0.0


def _variant(submission: Submission, key: AnswerKey) -> VariantRecord:
    handed_in = code_in((*submission.cells, *(submission.second.cells if submission.second else ())))
    return {"id": key.variant, "drawn": key.drawn, "handed_in": handed_in}


def _file(submission: Submission) -> FileRecord:
    return {"file": submission.file.name if submission.file else None, "sha256": submission.sha256}


def _instant(submission: Submission) -> str | None:
    return submission.submitted.isoformat() if submission.submitted else None


def _notes(submission: Submission) -> list[str]:
    return [*filter(None, [submission.problem]), *submission.notes]


def _noted(submission: Submission) -> list[NotedRecord]:
    return [{"kind": str(kind), "note": note} for kind, note in submission.kinds]


def _public(submission: Submission, report: Report) -> PublicRecord:
    return {
        "score": rounded(sum(exercise.score for exercise in report.public)),
        "max_score": rounded(sum(exercise.max_score for exercise in report.public if not exercise.extra)),
        "exercises": [exercise_record(exercise) for exercise in report.public],
        "notes": [*_notes(submission), *report.notes],
    }


class Fingerprinted(Protocol):
    """Whatever an assignment's sources are known by: a key, or what is known of one before it is read."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def work_fingerprint(self) -> str: ...


def is_current(record: Record | Brief, submission: Submission, key: Fingerprinted, sandbox: str) -> bool:
    """Say whether a record was made from exactly these bytes, this assignment, these settings and versions.

    What extra credit is worth may have changed: see is_worth_the_same.
    """
    if record["status"] == RecordStatus.BROKEN:
        return False
    notes = _notes(submission)
    made = (record["submission"], record["submitted"], record["sandbox"])
    now = (_file(submission), _instant(submission), sandbox)
    work = record.get("work_fingerprint") or None
    if not is_worth_the_same(record, key) and work != key.work_fingerprint:
        return False
    if record["notes"][: len(notes)] != notes or record.get("noted", []) != _noted(submission):
        return False
    return made == now and record["versions"] == versions()


def is_worth_the_same(record: Record | Brief, key: Fingerprinted) -> bool:
    """Say whether a record that is current has the points of this key; if not, records/worth.py gives it those."""
    return record["assignment_fingerprint"] == key.fingerprint


def record_path(out: Path, assignment: str, student: str) -> Path:
    return out / "records" / assignment / f"{student}.json"


def write_record(out: Path, record: Record) -> str:
    """Put a record in its place, whole or not at all; the one that was there before goes into history/.

    Return the text that was written.

    How often it took another worker to make it is not written: an interruption from outside leaves no mark on a grade.
    """
    place = record_path(out, record["assignment"], record["student"])
    hide_seeds([place])  # what goes into history goes there as it lies
    keep(place, out, _written(record))
    text = _laid_out(_written(record), "\n") + "\n"
    write_atomically(place, text)
    return text


def prepare(out: Path) -> None:
    """Make the folder of the records, and remove what killed runs left half written there and beside it.

    Raises OSError if records cannot be written there.
    """
    (out / "records").mkdir(parents=True, exist_ok=True)
    hide_seeds_in_history(out)
    remove_leftovers(out)


def _written(record: Record) -> Record:
    record = record.copy()
    record.pop("asked_again", None)
    return record


def _laid_out(value: Any, newline: str) -> str:
    """Return JSON in which what holds no list and no dict is on one line, as a check does.

    json's own indenting does without its fast encoder, and would take longer than grading does.
    """
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(part, dict | list) for part in parts):
        return _encode(value)
    inner = newline + " "
    if isinstance(value, dict):
        rows = [f"{_encode(name)}: {_laid_out(part, inner)}" for name, part in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{newline}}}"
    return f"[{inner}{f',{inner}'.join(_laid_out(part, inner) for part in value)}{newline}]"


def read_record(path: Path) -> Record | None:
    """Return a record, or None where there is none. Raises DamagedRecordError if it is not one of ours, in its place.

    A record of an early version, which holds the course's seed, is rewritten with the seed's id.
    """
    try:
        text = path.read_text("utf-8")
        if (safe := without_seeds(text)) != text:
            hide_seeds([path])
        found = json.loads(safe)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedRecordError({path: describe_error(error)}) from error
    if wrong := fault(found) or _misplaced(found, path):
        raise DamagedRecordError({path: wrong})
    record: Record = found
    return record


def _misplaced(found: Record, path: Path) -> str:
    place = (found["assignment"], found["student"])
    return "" if place == (path.parent.name, path.stem) else f"it is the record of {place[1]}/{place[0]}"


def read_records(out: Path, known: Container[Path] = ()) -> Iterator[Record]:
    """Yield all records below out, by assignment and student, except for those in the places that are known.

    Raises DamagedRecordError in the end, if there were damaged ones: a table without them would pass for a whole one.
    """
    damaged: dict[Path, str] = {}
    for path in sorted((out / "records").glob("*/*.json")):
        if path in known:
            continue
        try:
            record = read_record(path)
        except DamagedRecordError as error:
            damaged |= error.damaged
        else:
            if record is not None:
                yield record
    if damaged:
        raise DamagedRecordError(damaged)
