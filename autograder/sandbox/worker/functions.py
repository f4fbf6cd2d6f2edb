"""The functions of a submission: which definition counts, how a call reaches it, and what its failure says."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from types import CodeType, FrameType
from typing import Any

import numpy as np

from autograder.core.calls import CELL_DID_NOT_RUN, Call, Does, Failed, Returned, Shows
from autograder.core.faulty_line import faulty_line
from autograder.core.model import Status
from autograder.core.script import SOURCES, perform
from autograder.core.student_code import assignment_line, kind_of, left_over_stub
from autograder.core.text import describe_error, single_line
from autograder.core.values import portable
from autograder.sandbox.protocol.compile import CELL_FILE
from autograder.sandbox.worker.notebook import frames
from autograder.sandbox.worker.own_modules import replaced_names

STUDENT_FILES = ("<cell ", "<given ")
WRAPPERS = 10  # around one function
_NOWHERE = object()


class _MissingFunctionError(Exception):
    """An argument names a function that the submission does not define."""


class Functions:
    """The namespace after all cells, and who wrote what in it.

    Definitions are captured right after their marked cell and put back at the end, so that a name which is used
    again further down does not count.
    """

    def __init__(self, namespace: dict[str, Any], exercises: tuple[str, ...]) -> None:
        self.namespace = namespace
        self.exercises = exercises
        self.cell_errors: dict[str, str] = {}
        self._kept: dict[str, Any] = {}
        self._before: Any = _NOWHERE
        self._authors: dict[CodeType, str] = {}
        self._files: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the grader knows: of the exercises and of what is given."""
        return (*self.exercises, *self._kept)

    def keep_given(self, since: Mapping[str, Any]) -> None:
        """Remember all public names that are not yet in `since`."""
        names = self.namespace.keys() - since.keys() - set(self.exercises)
        self._kept |= {name: self.namespace[name] for name in names if not name.startswith("_")}

    def before_cell(self, exercise: str) -> None:
        self._before = self.namespace.get(exercise, _NOWHERE)

    def after_cell(self, exercise: str, number: int, error: str | None) -> None:
        """Capture what the marked cell has just defined, even if a later line of the cell failed."""
        if error is not None:
            self.cell_errors[exercise] = error
        self._files[CELL_FILE.format(number)] = exercise
        found = self.namespace.get(exercise, _NOWHERE)
        if found is not _NOWHERE and found is not self._before:
            self._kept[exercise] = found

    def restore(self) -> None:
        """Put all that was captured back into the namespace."""
        self.namespace |= self._kept
        for name in self.exercises:
            function = self.namespace.get(name)
            code = getattr(_unwrapped(function), "__code__", None) if callable(function) else None
            if isinstance(code, CodeType):
                self._authors[code] = name

    # --- calls ---------------------------------------------------------------------------------------------------

    def call(self, call: Call) -> Returned | Failed:
        """Do what a call says, on fresh copies; whatever happens becomes an Outcome."""
        for step in call.steps:
            if (failed := self._unfit(step)) is not None:
                return failed
        name = call.function
        try:
            with np.errstate(all="ignore"):  # as where students check themselves, whatever np.seterr says
                return Returned(portable(perform(call, self._find)))
        except _MissingFunctionError as error:
            return self._missing_argument(name, str(error))
        except BaseException as error:  # SystemExit and KeyboardInterrupt are a student's errors too
            return self._failed(name, error)

    def _unfit(self, step: Call) -> Failed | None:
        """Return why a step of a call cannot be made, as far as that is known before."""
        if step.does not in (Does.CALL, Does.VARIABLE) or step.shows is Shows.SOURCE:
            return None
        name = step.function
        function = self.namespace.get(name, _NOWHERE)
        if function is _NOWHERE:
            return self._missing(name)
        return None if step.does is Does.VARIABLE or callable(function) else self._replaced(name, function)

    def _find(self, name: str) -> Any:
        if name == SOURCES:  # the grader has them, and takes nobody's word for them
            return dict.fromkeys(self.exercises, "")
        if name not in self.namespace:
            raise _MissingFunctionError(name)
        return self.namespace[name]

    def _missing(self, name: str) -> Failed:
        if name in self.cell_errors:
            return Failed(Status.ERROR, single_line(f"{CELL_DID_NOT_RUN}: {self.cell_errors[name]}"))
        return Failed(Status.NOT_ATTEMPTED, f"`{name}` is not defined in this file")

    def _missing_argument(self, name: str, missing: str) -> Failed:
        why = f"whose cell did not run: {e}" if (e := self.cell_errors.get(missing)) else "which is not defined"
        culprit = missing if missing in self.exercises and missing != name else None
        return Failed(Status.ERROR, single_line(f"`{name}` is called with `{missing}`, {why}"), culprit)

    # --- failures ------------------------------------------------------------------------------------------------

    def _failed(self, name: str, error: BaseException) -> Failed:
        trace = [(code, line) for code, line in frames(error) if code.co_filename.startswith(STUDENT_FILES)]
        authors = [self._author(code) for code, _ in trace]
        innermost = next((author for author in reversed(authors) if author), None)
        bare = isinstance(error, NotImplementedError) and not error.args
        if bare and authors and authors[-1] == name:
            return self._unwritten(name, trace)
        if bare and authors and authors[-1]:
            return Failed(Status.ERROR, f"`{name}` calls `{innermost}`, which is not written yet", innermost)
        culprit = self._undefined_exercise(error) or innermost
        message = f"`{name}` raised {describe_error(error)}"
        place = self._place(name, trace) + faulty_line(error, _is_students) + _blamed(error)
        # The place must survive the cut.
        return Failed(
            Status.ERROR, single_line(message, 300 - len(place)) + place, culprit if culprit != name else None
        )

    def _replaced(self, name: str, value: Any) -> Failed:
        """Say of a name that is no function where it was bound to something else."""
        line, where = _where_assigned(name)
        what = f"`{name}` is no longer a function: it was replaced by {kind_of(value)}"
        if line is None or not any(f"def {name}" in source for source in map(_source, _student_files())):
            return Failed(Status.ERROR, single_line(f"`{name}` is not a function but {kind_of(value)}"))
        cell = "its cell" if self._files.get(where) == name else "another cell"
        return Failed(Status.ERROR, single_line(f"{what} in line {line} of {cell}: give the result another name"))

    def _unwritten(self, name: str, trace: list[tuple[CodeType, int]]) -> Failed:
        code, line = trace[-1]
        if left_over_stub(_source(code.co_filename), line):
            place = self._place(name, trace)
            return Failed(Status.ERROR, f"`{name}` still has the line `raise NotImplementedError()`: delete it{place}")
        return Failed(Status.NOT_ATTEMPTED, f"`{name}` is not written yet")

    def _author(self, code: CodeType) -> str | None:
        """Return the exercise whose function (or a function inside it) this code is."""
        root = code.co_qualname.split(".")[0]
        return root if root in self.exercises else self._authors.get(code)

    def _undefined_exercise(self, error: BaseException) -> str | None:
        name = error.name if isinstance(error, NameError) else None
        return name if name in self.exercises and name not in self.namespace else None

    def _place(self, name: str, trace: list[tuple[CodeType, int]]) -> str:
        if not trace:
            return ""
        code, line = trace[-1]
        own = next((c.co_filename for c, _ in trace if self._author(c) == name), None)
        if code.co_filename == own or self._files.get(code.co_filename) == name:
            return f" (line {line} of its cell)"
        if code.co_filename in self._files:
            return f" (line {line} of the cell of `{self._files[code.co_filename]}`)"
        return f" (line {line} of {'a given' if code.co_filename.startswith('<given') else 'another'} cell)"


def _unwrapped(function: Any) -> Any:
    """Return what a function's decorators wrap, as far as they say so."""
    for _ in range(WRAPPERS):
        function = getattr(function, "__wrapped__", function)
    return function


def _where_assigned(name: str) -> tuple[int | None, str]:
    """Return the line and the cell's file name where a student's cell last assigned to a name."""
    for filename in reversed(_student_files()):
        if (line := assignment_line(_source(filename), name)) is not None:
            return line, filename
    return None, ""


def _student_files() -> list[str]:
    return [name for name in linecache.cache if name.startswith(STUDENT_FILES)]


def _source(filename: str) -> str:
    return "".join(linecache.getlines(filename))


def _is_students(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(STUDENT_FILES)


def _blamed(error: BaseException) -> str:
    """Say which function of numpy's a cell had replaced, where an exception came up in code that uses it."""
    replaced = replaced_names()
    frame = next((frame for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__)))), None)
    used = frame.f_code.co_names if frame else ()
    found = next((name for name in replaced if name.rpartition(".")[2] in used), None)
    if found is None:
        return ""
    line, filename = _where_assigned(found)
    where = "" if line is None else f" in line {line} of a cell ({single_line(linecache.getline(filename, line), 40)})"
    return f"; `{found}` was replaced by {kind_of(replaced[found])}{where}"
