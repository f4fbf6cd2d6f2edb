"""check("…") in a notebook: the public checks on the functions of its own kernel, with nothing of the solution at hand.

What goes wrong is said in a sentence, never in a traceback of ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.core.answer_key import AnswerKey, ExerciseKey, Rules
from autograder.core.calls import FunctionRef, leaves
from autograder.core.data_names import complaints
from autograder.core.exercise import is_question
from autograder.core.modules import refusal
from autograder.core.variant_codes import ANOTHERS
from autograder.core.variant_codes import NAME as VARIANT
from autograder.core.verdicts import ExerciseReport
from autograder.errors import UsageError
from autograder.keys.public import FILE
from autograder.student.kernel import (
    call_here,
    cell_error,
    cells_run,
    is_there,
    missing_there,
    not_a_function,
    numpy_as_it_was,
    source_of,
    with_sources,
)
from autograder.student.nbgrader import result_for_nbgrader
from autograder.student.released import key_in, read_files, read_rules
from autograder.student.rich import say, show
from autograder.student.tries import Seen, level_of
from autograder.student.view import NOT_ANSWERED, OPEN

SEEN: Seen = {}  # of this kernel's session


def check(exercise: str | Callable[..., Any] | None = None) -> float | None:
    """Run the public checks of one exercise on the calling notebook's function of that name, and display the result.

    Without a name: of every exercise that is defined. Returns None, except under nbgrader's own programs; see
    student/nbgrader.py.
    """
    functions = sys._getframe(1).f_globals
    # check(square) is as good as check("square").
    name = None if exercise is None else str(getattr(exercise, "__name__", exercise))
    with numpy_as_it_was() as replaced:
        notebook = _Notebook(functions, replaced)
        reports = notebook.check_all() if name is None else [notebook.check(name)]
    return result_for_nbgrader(reports)


class _Notebook:
    """A kernel's own namespace, what was replaced in numpy while it ran, and what is to be said of its data files."""

    def __init__(self, functions: Mapping[str, Any], replaced: Mapping[str, Any], told: Sequence[str] = ()) -> None:
        self.functions, self.replaced, self.told = functions, replaced, told

    def check(self, name: str) -> ExerciseReport | None:
        """Check and show one exercise; return None where it could not be checked."""
        try:
            keys, assignment, folder = find_exercises(folders_of(self.functions), name)
            rules = read_rules(folder)
        except UsageError as error:
            say(str(error))
            return None
        told = _Notebook(self.functions, self.replaced, _not_as_handed_out(folder, assignment, self.functions))
        return told._with_sources(keys[name], assignment.given)._shown(keys, rules, name)

    def _with_sources(self, key: ExerciseKey, given: Sequence[str]) -> _Notebook:
        """Return the notebook, with the source of the answer where a check looks at it; given: that of given cells."""
        return _Notebook(with_sources(self.functions, key, given), self.replaced, self.told)

    def check_all(self) -> list[ExerciseReport | None]:
        """Check and show every exercise that is defined here, of the assignment that most of the names belong to."""
        try:
            folder, key = _find_assignment(folders_of(self.functions), self.functions)
            rules = read_rules(folder)
        except UsageError as error:
            say(str(error))
            return [None]
        keys = {each.name: each for each in key.exercises}
        defined = [name for name, each in keys.items() if is_there(name, each, self.functions)]
        if not defined:
            say("check(): no exercise is defined here yet: run the cells above, then this one again")
        told = _Notebook(self.functions, self.replaced, _not_as_handed_out(folder, key, self.functions))
        return [told._with_sources(keys[name], key.given)._shown(keys, rules, name) for name in defined]

    def _shown(self, keys: Mapping[str, ExerciseKey], rules: Rules, name: str) -> ExerciseReport | None:
        from autograder.grading.follow_through import mentioning
        from autograder.grading.grade import not_attempted
        from autograder.grading.shared_state import naming_shared_state

        key = keys[name]
        missing = [needed for needed in _needed(key) if not is_there(needed, key, self.functions)]
        if missing and is_question(key.checks):
            say(f"{OPEN} {name}: {NOT_ANSWERED}")
            return not_attempted(key)
        if missing:
            say(f"{OPEN} {name}: {not_a_function(missing[0], self.functions)}")
            return None
        chosen = [each for each in (name, *key.depends_on) if each in keys]
        reports = {each: self._judged(keys[each]) for each in chosen}
        source = source_of(self.functions[name])
        cells = (
            cell for cell in reversed(cells_run(self.functions)) if f"class {name}" in cell or f"def {name}" in cell
        )
        report = naming_shared_state(mentioning(key, reports), next(cells, source))
        show(report, level_of(report, source, SEEN, rules.hint_level), self._notes(key, rules))
        return report

    def _judged(self, key: ExerciseKey) -> ExerciseReport:
        from autograder.judging.evidence import judge_in_public

        state = np.random.get_state()  # a notebook's later cells must not notice that something was checked
        try:
            calls = [trial.calls for trial in key.trials]
            asked = [[call_here(call, self.functions, self.replaced) for call in each] for each in calls]
            return judge_in_public(key, asked)
        finally:
            np.random.set_state(state)

    def _notes(self, key: ExerciseKey, rules: Rules) -> list[str]:
        """Return what else is to be said: the cell that was run last did not run, or a module is missing in grading."""
        broken = cell_error(key.name, self.functions)
        missing = missing_there(_needed(key), self.functions, rules.modules)
        here_only = [f"it works here only: {refusal(module, rules.modules)}" for module in missing]
        return [*([broken] if broken else []), *here_only, *self.told]


def folders_of(functions: Mapping[str, Any]) -> Iterator[Path]:
    """Yield where the notebook may lie: beside a script, where VS Code says, or in the current folder."""
    for name in ("__file__", "__vsc_ipynb_file__"):
        if isinstance(file := functions.get(name), str):
            yield Path(file).parent
    yield Path.cwd()


def _released(folder: Path) -> Iterator[tuple[Path, AnswerKey]]:
    """Yield the released folders at or below a folder, with their keys. Raises UsageError."""
    for path in (folder / FILE, *sorted(folder.glob(f"*/{FILE}")), *sorted(folder.glob(f"assignments/*/{FILE}"))):
        if path.is_file():
            yield path.parent, key_in(path)


def _not_as_handed_out(folder: Path, key: AnswerKey, functions: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each data file that is not as it was handed out, and for another student's copy."""
    claimed = functions.get(VARIANT)
    anothers = [ANOTHERS] if key.variant and isinstance(claimed, str) and claimed != key.variant else []
    return [*anothers, *complaints(key.shipped, read_files(folder, key.shipped))]


def find_exercises(
    folders: Iterator[Path], name: str, asked: str = "check"
) -> tuple[Mapping[str, ExerciseKey], AnswerKey, Path]:
    """Return the exercises up to those of the first folder that has one of this name, its key, and where it lies.

    asked: the function that was called. Raises UsageError.
    """
    known: dict[str, ExerciseKey] = {}
    people_grade: set[str] = set()
    for folder in folders:
        for place, assignment in _released(folder):
            people_grade |= {each.name for each in assignment.by_hand}
            for key in assignment.exercises:
                known.setdefault(key.name, key)
            if name in known:
                return known, assignment, place
    if name in people_grade:
        raise UsageError(f'check("{name}"): people grade this: write your answer into its cell, save, and hand it in')
    if not known:
        raise UsageError(
            f'{asked}("{name}"): no {FILE} in {Path.cwd()}: keep the notebook in the folder that it came in'
        )
    import difflib

    what = "question" if asked == "answer" else "exercise"
    fitting = [each for each, key in known.items() if asked != "answer" or is_question(key.checks)]
    near = difflib.get_close_matches(name, fitting, 1)
    raise UsageError(
        f'{asked}("{name}"): there is no such {what}; '
        + (f'did you mean {asked}("{near[0]}")?' if near else f"there are: {', '.join(fitting) or 'none'}")
    )


def _find_assignment(folders: Iterator[Path], functions: Mapping[str, Any]) -> tuple[Path, AnswerKey]:
    """Return the assignment of whose exercises most are defined here. Raises UsageError where there is none."""
    for folder in folders:
        if found := list(_released(folder)):
            return max(found, key=lambda each: _share_defined(each[1], functions))
    raise UsageError(f"check(): no {FILE} in {Path.cwd()}: keep the notebook in the folder that it came in")


def _share_defined(key: AnswerKey, functions: Mapping[str, Any]) -> float:
    return sum(callable(functions.get(each.name)) for each in key.exercises) / max(len(key.exercises), 1)


def _needed(key: ExerciseKey) -> list[str]:
    """Return the functions of the notebook that a key's calls use, the exercise itself first."""
    calls = [call for trial in key.trials for call in trial.calls]
    passed_on = {name for call in calls for name in _passed_on(call.everything)}
    called = {step.function for call in calls for step in call.steps}
    return list(dict.fromkeys([key.name, *sorted(called | passed_on)]))


def _passed_on(arguments: Sequence[Any]) -> Iterator[str]:
    return (part.name for part in leaves(arguments) if isinstance(part, FunctionRef) and part.where == "answer")
