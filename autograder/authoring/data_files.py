"""The files that an assignment ships: solutions/<name>/data/, and in hidden_data/ those that stand in for them.

What lies in data/ is released beside the notebook and is read as "data/<file>", there and in grading. Where there is a
file of the same name in hidden_data/, grading asks further calls with that one in its place. Links are not followed and
only plain names are taken, so that nothing is shipped that an author has not put there.
"""

from __future__ import annotations

import ast
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from autograder.authoring.lesson import Lesson
from autograder.core.data_names import DATA
from autograder.core.units import MB
from autograder.errors import SourceError

HIDDEN = "hidden_data"
MOST_MB = 8  # all files of a set together: they travel to each worker
FILES_AT_MOST = 100
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_. -]*(?<![. ])")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # which Windows cannot store
_BY_THE_SYSTEM = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.gitkeep|\.ipynb_checkpoints|__pycache__")
_NAMED = re.compile(rf"(?:\./)?{DATA}/\S+")

Files = Mapping[str, bytes]


def read_data(folder: Path) -> dict[str, bytes]:
    """Return what an assignment ships, by path ("data/x.csv"). Raises SourceError for what cannot be shipped."""
    return {f"{DATA}/{name}": content for name, content in _read(folder / DATA).items()}


def read_hidden_data(folder: Path, shipped: Files) -> dict[str, bytes]:
    """Return all files as grading has them where hidden ones stand in; nothing if none does. Raises SourceError."""
    hidden = {f"{DATA}/{name}": content for name, content in _read(folder / HIDDEN).items()}
    for name in hidden:
        if name not in shipped:
            there = ", ".join(each.partition("/")[2] for each in shipped) or "nothing"
            message = f"it stands in for {name}, which is not shipped (in {DATA}/ there is {there}): rename one of them"
            raise SourceError(folder / HIDDEN / name.partition("/")[2], None, message)
    if hidden and all(shipped[name] == content for name, content in hidden.items()):
        raise SourceError(folder / HIDDEN, None, f"its files are the same as in {DATA}/: nothing would be hidden")
    return {**shipped, **hidden} if hidden else {}


def with_drawn(path: Path, line: int | None, shipped: Files, others: Files, drawn: Files) -> dict[str, bytes]:
    """Return all files as grading has them, where further hidden ones were drawn. Raises SourceError."""
    for name in drawn:
        if name not in shipped:
            raise SourceError(path, line, f"hidden_{name} is drawn to stand in for {name}, which is not shipped")
    return {**shipped, **others, **drawn}


def _read(folder: Path) -> dict[str, bytes]:
    if not os.path.lexists(folder):
        return {}
    found = {path.relative_to(folder).as_posix(): path for path in _listed(folder)}
    _require_modest(folder, found)
    return {name: path.read_bytes() for name, path in sorted(found.items())}


def _listed(folder: Path) -> Iterator[Path]:
    """Yield the files at any depth below a folder. Raises SourceError for anything but files and folders."""
    mode = folder.lstat().st_mode
    if not stat.S_ISDIR(mode):
        raise SourceError(folder, None, "it is a link" if stat.S_ISLNK(mode) else "it is not a folder")
    for path in sorted(folder.iterdir()):
        if _BY_THE_SYSTEM.fullmatch(path.name):
            continue
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise SourceError(path, None, "it is a link, and links are not shipped: put the file itself in its place")
        refuse_odd_name(path, None, path.name)
        if stat.S_ISDIR(mode):
            yield from _listed(path)
        elif stat.S_ISREG(mode):
            yield path
        else:
            raise SourceError(path, None, "it is neither a file nor a folder")


def refuse_odd_name(path: Path, line: int | None, name: str) -> None:
    """Raise SourceError, which names that place, for a data file's name that some system cannot store."""
    if not all(_PLAIN.fullmatch(part) and not _RESERVED.fullmatch(part) for part in name.split("/")):
        fix = "use letters, digits, _ and -, as every system has them, and no dot first"
        raise SourceError(path, line, f"{name!r} cannot be the name of a data file: {fix}")


def require_modest(path: Path, line: int | None, files: Files) -> None:
    """Raise SourceError, which names that place, for files that were drawn and are more than may be shipped."""
    _require_few(path, line, len(files), sum(map(len, files.values())))


def _require_few(path: Path, line: int | None, count: int, size: int) -> None:
    if count > FILES_AT_MOST or size > MOST_MB * MB:
        what = f"{count} files of {size / MB:.1f} MB"
        raise SourceError(path, line, f"{what}: an assignment may ship {FILES_AT_MOST} files of {MOST_MB} MB in all")


def _require_modest(folder: Path, found: Mapping[str, Path]) -> None:
    _require_few(folder, None, len(found), sum(path.stat().st_size for path in found.values()))
    lower: dict[str, str] = {}
    for name in found:
        if (other := lower.setdefault(name.lower(), name)) != name:
            raise SourceError(
                folder / name, None, f"on some systems it is the same file as {other}: rename one of them"
            )


def refuse_missing_files(lesson: Lesson, files: Files) -> None:
    """Raise SourceError where code of the lesson names a file in data/ that is not shipped."""
    there = {folder for name in files for folder in _folders(name)}
    for cell in lesson.cells if files else ():
        for node in _texts(cell.source) if cell.kind == "code" else ():
            named = str(node.value).removeprefix("./").rstrip("/")
            if named not in files and named not in there:
                message = (
                    f"{named!r} is not among the data files ({', '.join(files)}): put it there, or name one of them"
                )
                raise SourceError(lesson.path, cell.line + node.lineno - 1, message)


def _folders(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name


def _texts(source: str) -> Iterator[ast.Constant]:
    """Yield the texts of a cell that are the path of a data file, whole."""
    with suppress(SyntaxError):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAMED.fullmatch(node.value):
                yield node
