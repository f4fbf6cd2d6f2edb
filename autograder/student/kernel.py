"""One call of a function of the student's own kernel, in which every name may have been replaced, numpy's included.

Our own code then runs with numpy as it was when this package was imported; the student's function runs with numpy as it
is now. What the grader will not have, the kernel cannot show: it is told from the text of the cells.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, Does, Failed, Outcome, Shows
from autograder.core.cell_magics import idle_magic
from autograder.core.modules import may_import
from autograder.core.script import SOURCES
from autograder.core.student_code import assignment_line, defines, imported_modules, kind_of
from autograder.core.syntax import answer_source
from autograder.core.text import describe_error, single_line
from autograder.keys.reference import try_call

_AS_IT_WAS: list[tuple[ModuleType, dict[str, Any]]] = []


def remember_numpy() -> None:
    """Note once what numpy holds: before a student's cell can have replaced anything in it."""
    if not _AS_IT_WAS:
        _AS_IT_WAS.extend((module, dict(vars(module))) for module in (np, np.random, np.linalg))


@contextmanager
def numpy_as_it_was() -> Iterator[Mapping[str, Any]]:
    """Put back what was replaced in numpy, and yield it by name ({"np.array": [1, 2]}); afterwards it is as it was."""
    remember_numpy()
    found = [
        (module, name, vars(module)[name])
        for module, names in _AS_IT_WAS
        for name, before in names.items()
        if name in vars(module) and vars(module)[name] is not before and not name.startswith("__")
    ]
    for (module, name, _), before in zip(found, [_original(module, name) for module, name, _ in found], strict=True):
        setattr(module, name, before)
    try:
        yield {f"{module.__name__.replace('numpy', 'np', 1)}.{name}": value for module, name, value in found}
    finally:
        for module, name, value in found:
            setattr(module, name, value)


def _original(module: ModuleType, name: str) -> Any:
    return next(names[name] for each, names in _AS_IT_WAS if each is module)


@contextmanager
def _as_it_is(replaced: Mapping[str, Any]) -> Iterator[None]:
    """Put back what a student replaced, for as long as the student's own code runs."""
    before = {}
    for name, value in replaced.items():
        module = sys.modules["numpy" + name.rpartition(".")[0].removeprefix("np")]
        before[module, name.rpartition(".")[2]] = vars(module)[name.rpartition(".")[2]]
        setattr(module, name.rpartition(".")[2], value)
    try:
        yield
    finally:
        for (module, short), value in before.items():
            setattr(module, short, value)


def call_here(call: Call, functions: Mapping[str, Any], replaced: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a call, within numpy_as_it_was; functions: the student's own namespace."""
    function = functions.get(call.function)
    if not replaced or not callable(function):
        return try_call(call, functions)

    def theirs(*args: Any, **named: Any) -> Any:
        with _as_it_is(replaced):
            return function(*args, **named)

    outcome = try_call(call, {**functions, call.function: theirs})
    return _blaming(outcome, function, replaced, cells_run(functions))


def _blaming(outcome: Outcome, function: Any, replaced: Mapping[str, Any], cells: Sequence[str]) -> Outcome:
    """Return an outcome which says of a function that failed what it uses that a cell has replaced."""
    used = getattr(getattr(function, "__code__", None), "co_names", ())
    name = next((each for each in replaced if each.rpartition(".")[2] in used), None)
    if not isinstance(outcome, Failed) or name is None:
        return outcome
    found = next(((cell, line) for cell in reversed(cells) if (line := assignment_line(cell, name))), None)
    where = f" by the line `{single_line(found[0].splitlines()[found[1] - 1], 40)}`" if found else ""
    told = f"{outcome.message}; `{name}` was replaced by {kind_of(replaced[name])}{where}"
    return Failed(outcome.status, single_line(told), outcome.culprit)


def is_there(name: str, key: ExerciseKey, functions: Mapping[str, Any]) -> bool:
    """Say whether a name is defined as a key asks for it: as something to call, or as a variable."""
    steps = (step for trial in key.trials for call in trial.calls for step in call.steps)
    is_variable = any(step.does is Does.VARIABLE and step.function == name for step in steps)
    return name in functions and (is_variable or callable(functions[name]))


def with_sources(functions: Mapping[str, Any], key: ExerciseKey, given: Sequence[str]) -> Mapping[str, Any]:
    """Return the functions of a notebook, and where a key looks at one the source of the answer with its helpers."""
    if all(call.shows is not Shows.SOURCE for trial in key.trials for call in trial.calls):
        return functions
    cells = [cell for cell in cells_run(functions) if cell.strip() not in {each.strip() for each in given}]
    if key.name not in functions:
        return functions
    own = next((cell for cell in reversed(cells) if defines(cell, key.name)), None) or source_of(functions[key.name])
    helpers = [cell for cell in cells if cell != own and not defines(cell, key.name)]
    return {**functions, SOURCES: {key.name: answer_source(key.name, own, helpers)}}


def cells_run(functions: Mapping[str, Any]) -> list[str]:
    """Return the sources of the cells that this kernel has run, as IPython keeps them."""
    history = functions.get("In")
    return [cell for cell in history if isinstance(cell, str)] if isinstance(history, list) else []


def source_of(function: Any) -> str:
    """Return the source of a notebook's function, or what else tells it from another one."""
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError, SyntaxError):
        code = getattr(function, "__code__", None)
        return repr(function) if code is None else f"{code.co_code!r} {code.co_consts!r} {code.co_names!r}"


def cell_error(name: str, functions: Mapping[str, Any]) -> str:
    """Say that the newest cell with a function's `def` is no Python, so that an older one was checked; "" if it is."""
    cells = [cell for cell in cells_run(functions) if re.search(rf"^\s*def\s+{re.escape(name)}\b", cell, re.MULTILINE)]
    if not cells or "%" in cells[-1] or "!" in cells[-1]:  # a magic is IPython's to read
        return ""
    try:
        compile(textwrap.dedent(cells[-1]), "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError) as error:
        from autograder.core.exceptions import explain

        line = f"line {error.lineno}: " if isinstance(error, SyntaxError) else ""
        told = describe_error(error)
        return f"the newest `{name}` did not run, an older one was checked: {line}{told}. {explain(told)}".rstrip()
    return ""


def not_a_function(name: str, functions: Mapping[str, Any]) -> str:
    """Say why a name cannot be called: it was never defined, or something else has taken its place."""
    if name not in functions:
        written = [cell for cell in cells_run(functions) if f"def {name}(" in cell]
        if written and (magic := idle_magic(written[-1])):
            return f"its cell begins with {magic}, so nothing in it is run: take that line out, and run it again"
        return f"`{name}` is not defined here yet: run the cells above, then this one again"
    lines = [line for cell in cells_run(functions) if (line := assignment_line(cell, name))]
    where = f" in line {lines[-1]} of a cell" if lines else ""
    return (
        f"`{name}` is no longer a function: it was replaced by {kind_of(functions[name])}{where}; "
        "give the result another name, and run the cell that defines the function again"
    )


def missing_there(names: Sequence[str], functions: Mapping[str, Any], modules: Sequence[str]) -> list[str]:
    """Return the modules that cells have imported, that these functions use, and that the grader does not have."""
    used = set().union(*(_used(functions.get(name)) for name in names))
    found = {}
    for cell in cells_run(functions):
        for module, bound in imported_modules(cell).items():
            if not may_import(module, modules) and (bound in used or any(f"def {name}" in cell for name in names)):
                found[module] = bound
    return list(found)


def _used(function: Any) -> set[str]:
    """Return the names that a function uses, and those of the functions inside it."""
    code = getattr(function, "__code__", None)
    return _names(code) if code is not None else set()


def _names(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_names(each) for each in code.co_consts if isinstance(each, CodeType)))
