"""The last look before anything is written: is a part of a solution in what students will receive?

Files are searched as students read them: JSON is decoded, and spaces, blank lines and comments do not count. A long
line of a solution gives something away wherever it is; short ones (`a = x + y`) do next to each other.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder.authoring.lesson import Lesson
from autograder.authoring.regions import solution_regions
from autograder.errors import SourceError

UNPACKED_AT_MOST = 2**26  # bytes of one packed file that are searched
LONG = 13  # characters, spaces not counted
# What any function may say: its results by name, an import, a loop over a range or a list.
ORDINARY = re.compile(r"return [\w, ]+|(from .+ )?import .+|for \w+ in (range\(\w+\)|\w+):|(try|else|finally):")
COMMENT = re.compile(r"(^|\s\s)#.*")
WORD = re.compile(r"\w+|[^\w\s]")
LINE_END = r"[ \t]*(?:#.*)?(?:\n[ \t]*)+"


@dataclass(frozen=True, slots=True)
class Clue:
    """One line of a solution, or two in a row; line is where the first is in the lesson."""

    line: int
    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the clue in a text, however it is spaced there, but not as a part of longer names."""
        lines = (r"[ \t]*".join(map(re.escape, WORD.findall(line))) for line in self.text.splitlines())
        return re.compile(rf"(?<!\w){LINE_END.join(lines)}(?!\w)")


def refuse_leaks(lesson: Lesson, files: Mapping[str, bytes]) -> None:
    """Raise SourceError, naming the line, if a clue to a solution is found in any of the files."""
    texts = [(name, text) for name, content in files.items() for text in _texts(name, content)]
    for clue in clues(lesson):
        pattern = clue.pattern
        found = next((name for name, text in texts if pattern.search(text)), None)
        if found:
            raise SourceError(
                lesson.path,
                clue.line,
                f"this part of a solution would be released in {found}: {clue.text!r}. Nothing was written; "
                "word the other place differently, or the solution",
            )


def clues(lesson: Lesson) -> Iterator[Clue]:
    """Yield what must not be found: each long line, each two lines in a row, and a solution of one line."""
    for region in _written(lesson):
        yield from (clue for clue in region if len("".join(clue.text.split())) >= LONG)
    for region in _regions(lesson):
        for clue in region:
            if len(region) == 1 or (len("".join(clue.text.split())) >= LONG and not ORDINARY.fullmatch(clue.text)):
                yield clue
        for first, second in pairwise(region):
            yield Clue(first.line, f"{first.text}\n{second.text}")


def _regions(lesson: Lesson) -> Iterator[list[Clue]]:
    """Yield the lines between each pair of solution marks, without comments and blank lines."""
    for cell in (*lesson.exercises.values(), *lesson.written.values()):
        if cell.kind == "code":
            lines = cell.source.splitlines()
            for region in solution_regions(cell):
                code = ((number, COMMENT.sub("", lines[number - cell.line].strip()).strip()) for number in region)
                yield [Clue(number, text) for number, text in code if text]


def _written(lesson: Lesson) -> Iterator[list[Clue]]:
    """Yield the lines of each answer in words: those between its marks, or where it has none all of them."""
    for cell in lesson.written.values():
        if cell.kind != "code":
            lines = cell.source.splitlines()
            for region in solution_regions(cell) or (range(cell.line, cell.line + len(lines)),):
                prose = ((number, lines[number - cell.line].strip()) for number in region)
                yield [Clue(number, text) for number, text in prose if text]


def _texts(name: str, content: bytes) -> Iterator[str]:
    """Yield the texts of a file as students see them; what is packed in a data file is unpacked."""
    for inner in unpacked(content):
        text = inner.decode("utf-8", "replace")
        if name.endswith((".json", ".ipynb")) and (document := _json(text)) is not None:
            yield from _strings(document)
        else:
            yield text
            yield re.sub("^[ \t]*# ?", "", text, flags=re.MULTILINE)  # prose, and code behind comment signs


def _json(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield a file, and what it holds where it is a zip (as .npz is) or gzip file, up to a bound."""
    yield content
    with suppress(OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        if content.startswith(b"\x1f\x8b"):
            yield gzip.GzipFile(fileobj=io.BytesIO(content)).read(UNPACKED_AT_MOST)
        elif content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    yield archive.open(info).read(UNPACKED_AT_MOST)


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in a JSON document. A notebook keeps a cell as a list of lines: that is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        yield "".join(value)
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
