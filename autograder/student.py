"""The student's side: check("…") in a notebook, `pytest` in the folder, `autograder check FILE`.

All three run the public checks of the released folder, with nothing of the solution at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import UsageError
from autograder.public_key import FILE, load

if TYPE_CHECKING:
    from autograder.grading import Report
    from autograder.model import AnswerKey, ExerciseKey, ExerciseReport, Verdict

PASS, FAIL, OPEN = "✓", "✗", "·"


def check(exercise: str) -> None:
    """Run the public checks of one exercise on the function of that name in the calling notebook, and print the result."""
    functions = sys._getframe(1).f_globals
    try:
        key = _find_exercise(Path.cwd(), exercise)
    except UsageError as error:
        print(error)
        return
    print(describe(_check_here(key, functions)))


def _find_exercise(folder: Path, exercise: str) -> ExerciseKey:
    for path in (folder / FILE, *sorted(folder.glob(f"*/{FILE}")), *sorted(folder.glob(f"assignments/*/{FILE}"))):
        if path.is_file():
            for key in load(path.read_text("utf-8")).exercises:
                if key.name == exercise:
                    return key
    raise UsageError(f'check("{exercise}"): no {FILE} here asks for it. Open the notebook in its own folder.')


def _check_here(key: ExerciseKey, functions: Mapping[str, Any]) -> ExerciseReport:
    from autograder.judge import judge
    from autograder.reference import try_call

    return judge(key, [[try_call(call, functions) for call in trial.calls] for trial in key.trials])


def describe(report: ExerciseReport) -> str:
    """Return what a student reads about one exercise: one line when all is well or nothing was tried, else one a check."""
    verdicts = report.verdicts
    passed = sum(_mark(verdict) == PASS for verdict in verdicts)
    if all(_mark(verdict) == OPEN for verdict in verdicts):
        return f"{OPEN} {report.name}: not attempted yet"
    if passed == len(verdicts):
        return f"{PASS} {report.name}: all {passed} public check{'s' if passed > 1 else ''} pass"
    lines = [f"{FAIL} {report.name}: {passed} of {len(verdicts)} public checks pass"]
    return "\n".join([*lines, *(f"    {_mark(v)} {v.check.name}{_because(v)}" for v in verdicts)])


def _mark(verdict: Verdict) -> str:
    return {"passed": PASS, "not_attempted": OPEN}.get(verdict.status, FAIL)


def _because(verdict: Verdict) -> str:
    return f": {verdict.message}" if verdict.message else ""


def read_key(folder: Path) -> AnswerKey:
    """Return the public key of a released folder. Raises UsageError when it is not one."""
    path = folder / FILE
    if not path.is_file():
        raise UsageError(f"{folder} has no {FILE}: is this the released folder of an assignment?")
    return load(path.read_text("utf-8"))


def check_path(path: Path) -> Report:
    """Run the public checks on a notebook, a .py file, or a released folder. Raises UsageError if it cannot be read."""
    from autograder.grading import grade
    from autograder.model import Limits
    from autograder.sandbox.host import open_sandbox
    from autograder.submission import SubmissionRef, read_one, read_submission

    folder = path if path.is_dir() else path.parent
    key, limits = read_key(folder), Limits()
    if path.is_dir():
        submission = read_submission(SubmissionRef("you", key.assignment, path), key.stub, limits)
    else:
        submission = read_one(path, limits)
    if submission.problem:
        raise UsageError(f"{path}: {submission.problem}")
    with open_sandbox("spawned") as sandbox:
        return grade(key, submission.cells, sandbox, limits, follow_through=0.0)


def make_test(folder: Path) -> Callable[..., None]:
    """Return a pytest test with one case a public check: a failure is a sentence, an exercise not attempted is skipped."""
    import pytest

    cases = [(key.name, check.name) for key in read_key(folder).exercises for check in key.checks]
    reports: dict[Path, dict[tuple[str, str], Verdict]] = {}

    @pytest.mark.parametrize(("exercise", "name"), cases, ids=[f"{a}: {b}" for a, b in cases])
    def test(exercise: str, name: str) -> None:
        if folder not in reports:
            reports[folder] = {(e.name, v.check.name): v for e, v in _verdicts(check_path(folder))}
        verdict = reports[folder][exercise, name]
        if _mark(verdict) == OPEN:
            pytest.skip("not attempted")
        if _mark(verdict) == FAIL:
            pytest.fail(f"`{exercise}`: {verdict.message}", pytrace=False)

    return test


def _verdicts(report: Report) -> Iterator[tuple[ExerciseReport, Verdict]]:
    for exercise in report.exercises:
        for verdict in exercise.verdicts:
            yield exercise, verdict
