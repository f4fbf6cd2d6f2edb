"""Whether a regular expression can take very long on a text that somebody has chosen to that end.

Python's engine tries one way after the other: where a repetition is repeated, `(a+)+`, or a choice is, `(a|ab)*`, their
number doubles with each character. Such patterns are refused; of others few repetitions are allowed, for the time
grows with a power of their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

MOST_REPEATED = 3
MOST_TEXT = 300  # characters in which an author's pattern is looked for
NESTED = "it repeats something that may itself be read in several ways, as (a+)+ does, and a long text can take forever"
TOO_MANY = f"it has more than {MOST_REPEATED} repetitions without an end (* or +), and a long text can take forever"
_FREE = 10  # a repetition of at most so many is no danger by itself


def cost_fault(pattern: str) -> str:
    """Return why a pattern may take too long, as a phrase, or "". Raises re.error for what is no pattern."""
    parsed: Any = import_module("re._parser").parse(pattern)
    repeats = [most for name, part in _steps(parsed) if name == "MAX_REPEAT" for most in [int(part[1])]]
    if any(_is_open(body) for body in _repeated(parsed)):
        return NESTED
    return TOO_MANY if sum(most > _FREE for most in repeats) > MOST_REPEATED else ""


def _steps(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and argument of each step at any depth; lazy repetitions under the name of greedy ones."""
    for step, argument in node:
        name = str(step).replace("MIN_REPEAT", "MAX_REPEAT")
        yield name, argument
        for part in _below(name, argument):
            yield from _steps(part)


def _below(name: str, argument: Any) -> list[Any]:
    """Return the parts of a step that are sequences of steps."""
    if name == "BRANCH":
        return list(argument[1])
    if name == "ATOMIC_GROUP":
        return [argument]
    if name in ("ASSERT", "ASSERT_NOT", "MAX_REPEAT", "POSSESSIVE_REPEAT", "SUBPATTERN"):
        return [argument[-1]]
    return [part for part in argument[1:] if part is not None] if name == "GROUPREF_EXISTS" else []


def _repeated(node: Any) -> Iterator[Any]:
    return (part[2] for name, part in _steps(node) if name == "MAX_REPEAT" and int(part[1]) > 1)


def _is_open(body: Any) -> bool:
    """Say whether a part may be read in several ways: with a choice or a repetition in it."""
    return any(name == "BRANCH" or (name == "MAX_REPEAT" and part[0] != part[1]) for name, part in _steps(body))


def found_in(pattern: str, text: str) -> re.Match[str] | None:
    """Return where an author's pattern is found in the beginning of a text."""
    return re.search(pattern, text[:MOST_TEXT])
