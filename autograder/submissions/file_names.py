"""Names that students gave to folders and files: which are refused, and how those are printed all the same."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from urllib.parse import quote_from_bytes

from autograder.core.text import plain_name

_NAME_BYTES = 200  # leaves room for a suffix within the 255 that file systems allow
STAND_IN = "refused-"  # no folder that is accepted has such a name


def name_problem(name: str) -> str:
    """Return why a name cannot be printed, or used for a file of ours, or "" if it can."""
    if problem := harm_of_name(name):
        return problem
    if len(os.fsencode(name)) > _NAME_BYTES:
        return f"{plain_name(name)}: the name is longer than {_NAME_BYTES} bytes: shorten it"
    return ""


def harm_of_name(name: str) -> str:
    """Return what a name could do to anyone who prints or follows it, or "" if nothing."""
    if "/" in name or "\\" in name or name in ("", ".", ".."):
        return f"{plain_name(name)}: the name looks like a path: rename it"
    if not all(map(can_be_printed, name)):
        return f"{plain_name(name)}: the name has characters that cannot be printed: rename it"
    if unicodedata.normalize("NFC", name) != name:
        return f"{plain_name(name)}: the name is written with separate accents, which looks like another: rename it"
    return ""


def can_be_printed(char: str) -> bool:
    """Say whether a character of a name shows itself, and changes nothing about those beside it."""
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\ufffe\uffff"


def student_problem(name: str) -> str:
    """Return why a folder's name cannot be a student's, or ""."""
    if name.startswith(STAND_IN):
        return f"{plain_name(name)}: names that begin with {STAND_IN} stand for names that were refused: rename it"
    return name_problem(name)


def stand_in(name: str) -> str:
    """Return what takes the place of a refused name: plain ASCII, short, and no other name's."""
    raw = os.fsencode(name)
    return f"{STAND_IN}{quote_from_bytes(raw)[:100]}-{hashlib.sha256(raw).hexdigest()[:8]}"
