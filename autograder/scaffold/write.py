"""Write the files of a new course or assignment, all of them or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from autograder.errors import UsageError

ASSIGNMENT_FILES = {f"solutions/@name@/{name}": f"{name}.in" for name in ("lesson.py", "checks.py", "answers.py")}
COURSE_FILES = {
    "course_config.py": "course_config.py.in",
    "Makefile": "Makefile.in",
    "README.md": "README.md.in",
    "requirements.txt": "requirements.txt.in",
    "roster.sample.csv": "roster.sample.csv.in",
    ".gitignore": "gitignore.in",
    **ASSIGNMENT_FILES,
}


def write_templates(
    root: Path,
    templates: Mapping[str, str],
    values: Mapping[str, str],
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Write templates below root; values stand for `@name@` in file names and texts. more: other files, as they are.

    Raises UsageError, before anything is written, if one of the files is there already.
    """
    made = {filled(name, values): filled(_template(source), values).encode() for name, source in templates.items()}
    for name in (made := {**made, **more}):
        if (root / name).exists():
            raise UsageError(f"{root / name} is there already: nothing was written; choose another folder or name")
    for name, content in made.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _template(name: str) -> str:
    return (files("autograder.scaffold") / "templates" / name).read_text("utf-8")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with values for `@name@`; other uses of @ are left as they are."""
    return re.sub(r"@(\w+)@", lambda found: values.get(found[1], found[0]), text)
