"""Questions about objects of the solution's classes: the steps that a worker names, as one call.

A question holds all that was done with the object up to now (see sandbox/worker/remote_objects.py). It is a stranger's:
steps are few, and their names are public ones or operators that the class itself defines.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from autograder.core.calls import Call, Does, Made

MOST_STEPS = 200
MAX_NAME = 60


@lru_cache(maxsize=16)
def classes_in(solution: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return the classes that a lesson's cells define at the top level, each with the operators that it defines."""
    bodies = [node for source in solution for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return MappingProxyType({node.name: frozenset(_methods(node)) for node in bodies})


def _methods(node: ast.ClassDef) -> list[str]:
    return [each.name for each in node.body if isinstance(each, ast.FunctionDef) and each.name != "__init__"]


def call_on_object(question: Call, methods: frozenset[str], taken: Callable[[Any], Any]) -> Call | None:
    """Return the call that a question stands for, None if it is of no such form.

    methods: what the class defines. taken: returns an argument as the solution gets it.
    """
    steps = question.args
    if not 2 <= len(steps) <= MOST_STEPS or not all(_is_step(each, methods) for each in steps[1:]):
        return None
    first = steps[0]
    if not isinstance(first, list) or len(first) != 2 or first[0] != "" or not isinstance(first[1], list):
        return None
    made = Call(question.function, tuple(map(taken, first[1])))
    calls = [_step(question.function, each, taken) for each in steps[1:]]
    *before, last = calls
    return Call(last.function, last.args, does=last.does, on=last.on, name=last.name, before=(made, *before))


def _is_step(step: object, methods: frozenset[str]) -> bool:
    if not isinstance(step, list) or len(step) != 2:
        return False
    name, args = step
    if not isinstance(name, str) or not name.isidentifier() or len(name) > MAX_NAME:
        return False
    return (not name.startswith("_") or name in methods) and (args is None or isinstance(args, list))


def _step(function: str, step: Sequence[Any], taken: Callable[[Any], Any]) -> Call:
    name, args = step
    if args is None:
        return Call(function, (), does=Does.ATTRIBUTE, on=Made(0), name=name)
    return Call(function, tuple(map(taken, args)), does=Does.METHOD, on=Made(0), name=name)
