"""A record made again from what it names, and compared with it: the same submission, assignment and settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.batch.batch import Batch, answer_keys, grade_unwritten
from autograder.batch.executors import serially
from autograder.errors import UsageError
from autograder.records.schema import Record
from autograder.records.store import read_record
from autograder.sandbox.host.isolation import Level

LEFT_OUT = ("seconds", "submitted", "late_penalty")  # a clock's, and what `collect` and the calendar said
IN_WORDS = ("exercises", "public")


def reproduce(folder: CourseFolder, submitted: Path, path: Path) -> tuple[Record, Record]:
    """Return a record and the one that is made now of the same submission, at the same sandbox level.

    Raises UsageError if it is not a record, or its submission no longer exists.
    """
    place = path.absolute()
    # Asked before it is read: what is no record must be neither rewritten nor called a damaged one, to be deleted.
    in_place = place.suffix == ".json" and place.parts[-3:-2] == ("records",)
    old = read_record(path) if in_place else None
    if old is None:
        raise UsageError(f"{path}: is not a record, or not in its place, records/<assignment>/<student>.json")
    chosen = folder.chosen([old["assignment"]])
    level = Level(old["sandbox"])
    batch = Batch(folder, submitted, place.parents[2], chosen, frozenset([old["student"]]), sandbox=level)
    (new,) = grade_unwritten(batch, answer_keys(batch), serially)
    if new["submission"] != old["submission"]:
        raise UsageError(
            f"the submission is another one now: the record is of {_named(old)}, {submitted} has {_named(new)}"
        )
    return old, new


def _named(record: Record) -> str:
    file, digest = record["submission"]["file"], record["submission"]["sha256"]
    return f"'{file}' ({digest[:12]}…)" if file else "no file"


def differences(old: Record, new: Record) -> Iterator[str]:
    """Yield what is not the same in two records, a sentence for each key; none is what reproduced means."""
    before, after = dict(old), dict(new)
    for key in [key for key in before if key not in (*LEFT_OUT, *IN_WORDS) and before[key] != after.get(key)]:
        yield f"{key}: {before[key]} then, {after.get(key)} now"
    if old["exercises"] != new["exercises"]:
        scores = [{each["name"]: each["score"] for each in record["exercises"]} for record in (old, new)]
        moved = [name for name, points in scores[0].items() if scores[1].get(name) != points]
        yield f"exercises: other points in {', '.join(moved)}" if moved else "exercises: other words, the same points"
    elif old["public"] != new["public"]:
        yield "public: what students may read is worded otherwise"
