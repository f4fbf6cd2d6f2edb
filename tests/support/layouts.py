"""A made-up class, written down as each system would give it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.gradebook.roster import Student

Work = Mapping[str, bytes]  # student -> the notebook that they handed in
STAMPS = {"ada": "2027-01-20 12:00:00", "zoe": "2027-01-21 08:30:00"}


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def canvas(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    """Sortable name, lower case, without what is no word character; user id, file id, display name."""
    found = {}
    for number, (student, data) in enumerate(work.items()):
        first, _, last = roster[student].full_name.rpartition(" ")
        sortable = "".join(c for c in f"{last}{first}".lower() if c.isalnum())
        found[f"{sortable}_{roster[student].canvas_id}_{9000 + number}_homework-{number % 3}.ipynb"] = data
    return found


def canvas_anonymous(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    return {f"anon_{roster[name].canvas_id}_{7000 + i}_x.ipynb": data for i, (name, data) in enumerate(work.items())}


def moodle(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    """Since Moodle 4.1."""
    return {
        f"{roster[name].full_name}_{roster[name].moodle_id}_assignsubmission_file/hw2 final (1).ipynb": data
        for name, data in work.items()
    }


def moodle_old(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    return {
        f"{roster[name].full_name}_{roster[name].moodle_id}_assignsubmission_file_/deeper/hw.ipynb.txt": data
        for name, data in work.items()
    }


def moodle_flat(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    return {
        f"{roster[name].full_name}_{roster[name].moodle_id}_assignsubmission_file_Tiny.IPYNB": data
        for name, data in work.items()
    }


def moodle_blind(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    return {
        f"Participant_{roster[name].moodle_id}_assignsubmission_file/hw.zip": zip_of({"kit/tiny.ipynb": data})
        for name, data in work.items()
    }


def gradescope(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    lines, found = ["---"], {}
    for number, (name, data) in enumerate(work.items()):
        student = roster[name]
        lines += [
            f"submission_{number}:",
            "  :submitters:",
            f"  - :name: {student.full_name!r}",
            f"    :email: {student.email}",
            "    :sid: ''",
            f"  :created_at: {STAMPS.get(name, '2027-01-19 10:00:00')}.123456789 Z",
            "  :score: 0.0",
        ]
        found[f"assignment_1_export/submission_{number}/tiny.ipynb"] = data
    return {**found, "assignment_1_export/submission_metadata.yml": "\n".join(lines).encode()}


def plain(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    return {f"{name}/student-kit/assignments/tiny/tiny.ipynb": data for name, data in work.items()}


def nbgrader(work: Work, roster: Mapping[str, Student]) -> dict[str, bytes]:
    files = {f"{name}/tiny/tiny.ipynb": data for name, data in work.items()}
    stamps = {f"{name}/tiny/timestamp.txt": f"{STAMPS[name]} UTC".encode() for name in work if name in STAMPS}
    return files | stamps


LAYOUTS = {
    "canvas": canvas,
    "canvas anonymous": canvas_anonymous,
    "moodle": moodle,
    "moodle old": moodle_old,
    "moodle flat": moodle_flat,
    "moodle blind": moodle_blind,
    "gradescope": gradescope,
    "plain": plain,
    "nbgrader": nbgrader,
}


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a zip and return its path."""
    path.write_bytes(zip_of(files))
    return path
