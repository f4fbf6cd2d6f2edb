"""What an author wrote in answers.py: known mistakes, other right answers, and what exceptions mean in the lesson."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.authoring.lesson import Lesson, asks_question, defines_value
from autograder.authoring.source import read_source
from autograder.core.exercise import Variation
from autograder.core.explanation import Explanation, fault
from autograder.errors import SourceError

_NAME = re.compile(r"(?<![.\w])\w+")  # but not x.name


def variations(path: Path, namespace: Mapping[str, Any], lesson: Lesson) -> Iterator[tuple[str, Variation]]:
    """Yield the known answers of a file with their roles, "mistake" or "right". Raises SourceError."""
    text = read_source(path)
    lines = text.splitlines()
    for name, node in _definitions(path, text).items():
        function: Any = namespace.get(name)
        if "answers" not in getattr(function, "__dict__", ()):
            continue
        exercise, role = function.answers
        if exercise in lesson.exercises and asks_question(lesson.exercises[exercise]):
            told = f"'{name}' answers '{exercise}', which is a question: what is said to wrong answers is in checks.py"
            raise SourceError(path, node.lineno, told)
        if exercise not in lesson.exercises:
            raise SourceError(
                path, node.lineno, f"'{name}' answers '{exercise}', which is not an exercise of lesson.py"
            )
        sentence = " ".join((function.__doc__ or "").split()) if role == "mistake" else ""
        if role == "mistake" and not sentence:
            raise SourceError(path, node.lineno, f"mistake '{name}' has no docstring: it is what its author will read")
        source, is_value = _as_answer(path, lines, node, exercise), defines_value(lesson.exercises[exercise])
        if is_value:
            source, function = f"{source}\n{exercise} = {exercise}()\n", function()
        yield role, Variation(exercise, name, sentence, source, function)


def explanations(path: Path, namespace: Mapping[str, Any]) -> tuple[Explanation, ...]:
    """Return what the author says of exceptions. Raises SourceError."""
    made = namespace.get("EXPLANATIONS", ())
    if not isinstance(made, (list, tuple)) or not all(isinstance(each, Explanation) for each in made):
        raise SourceError(path, None, 'EXPLANATIONS must be a list of Explanation(r"pattern", "sentence")')
    for each in made:
        if wrong := fault(each):
            lines = read_source(path).splitlines()
            line = next((number for number, text in enumerate(lines, 1) if str(each.pattern) in text), None)
            raise SourceError(path, line, f"Explanation({each.pattern!r}, …): {wrong}")
    return tuple(made)


Definition = ast.FunctionDef | ast.ClassDef


def _definitions(path: Path, text: str) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for node in ast.parse(text).body:
        if isinstance(node, Definition):
            if node.name in found:
                raise SourceError(path, node.lineno, f"'{node.name}' is defined twice: rename one")
            found[node.name] = node
    return found


def _as_answer(path: Path, lines: Sequence[str], node: Definition, exercise: str) -> str:
    """Return the def as a student would have written it: renamed, without its decorator and docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    head = "\n".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
    if body[0].lineno == node.lineno:
        raise SourceError(path, node.lineno, f"'{node.name}': write its body on lines of its own")
    inner = "\n".join(lines[body[0].lineno - 1 : node.end_lineno])
    return _NAME.sub(lambda word: exercise if word[0] == node.name else word[0], f"{head}\n{inner}\n")
