"""A new assignment: a folder in solutions/, and its line in course_config.py."""

from __future__ import annotations

import ast
import keyword
from datetime import datetime
from pathlib import Path

from autograder.authoring.course import CONFIG, CourseFolder
from autograder.errors import SourceError, UsageError
from autograder.scaffold.write import ASSIGNMENT_FILES, write_templates

POINTS = 10  # as the template's checks have them


def new_assignment(folder: CourseFolder, name: str, due: datetime) -> None:
    """Add an assignment to a course. Raises UsageError for a name that is taken or cannot be one.

    Raises SourceError, before anything is written, if course_config.py lists its assignments in a way that cannot be
    added to.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        message = "letters, digits and _ only, no digit first: it is a folder's and a test's name"
        raise UsageError(f"'{name}' cannot be an assignment's name: {message}")
    if name in {assignment.name for assignment in folder.course.assignments}:
        raise UsageError(f"there is an assignment '{name}' already: choose another name")
    config = folder.root / CONFIG
    longer = with_line(config, config.read_text("utf-8"), assignment_line(name, due))
    write_templates(folder.root, ASSIGNMENT_FILES, {"name": name})
    config.write_text(longer, "utf-8", newline="\n")


def assignment_line(name: str, due: datetime) -> str:
    """Return an assignment as course_config.py lists it."""
    when = f"datetime({due.year}, {due.month}, {due.day}, {due.hour}, {due.minute}, tzinfo=UTC)"
    return f'Assignment("{name}", points={POINTS}, due={when}),'


def with_line(path: Path, text: str, line: str) -> str:
    """Return the text of course_config.py with a line after its last assignment; all else stays byte for byte."""
    listed = _listed(path, text, line)
    lines = text.splitlines(keepends=True)
    if not listed.elts:
        row, column = listed.lineno - 1, listed.col_offset + 1
        lines[row] = _inserted(lines[row], column, f"\n        {line}\n    ")
        return "".join(lines)
    last = listed.elts[-1]
    row, column = int(last.end_lineno or 0) - 1, int(last.end_col_offset or 0)
    after = lines[row].encode()[column:].decode()
    comma = "" if after.lstrip().startswith(",") else ","
    lines[row] = _inserted(lines[row], column, comma)
    if after.lstrip(", \t").startswith((")", "]")):  # the list ends on this line
        lines[row] = _inserted(lines[row], column + 1, f"\n        {line}\n    ")
    else:
        lines[row] = lines[row].rstrip("\n") + f"\n        {line}\n"
    return "".join(lines)


def _listed(path: Path, text: str, line: str) -> ast.Tuple | ast.List:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "assignments" and isinstance(node.value, ast.Tuple | ast.List):
            return node.value
    raise SourceError(path, None, f"add this line to its assignments yourself, then run this again: {line}")


def _inserted(line: str, column: int, text: str) -> str:
    """Return a line with text at a column, which ast counts in bytes."""
    encoded = line.encode()
    return (encoded[:column] + text.encode() + encoded[column:]).decode()
