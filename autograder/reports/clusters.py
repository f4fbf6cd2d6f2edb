"""Wrong answers that nobody has named, put together by what they return (or by what they raise)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.judging.signature import same_results
from autograder.records.schema import ExerciseRecord, Record
from autograder.reports.feedback_view import what_was_seen

FEWEST = 2  # students of a cluster
LONGEST = 20_000  # characters of an answer that is read
SENTENCE = "What is wrong, and what to do instead."


@dataclass(frozen=True, slots=True)
class Cluster:
    """Students whose answers to one exercise are wrong in the same way; seen is what a check says of it."""

    assignment: str
    exercise: str
    students: tuple[str, ...]
    seen: str


def clusters(records: Iterable[Record], fewest: int = FEWEST) -> tuple[Cluster, ...]:
    """Return the clusters of unnamed wrong answers of at least so many students, the largest first."""
    groups: dict[tuple[str, str], list[tuple[str, list[str], str]]] = {}
    for record in records:
        for exercise in record["exercises"]:
            if _is_unnamed(exercise):
                place = groups.setdefault((record["assignment"], exercise["name"]), [])
                _put(place, exercise, record["student"])
    found = [
        Cluster(*place, tuple(sorted(students)), seen)
        for place, made in groups.items()
        for _, students, seen in made
        if len(students) >= fewest
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.students), each.assignment, each.exercise)))


def _is_unnamed(exercise: ExerciseRecord) -> bool:
    wrong = [check for check in exercise["checks"] if check["status"] not in ("passed", "not_attempted", "broken")]
    return bool(wrong) and all(check["mistake"] is None for check in exercise["checks"])


def _put(groups: list[tuple[str, list[str], str]], exercise: ExerciseRecord, student: str) -> None:
    """Add a student to the group of the same results, or of the same words where nothing came back."""
    returned = exercise.get("returned", "")
    seen = next(what_was_seen(check) for check in exercise["checks"] if check["status"] not in ("passed", "broken"))
    for signature, students, words in groups:
        if same_results(signature, returned) if returned or signature else _plain(words) == _plain(seen):
            students.append(student)
            return
    groups.append((returned, [student], seen))


def _plain(message: str) -> str:
    """Return a message without the numbers that differ from one file to the next."""
    return re.sub(r"\d+", "#", message)


def entry(exercise: str, sources: Sequence[str], name: str) -> str:
    """Return an entry for answers.py made of the shortest source that defines the exercise, or "".

    Raises nothing: what strangers wrote may be anything.
    """
    for source in sorted((each for each in sources if len(each) <= LONGEST), key=len):
        if function := _definition(source, exercise):
            return f'@mistake("{exercise}")\n{_renamed(function, name)}'
    return ""


def _definition(source: str, exercise: str) -> ast.FunctionDef | None:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise]
    return found[-1] if found else None


def _renamed(function: ast.FunctionDef, name: str) -> str:
    function.name = name
    if isinstance(first := function.body[0], ast.Expr) and isinstance(first.value, ast.Constant):
        function.body = function.body[1:] or [ast.Pass()]
    function.body.insert(0, ast.Expr(ast.Constant(SENTENCE)))
    return ast.unparse(ast.fix_missing_locations(function)) + "\n"


def answer_sources(submitted: Path, cluster: Cluster) -> list[str]:
    """Return what the students of a cluster wrote in the exercise's cell, where their files are still there."""
    from autograder.core.model import Limits
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.read import read_submission

    sources = []
    for student in cluster.students[:5]:  # one is enough, the shortest of a few is better
        folder = submitted / student / cluster.assignment
        if folder.is_dir():
            submission = read_submission(SubmissionRef(student, cluster.assignment, folder), {}, Limits())
            sources += [cell.source for cell in submission.cells if cell.exercise == cluster.exercise]
    return sources
