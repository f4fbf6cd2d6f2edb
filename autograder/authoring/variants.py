"""What is drawn for one student: variants.py of an assignment, asked with the course's seed and the student's name.

Without a name it is a sample, drawn from no secret: the variant of assignments/, which everybody may see.
"""

from __future__ import annotations

import ast
import io
import keyword
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.data_files import HIDDEN, Files, refuse_odd_name
from autograder.authoring.random_inputs import draw_from
from autograder.authoring.source import execute, line_in, read_source
from autograder.core.data_names import DATA
from autograder.core.variant_codes import FILE, NAME, NAMES_AT_MOST, code_of
from autograder.errors import SourceError

SAMPLE = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What was drawn: constants by name, data files by path, and those that stand in for them in grading.

    code: see core/variant_codes. names: all that was drawn, in the order of the code's parts. line: of the function.
    """

    path: Path
    line: int | None
    values: Mapping[str, Any]
    files: Files
    hidden_files: Files
    names: tuple[str, ...]
    code: str

    def __str__(self) -> str:
        files = {name: f"{len(content)} bytes" for name, content in self.files.items()}
        return ", ".join(f"{name}={value}" for name, value in {**self.values, **files}.items())


def read_variant(folder: Path, seed: str, student: str) -> Variant | None:
    """Return a student's variant of an assignment; None where all get the same. Raises SourceError."""
    path = folder / FILE
    if not path.is_file():
        return None
    namespace: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
    execute(path, read_source(path), namespace)
    function = namespace.get("variant")
    if not callable(function):
        raise SourceError(path, None, "it must define variant(draw), which returns a dict of what is drawn, by name")
    line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
    words = (seed if student else "public", "variant", folder.name, student)
    made, again = (_drawn(path, line, function, words) for _ in range(2))
    if made != again:
        raise SourceError(path, line, "variant(draw) returns something else each time: draw from `draw` alone")
    return _variant(path, line, seed, made)


def _drawn(path: Path, line: int | None, function: Callable[..., Any], words: tuple[str, ...]) -> dict[str, Any]:
    try:
        made = function(draw_from(*words))
    except Exception as error:
        raise SourceError(path, line_in(path, error) or line, f"{type(error).__name__}: {error}") from error
    if not isinstance(made, Mapping) or not made:
        raise SourceError(path, line, "variant(draw) must return a dict of what is drawn, by name")
    if len(made) > NAMES_AT_MOST:
        raise SourceError(path, line, f"{len(made)} names are drawn: {NAMES_AT_MOST} at most, draw lists or dicts")
    return {str(name): _checked(path, line, name, value) for name, value in made.items()}


def _checked(path: Path, line: int | None, name: Any, value: Any) -> Any:
    """Return a constant as plain data, or a file as bytes."""
    if isinstance(name, str) and name.startswith((f"{DATA}/", f"{HIDDEN}/")):
        refuse_odd_name(path, line, name)
        return _as_file(path, line, name, value)
    if not (isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name)) or name in (NAME, "np"):
        fix = f"it is a variable's name, or a file's that begins with {DATA}/ or {HIDDEN}/"
        raise SourceError(path, line, f"{name!r} cannot be drawn: {fix}")
    plain = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    try:
        same = ast.literal_eval(repr(plain)) == plain
    except (ValueError, SyntaxError):
        same = False
    if not same:
        kinds = "numbers, texts, lists, tuples and dicts of these can"
        raise SourceError(path, line, f"'{name}' is {type(value).__name__}, which cannot be written down: {kinds}")
    return plain


def _as_file(path: Path, line: int | None, name: str, value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    if not isinstance(value, np.ndarray):
        raise SourceError(path, line, f"'{name}' is {type(value).__name__}: a file is text, bytes or an array")
    made = io.BytesIO()
    if name.endswith(".npy"):
        np.save(made, value, allow_pickle=False)
    else:
        np.savetxt(made, value, fmt="%d" if value.dtype.kind in "iub" else "%.10g", delimiter=",")
    return made.getvalue()


def _variant(path: Path, line: int | None, seed: str, made: Mapping[str, Any]) -> Variant:
    as_bytes = {name: value if isinstance(value, bytes) else repr(value).encode() for name, value in made.items()}
    hidden = {name.replace(HIDDEN, DATA, 1): value for name, value in _below(made, HIDDEN)}
    return Variant(
        path,
        line,
        values={name: value for name, value in made.items() if "/" not in name},
        files=dict(_below(made, DATA)),
        hidden_files=hidden,
        names=tuple(sorted(made)),
        code=code_of(seed, path.parent.name, as_bytes),
    )


def _below(made: Mapping[str, Any], folder: str) -> Iterator[tuple[str, bytes]]:
    return ((name, value) for name, value in made.items() if name.startswith(f"{folder}/"))
