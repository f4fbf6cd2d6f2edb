"""The last look before anything is written: does a line of a solution stand in what students will receive?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from autograder.errors import SourceError
from autograder.lesson import Lesson, solution_lines

SHORTEST = 16
ORDINARY = re.compile(r"(for|if|elif|while|assert|raise|import|from|def|class|with)\b|return \w+$")


def refuse_leaks(lesson: Lesson, files: Mapping[str, bytes]) -> None:
    """Raise SourceError, naming the line, if a telling line of a solution is found in any of the files."""
    for line in telling_lines(lesson):
        for name, content in files.items():
            if any(form in content for form in _forms(line)):
                raise SourceError(
                    lesson.path,
                    _line_number(lesson, line),
                    f"this line of a solution would be released in {name}: {line!r}. Nothing was written; "
                    "move it between the solution marks, or word the other place differently",
                )


def telling_lines(lesson: Lesson) -> Iterator[str]:
    """Yield the solution lines that give something away: long enough, with some working, and not only control flow."""
    for line in solution_lines(lesson):
        if len(line) >= SHORTEST and re.search(r"[-+*/@(\[]", line) and not ORDINARY.match(line):
            yield line


def _forms(line: str) -> tuple[bytes, ...]:
    """Return the line as text and as it stands inside JSON, with and without escaped non-ASCII letters."""
    return (
        line.encode(),
        json.dumps(line, ensure_ascii=False)[1:-1].encode(),
        json.dumps(line)[1:-1].encode(),
    )


def _line_number(lesson: Lesson, line: str) -> int | None:
    lines = lesson.path.read_text("utf-8").splitlines()
    return next((number for number, text in enumerate(lines, 1) if text.strip() == line), None)
