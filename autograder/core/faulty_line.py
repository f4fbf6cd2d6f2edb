"""The line of a student's own code that raised, with the shapes of what is in it: as text, for a sentence.

It runs where the student's code runs, so it trusts nothing of it: of values it reads only what numpy's own arrays say.
"""

from __future__ import annotations

import builtins
import difflib
import linecache
import re
from collections.abc import Callable, Iterator, Mapping
from traceback import walk_tb
from types import FrameType
from typing import Any

import numpy as np

from autograder.core.text import single_line

LONGEST = 90  # characters of a line
MOST_NAMES = 4
BUILT_IN = frozenset(dir(builtins))
_ARRAY, _SHAPE = np.ndarray, np.ndarray.shape  # a student may replace numpy's, and has no hold on these


def faulty_line(error: BaseException, is_students: Callable[[FrameType], bool]) -> str:
    """Return ": `total = a + b`, where a has shape (2, 3) and b has shape (4, 3)" for a student's innermost line.

    is_students says of a frame whether its code is a student's. "" where no such line is known.
    """
    frame, number = _innermost(error, is_students)
    if frame is None:
        return ""
    line = single_line(linecache.getline(frame.f_code.co_filename, number), LONGEST).replace("`", "'")
    if not line:
        return ""
    facts = list(_facts(line, frame.f_locals))
    near = _near(error, frame, line)
    return f": `{line}`{f', where {_joined(facts)}' if facts else ''}{near}"


def _innermost(error: BaseException, is_students: Callable[[FrameType], bool]) -> tuple[FrameType | None, int]:
    theirs = [(frame, line) for frame, line in walk_tb(error.__traceback__) if is_students(frame)]
    return theirs[-1] if theirs else (None, 0)


def _facts(line: str, known: Mapping[str, Any]) -> Iterator[str]:
    names = [name for name in dict.fromkeys(re.findall(r"[^\W\d]\w*", line)) if name in known]
    for name in names[:MOST_NAMES]:
        value = known[name]
        if value is None:
            yield f"{name} is None"
        elif type(value) is _ARRAY:
            yield f"{name} has shape {_SHAPE.__get__(value)}"


def _joined(facts: list[str]) -> str:
    return ", ".join(facts[:-1]) + (" and " if len(facts) > 1 else "") + facts[-1]


def _near(error: BaseException, frame: FrameType, line: str) -> str:
    """Return "; did you mean `sigmoid`?" for a name that is missing, or Python's own by mistake, and has a near one."""
    known, local = ([name for name in names if type(name) is str] for names in (frame.f_globals, frame.f_locals))
    if type(error) is NameError and isinstance(missing := error.name, str):
        found = _product_of(missing, local) or _closest(missing, [*local, *known], 0.6 if len(missing) > 3 else 0.7)
    elif type(error) is TypeError:
        own = [word for word in re.findall(r"[^\W\d]\w*", line) if word in BUILT_IN and word not in local + known]
        found = next(filter(None, (_closest(word, local, 0.8) for word in own)), "")
    else:
        return ""
    return f"; did you mean `{found}`?" if found else ""


def _closest(name: str, names: list[str], cutoff: float) -> str:
    plain = [each for each in names[:2000] if not each.startswith("_")]
    return next(iter(difflib.get_close_matches(name[:60], plain, 1, cutoff)), "")


def _product_of(name: str, local: list[str]) -> str:
    """Return "x * y" for xy, where x and y are known."""
    return f"{name[0]} * {name[1]}" if len(name) == 2 and {*name} <= {*local} else ""
