"""The student's side: check("…") in a notebook, `pytest` in the folder, `autograder check FILE`.

All three run the public checks of the released folder, with nothing of the solution at hand. What goes wrong is said in
a sentence, never in a traceback of ours.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.calls import FunctionRef
from autograder.errors import AutograderError, UsageError
from autograder.harmless import no_commands
from autograder.keys import AnswerKey, ExerciseKey
from autograder.model import Limits, Status, Submission
from autograder.public_key import FILE, load
from autograder.verdicts import ExerciseReport, Verdict

if TYPE_CHECKING:
    from autograder.grading import Report

PASS, FAIL, OPEN = "✓", "✗", "·"
PLAIN_MARKS = str.maketrans({PASS: "+", FAIL: "x", OPEN: "-", "…": "...", "′": "'", "−": "-", "×": "x"})
WIDTH = 100


# --- in a notebook -----------------------------------------------------------------------------------------------


def check(exercise: str | Callable[..., Any]) -> None:
    """Run the public checks of one exercise on the calling notebook's function of that name, and print the result."""
    functions = sys._getframe(1).f_globals
    name = str(getattr(exercise, "__name__", exercise))  # check(square) is as good as check("square")
    try:
        keys = _find_exercises(_folders(functions), name)
    except UsageError as error:
        print(printable(str(error)))
        return
    key = keys[name]
    missing = [needed for needed in _needed(key) if not callable(functions.get(needed))]
    if missing:
        text = f"{OPEN} {name}: `{missing[0]}` is not defined here yet: run the cells above, then this one again"
        print(printable(text))
        return
    from autograder.follow_through import mentioning

    reports = {each: _check_here(keys[each], functions) for each in (name, *key.rests_on) if each in keys}
    print(describe(mentioning(key, reports)))


def _folders(functions: Mapping[str, Any]) -> Iterator[Path]:
    """Yield where the notebook may lie: beside a script, where VS Code says, or in the current folder."""
    for name in ("__file__", "__vsc_ipynb_file__"):
        if isinstance(file := functions.get(name), str):
            yield Path(file).parent
    yield Path.cwd()


def _find_exercises(folders: Iterator[Path], name: str) -> Mapping[str, ExerciseKey]:
    """Return the exercises of the first folder that has one of this name. Raises UsageError if none has."""
    known: dict[str, ExerciseKey] = {}
    for folder in folders:
        for path in (folder / FILE, *sorted(folder.glob(f"*/{FILE}")), *sorted(folder.glob(f"assignments/*/{FILE}"))):
            for key in load(path.read_text("utf-8", errors="replace")).exercises if path.is_file() else ():
                known.setdefault(key.name, key)
        if name in known:
            return known
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
    for argument in arguments:
        if isinstance(argument, FunctionRef) and argument.where == "answer":
            yield argument.name
        elif isinstance(argument, (list, tuple)):
            yield from _passed_on(argument)


def _check_here(key: ExerciseKey, functions: Mapping[str, Any]) -> ExerciseReport:
    from autograder.judge import judge
    from autograder.reference import try_call

    state = np.random.get_state()  # a notebook's later cells must not notice that something was checked
    try:
        return judge(key, [[try_call(call, functions) for call in trial.calls] for trial in key.trials])
    finally:
        np.random.set_state(state)


# --- what a student reads ----------------------------------------------------------------------------------------


def describe(report: ExerciseReport) -> str:
    """Return what a student reads about an exercise: a line when all is well or nothing was tried, else one a check."""
    verdicts, total = report.verdicts, len(report.verdicts)
    passed = sum(_mark(verdict) == PASS for verdict in verdicts)
    note = [_wrapped(report.note, "    ")] if report.note else []
    if all(_mark(verdict) == OPEN for verdict in verdicts):
        return printable("\n".join([f"{OPEN} {report.name}: not attempted yet", *note]))
    if passed == total:
        checks = f"all {total} public checks" if total > 1 else "its public check"
        return printable(f"{PASS} {report.name}: passes {checks}")
    head = f"{FAIL} {report.name}: passes {passed or 'none'} of {total} public check{'s' if total > 1 else ''}"
    return printable("\n".join([head, *_details(verdicts), *note]))


def _details(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield a line for each check; what several have to say in the same words is said once."""
    words = [_words(verdict) for verdict in verdicts]
    shapeless = {each.check.output for each in verdicts if each.check.kind == "shape" and _mark(each) == FAIL}
    if verdicts[0].status != Status.FAILED and len(set(words)) == 1:
        yield _wrapped(words[0][0], "    ")
        return
    for number, (verdict, (seen, advice)) in enumerate(zip(verdicts, words, strict=True)):
        yield _wrapped(f"{_mark(verdict)} {verdict.check.name}{f': {seen}' if seen else ''}", "    ", "      ")
        # Of an array of the wrong shape, a hint about its values leads astray.
        fits = verdict.mistake is not None or verdict.check.kind == "shape" or verdict.check.output not in shapeless
        if advice and fits and advice not in [later for _, later in words[number + 1 :]]:
            yield _wrapped(advice, "      ")


def _mark(verdict: Verdict) -> str:
    return {Status.PASSED: PASS, Status.NOT_ATTEMPTED: OPEN}.get(verdict.status, FAIL)


def _words(verdict: Verdict) -> tuple[str, str]:
    """Take a verdict's message apart: what was seen, and what may help. No hint helps where nothing came back."""
    if verdict.mistake is not None:
        seen, _, sentence = verdict.message.partition(". ")
        return seen, sentence
    hint = verdict.check.hint
    if not hint or not verdict.message.endswith(f": {hint}"):
        return verdict.message, ""
    seen = verdict.message.removesuffix(f": {hint}")
    return seen, f"Hint: {hint}" if verdict.status == Status.FAILED else ""


def _sentence(exercise: str, verdict: Verdict) -> str:
    """Return a verdict in one line that names the exercise."""
    seen, advice = _words(verdict)
    message = verdict.message if advice else seen
    return message if message.startswith(f"`{exercise}`") else f"`{exercise}`: {message}"


def _wrapped(text: str, indent: str, rest: str | None = None) -> str:
    filled = textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return no_commands(filled)


def printable(text: str) -> str:
    """Return text as standard output can show it: a terminal that knows no ✓ gets a +."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN_MARKS).encode(encoding, "replace").decode(encoding)
    return text


# --- in a terminal -----------------------------------------------------------------------------------------------


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
    from autograder.grading import grade
    from autograder.sandbox.host import open_sandbox

    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    key, limits = read_key(path if path.is_dir() else path.parent), Limits()
    submission = _read(path, key, limits)
    with open_sandbox(kind) as sandbox:
        report = grade(key, submission.cells, sandbox, limits, follow_through=0.0)
    return replace(report, exercises=report.public, notes=submission.notes + report.notes)


def _read(path: Path, key: AnswerKey, limits: Limits) -> Submission:
    from autograder.submission import SubmissionRef, read_one, read_submission

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


# --- under pytest ------------------------------------------------------------------------------------------------


def make_test(folder: Path) -> Callable[..., None]:
    """Return a pytest test with one case a public check: a failure is a sentence, what was not attempted is skipped."""
    import pytest

    try:
        cases = [(key.name, check.name) for key in read_key(folder).exercises for check in key.checks]
    except UsageError as error:
        return _failing(str(error))

    @cache  # the file is run once, for the first case
    def verdicts() -> dict[tuple[str, str], Verdict] | str:
        try:
            report = check_path(folder)
        except AutograderError as error:
            return str(error)
        return {(each.name, verdict.check.name): verdict for each in report.exercises for verdict in each.verdicts}

    @pytest.mark.parametrize(("exercise", "name"), cases, ids=[f"{a}: {b}" for a, b in cases])
    def test(exercise: str, name: str) -> None:
        found = verdicts()
        if isinstance(found, str):
            pytest.fail(found, pytrace=False)
        verdict = found[exercise, name]
        if _mark(verdict) == OPEN:
            pytest.skip("not attempted")
        if _mark(verdict) == FAIL:
            pytest.fail(_sentence(exercise, verdict), pytrace=False)

    return test


def _failing(message: str) -> Callable[..., None]:
    def test() -> None:
        import pytest

        pytest.fail(message, pytrace=False)

    return test
