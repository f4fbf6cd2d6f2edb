"""Feedback for Moodle: a zip that "Upload multiple feedback files in a zip" gives out, a file per student.

Moodle knows a student by the folder's name, <full name>_<participant's number>_assignfeedback_file; both are taken from
the grading worksheet of the same assignment. Source: moodle/mod/assign/feedback/file/importziplib.php.
"""

from __future__ import annotations

import io
import zipfile

from autograder.core.text import folder_name
from autograder.gradebook.entries import Gradebook
from autograder.gradebook.roster import DROPPED
from autograder.reports.downloaded import dropped, listed
from autograder.reports.export import Exported, Request, chosen, sheet_of
from autograder.reports.feedback_page import feedback_page
from autograder.reports.feedback_view import shown_now, view_of
from autograder.reports.moodle import FILE, assignment_of, students_of, understood

MADE = (1980, 1, 1, 0, 0, 0)  # the same gradebook gives the same bytes


def moodle_feedback(gradebook: Gradebook, request: Request) -> Exported:
    """Return the zip of one assignment. Raises UsageError, SourceError."""
    form = understood(sheet_of(request, FILE))
    name = assignment_of(form.sheet, chosen(gradebook, request))
    assignment = next(one for one in gradebook.course.assignments if one.name == name)
    shown, files, without = shown_now(gradebook.course, assignment, request.now), {}, []
    found = students_of(form, gradebook.students)
    notes = dropped([student.name for student in found.values() if student.status == DROPPED])
    for number, student in sorted(found.items()):
        if student.status == DROPPED:
            continue
        row, entry = form.sheet.rows[number], gradebook.entries[student.name, name]
        if entry.record is None:
            without.append(student.name)
            continue
        full = folder_name(form.value(row, "full name") or form.value(row, "identifier"))
        page = feedback_page(view_of(entry, shown), gradebook.course.title)
        files[f"{full}_{form.participant(row)}_assignfeedback_file/feedback.html"] = page
    notes += [f"nothing to tell, since nothing was graded: {listed(without)}"] if without else []
    return Exported({f"{name}-feedback.zip": _zipped(files)}, tuple(notes))


def _zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in files.items():
            packed.writestr(zipfile.ZipInfo(path, MADE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return data.getvalue()
