"""Tables, pages and exports of a whole class that still name a student: found, so that they can be rewritten."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from autograder.gradebook.roster import Student
from autograder.gradebook.sheet import encoding_of

OPAQUE = (".parquet",)  # compressed: whom it names cannot be seen
MOST_BYTES = 200 * 2**20
LEAST_LETTERS = 4  # of a full name: a shorter one is a word of many


def mentioning(out: Path, student: Student) -> Iterator[Path]:
    """Yield the files below a folder of results that hold a student's name, full name or e-mail address.

    What cannot be looked into is among them, since it may.
    """
    words = [student.name, student.email, student.full_name if len(student.full_name) >= LEAST_LETTERS else ""]
    found = re.compile(b"|".join(_word(word) for word in words if word), re.IGNORECASE)
    for path in sorted(path for path in out.rglob("*") if path.is_file() and not path.is_symlink()):
        if path.suffix in OPAQUE or path.stat().st_size > MOST_BYTES or any(map(found.search, _texts(path))):
            yield path


def _word(text: str) -> bytes:
    """Return the pattern of a text that is no part of a longer word: "s1" is not in "s10"."""
    letter = rb"[A-Za-z0-9\x80-\xff]"
    return rb"(?<!%b)%b(?!%b)" % (letter, re.escape(text.encode("utf-8", "backslashreplace")), letter)


def _texts(path: Path) -> Sequence[bytes]:
    if path.suffix == ".zip":
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as packed:
            return ["\n".join(packed.namelist()).encode(), *(packed.read(name) for name in packed.namelist())]
    data = path.read_bytes()
    encoding = encoding_of(data)  # sheets that were filled in are as they came
    return [data.decode(encoding, "replace").encode() if encoding.startswith("utf-16") else data]
