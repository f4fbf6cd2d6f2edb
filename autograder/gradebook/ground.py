"""What the staff saw when they decided: kept beside the records, so that a decision whose ground has moved is told.

A decision holds whatever a regrade brings. Where the record under it says something else by now (another score,
another file), someone should look again; changing the line in overrides.csv, its date for example, settles that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.gradebook.attention import Finding
from autograder.gradebook.overrides import OVERRIDES, Override
from autograder.gradebook.rubric import RUBRIC, Mark
from autograder.records.brief import Brief
from autograder.records.store import write_atomically

GROUNDS = "decided.json"
Grounds = Mapping[str, Mapping[str, object]]


def ground_of(record: Brief, overrides: Sequence[Override]) -> dict[str, dict[str, object]]:
    """Return what each decision on a record rests on: the score that it speaks of, and the file.

    Of an exercise that people grade, what was written takes the place of the file.
    """
    written = {exercise["name"]: exercise["answer"] for exercise in record["exercises"] if "answer" in exercise}
    scores = {exercise["name"]: exercise["score"] for exercise in record["exercises"]}
    return {
        key_of(override): {
            "score": scores.get(override.exercise) if override.exercise else record["score"],
            "sha256": written.get(override.exercise) or record["submission"]["sha256"],
        }
        for override in overrides
    }


def key_of(override: Override) -> str:
    """Return what an override is known by: whom it is about, what it says, who said it and when."""
    return json.dumps([override.row[column] for column in ("student", "assignment", "exercise", "score", "by", "date")])


def read_grounds(out: Path) -> dict[str, dict[str, object]]:
    """Return what decisions were based on when they were first applied to the records below out."""
    try:
        found = json.loads((out / GROUNDS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_grounds(out: Path, now: Grounds) -> None:
    """Keep what new decisions are based on; of those that are known already, what they were based on first."""
    known = read_grounds(out)
    kept = {key: known.get(key, ground) for key, ground in now.items()}
    if kept != known:
        write_atomically(out / GROUNDS, grounds_text(kept))


def grounds_text(grounds: Grounds) -> str:
    """Return what decisions are based on as it is kept."""
    return json.dumps(grounds, indent=1, ensure_ascii=False) + "\n"


def moved(out: Path, now: Grounds, overrides: Sequence[Override]) -> Iterator[Finding]:
    """Yield the decisions whose ground is no longer what it was."""
    known = read_grounds(out)
    for override in overrides:
        then, here = known.get(key_of(override)), now.get(key_of(override))
        if then and here and then != here:
            what = f"`{override.exercise}`" if override.exercise else "the whole"
            change = (
                f"{what} had {_points(then)} and has {_points(here)} now"
                if then["score"] != here["score"]
                else "another file counts now"
            )
            reason = f"{change}; {OVERRIDES.as_posix()}:{override.row.line} still holds ({override})"
            yield Finding("decision to look at again", override.student, override.assignment, reason)


def outdated(record: Brief, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Yield the marks that were given for something other than what is written there now."""
    written = {exercise["name"]: exercise.get("answer", "") for exercise in record["exercises"]}
    for mark in marks:
        if mark.answer and written.get(mark.exercise) != mark.answer:
            there = "is not an answer" if not written.get(mark.exercise) else "is another answer"
            reason = f"there {there} to `{mark.exercise}` now; {RUBRIC.as_posix()}:{mark.row.line} still holds ({mark})"
            yield Finding("decision to look at again", mark.student, mark.assignment, reason)


def _points(ground: Mapping[str, object]) -> str:
    score = ground["score"]
    return f"{score:g}" if isinstance(score, int | float) else "no score"
