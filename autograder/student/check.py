"""The student's side: check("…") in a notebook, `pytest` in the folder, `autograder check FILE`.

All three run the public checks of the released folder, with nothing of the solution at hand. What goes wrong is said in
a sentence, never in a traceback of ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.core.answer_key import AnswerKey, ExerciseKey, Rules
from autograder.core.calls import FunctionRef, leaves
from autograder.core.model import Limits, Submission
from autograder.core.modules import refusal
from autograder.core.verdicts import ExerciseReport
from autograder.errors import UsageError
from autograder.keys.public import FILE, load
from autograder.keys.rules import RULES_FILE, load_rules
from autograder.student.failing_call import failing_call
from autograder.student.grader_python import as_the_grader_reads
from autograder.student.kernel import call_here, missing_there, not_a_function, numpy_as_it_was
from autograder.student.nbgrader import result_for_nbgrader
from autograder.student.rich import show
from autograder.student.text import encodable
from autograder.student.view import OPEN

if TYPE_CHECKING:
    from autograder.core.verdicts import Report


def check(exercise: str | Callable[..., Any]) -> float | None:
    """Run the public checks of one exercise on the calling notebook's function of that name, and print the result.

    Returns None, except under nbgrader's own programs; see student/nbgrader.py.
    """
    # check(square) is as good as check("square").
    name, functions = str(getattr(exercise, "__name__", exercise)), sys._getframe(1).f_globals
    with numpy_as_it_was() as replaced:
        report = _checked(name, functions, replaced)
    return result_for_nbgrader(report)


def _checked(name: str, functions: Mapping[str, Any], replaced: Mapping[str, Any]) -> ExerciseReport | None:
    """Check and print; return None where it could not be checked."""
    try:
        keys, rules = _find_exercises(_folders(functions), name)
    except UsageError as error:
        print(encodable(str(error)))
        return None
    key = keys[name]
    missing = [needed for needed in _needed(key) if not callable(functions.get(needed))]
    if missing:
        print(encodable(f"{OPEN} {name}: {not_a_function(missing[0], functions)}"))
        return None
    from autograder.grading.follow_through import mentioning

    chosen = [each for each in (name, *key.depends_on) if each in keys]
    reports = {each: _check_here(keys[each], functions, replaced) for each in chosen}
    show(mentioning(key, reports), failing_call(key, reports[name]))
    for module in missing_there(_needed(key), functions, rules.modules):
        print(encodable(f"    it works here only: {refusal(module, rules.modules)}"))
    return reports[name]


def _folders(functions: Mapping[str, Any]) -> Iterator[Path]:
    """Yield where the notebook may lie: beside a script, where VS Code says, or in the current folder."""
    for name in ("__file__", "__vsc_ipynb_file__"):
        if isinstance(file := functions.get(name), str):
            yield Path(file).parent
    yield Path.cwd()


def _find_exercises(folders: Iterator[Path], name: str) -> tuple[Mapping[str, ExerciseKey], Rules]:
    """Return the exercises of the first folder that has one of this name, and its rules. Raises UsageError."""
    known: dict[str, ExerciseKey] = {}
    for folder in folders:
        for path in (folder / FILE, *sorted(folder.glob(f"*/{FILE}")), *sorted(folder.glob(f"assignments/*/{FILE}"))):
            for key in load(path.read_text("utf-8", errors="replace")).exercises if path.is_file() else ():
                known.setdefault(key.name, key)
            if name in known:
                return known, read_rules(path.parent)
    if not known:
        raise UsageError(f'check("{name}"): no {FILE} in {Path.cwd()}: keep the notebook in the folder that it came in')
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    raise UsageError(
        f'check("{name}"): there is no such exercise; '
        + (f'did you mean check("{near[0]}")?' if near else f"there are: {', '.join(known)}")
    )


def _needed(key: ExerciseKey) -> list[str]:
    """Return the functions of the notebook that a key's calls use, the exercise itself first."""
    calls = [call for trial in key.trials for call in trial.calls]
    passed_on = {name for call in calls for name in _passed_on(call.args)}
    return list(dict.fromkeys([key.name, *sorted({call.function for call in calls} | passed_on)]))


def _passed_on(arguments: Sequence[Any]) -> Iterator[str]:
    return (part.name for part in leaves(arguments) if isinstance(part, FunctionRef) and part.where == "answer")


def _check_here(key: ExerciseKey, functions: Mapping[str, Any], replaced: Mapping[str, Any]) -> ExerciseReport:
    from autograder.judging.judge import judge

    state = np.random.get_state()  # a notebook's later cells must not notice that something was checked
    try:
        return judge(key, [[call_here(call, functions, replaced) for call in trial.calls] for trial in key.trials])
    finally:
        np.random.set_state(state)


def read_key(folder: Path) -> AnswerKey:
    """Return the public key of a released folder. Raises UsageError when it is not one."""
    path = folder / FILE
    if path.is_file():
        return load(path.read_text("utf-8", errors="replace"))
    below = sorted(found.parent.name for found in folder.glob(f"*/{FILE}"))
    if below:
        raise UsageError(f"{folder} holds several assignments: name one of them ({', '.join(below)})")
    raise UsageError(f"{folder} has no {FILE}: keep your file in the folder of the assignment, as it was released")


def check_path(path: Path, kind: str = "spawned") -> Report:
    """Run the public checks on a notebook, a .py file, or a released folder. Raises UsageError if it cannot be read.

    kind: of the sandbox, as open_sandbox takes it.
    """
    from autograder.grading.attempts import grade_submission
    from autograder.sandbox import open_sandbox

    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    folder = path if path.is_dir() else path.parent
    key, rules = read_key(folder), read_rules(folder)
    submission = _as_graded(_read(path, key, rules.limits), rules.python)
    with open_sandbox(kind, modules=rules.modules) as sandbox:
        report = grade_submission(key, submission, sandbox, rules.limits, follow_through=0.0)
    return replace(report, exercises=report.public, notes=submission.notes + report.notes)


def _as_graded(submission: Submission, python: str) -> Submission:
    """Return a submission whose cells are read as the grader's Python reads them."""
    second = submission.second
    return replace(
        submission,
        cells=as_the_grader_reads(submission.cells, python),
        second=second and replace(second, cells=as_the_grader_reads(second.cells, python)),
    )


def read_rules(folder: Path) -> Rules:
    """Return what grading allows, by the file beside the public checks; older kits have none. Raises UsageError."""
    path = folder / RULES_FILE
    return load_rules(path.read_text("utf-8", errors="replace")) if path.is_file() else Rules()


def _read(path: Path, key: AnswerKey, limits: Limits) -> Submission:
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.read import read_one, read_submission

    if path.is_dir():
        submission = read_submission(SubmissionRef("you", key.assignment, path.resolve()), key.stub, limits)
    else:
        submission = read_one(path, limits)
    if submission.problem:
        named = submission.problem.startswith(path.name)
        raise UsageError(submission.problem if named else f"{path}: {submission.problem}")
    right = f"{key.assignment}{path.suffix.lower()}"
    if path.is_file() and path.name != right:
        return replace(submission, notes=(*submission.notes, f"{path.name} was checked; hand it in as {right}"))
    return submission
