"""A folder (or zip) of folders, one per student, however they are filled: nbgrader's submitted/, or a mail folder.

A folder is called as the student is in the roster: by the folder's name there, e-mail address, number or full name.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.collecting.archive import File
from autograder.collecting.handin import Claim, HandIn
from autograder.submissions.read import TIMESTAMP
from autograder.submissions.timestamps import decoded, read_instant


def hand_ins(files: Sequence[File]) -> list[HandIn]:
    """Return a hand-in for each student's folder, or for each folder in it that has a timestamp.txt of its own."""
    found: dict[tuple[str, str], dict[str, File]] = {}
    stamped = {file.path.rpartition("/")[0] for file in files if file.name == TIMESTAMP}
    rest = []
    for file in files:
        student, _, inside = file.path.partition("/")
        if not inside:
            rest.append(HandIn((), {file.path: file}))
            continue
        within = next((folder for folder in stamped if file.path.startswith(folder + "/")), student)
        found.setdefault((student, within), {})[inside] = file
    return [_hand_in(student, parts) for (student, _), parts in sorted(found.items())] + rest


def _hand_in(student: str, parts: dict[str, File]) -> HandIn:
    stamp = next((file for path, file in parts.items() if path.rpartition("/")[2] == TIMESTAMP), None)
    work = {path: file for path, file in parts.items() if file is not stamp}
    claim = Claim(student, {"student": student, "email": student, "sis_id": student})
    if stamp is None:
        return HandIn((claim,), work)
    try:
        return HandIn((claim,), work, read_instant(decoded(stamp.read()[:1000])))
    except ValueError as error:
        return HandIn((claim,), work, said=f"{TIMESTAMP}: {error}", late=True)
