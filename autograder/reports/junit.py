"""JUnit XML as Jenkins and most CI systems read it: a suite per submission, a case per check, points as properties.

What was not graded has one case, which says why: a suite without any is one that nobody looks at.

Source: the Jenkins schema junit-10.xsd. Points are not scores there: they stand among a suite's properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.core.model import RecordStatus, Status
from autograder.core.text import neutral_line, xml_text
from autograder.gradebook.entries import Entry, Gradebook
from autograder.reports.export import Exported, Request, chosen
from autograder.reports.feedback_view import shown_now, view_of
from autograder.reports.shown_checks import ShownCheck, shown_checks
from autograder.settings import Shown

KINDS = {
    Status.FAILED: "failure",
    Status.ERROR: "error",
    Status.TIMEOUT: "error",
    Status.CRASHED: "error",
    Status.BROKEN: "error",
    Status.NOT_ATTEMPTED: "skipped",
}


def junit(gradebook: Gradebook, request: Request) -> Exported:
    """Return <assignment>.xml for each assignment, with what students may read now."""
    files = {}
    for assignment in gradebook.course.assignments:
        if assignment.name in chosen(gradebook, request):
            shown = shown_now(gradebook.course, assignment, request.now)
            entries = [gradebook.entries[student.name, assignment.name] for student in gradebook.counted]
            files[f"{assignment.name}.xml"] = document(assignment.name, entries, shown)
    return Exported(files)


def document(name: str, entries: Sequence[Entry], shown: Shown) -> bytes:
    """Return a file with a suite per entry; name is what the whole is called."""
    root = Element("testsuites", name=xml_text(name))
    for entry in entries:
        _add_suite(root, entry, list(shown_checks(entry, shown)) or _in_their_place(entry, shown))
    indent(root, " ")
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def _in_their_place(entry: Entry, shown: Shown) -> list[ShownCheck]:
    """Return what stands where a submission has no checks: why it was not graded, if that is so."""
    if entry.record is None or not (view := view_of(entry, shown)).ungraded:
        return []
    status = Status.NOT_ATTEMPTED if entry.status == RecordStatus.MISSING else Status.BROKEN
    return [ShownCheck("handing_in", "graded", status, 0.0, 0.0, " ".join((view.ungraded, *view.notes)))]


def _add_suite(root: Element, entry: Entry, checks: list[ShownCheck]) -> None:
    kinds = [KINDS.get(Status(check.status), "skipped") for check in checks if not check.passed]
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    attributes = {
        "name": xml_text(f"{entry.assignment}/{entry.student}"),
        "tests": str(len(checks)),
        **{name: str(kinds.count(kind)) for name, kind in counts.items()},
        "time": f"{entry.record['seconds'] if entry.record else 0.0:.3f}",
    }
    suite = SubElement(root, "testsuite", attributes)
    properties = SubElement(suite, "properties")
    for name, value in _properties(entry).items():
        SubElement(properties, "property", name=name, value=xml_text(value))
    for check in checks:
        _add_case(suite, check, entry)


def _properties(entry: Entry) -> dict[str, str]:
    score = {} if entry.score is None else {"score": f"{entry.score:.10g}"}
    reasons = {"reasons": "; ".join(entry.reasons)} if entry.reasons else {}
    return {"status": entry.status, **score, "max_score": f"{entry.max_score:.10g}", **reasons}


def _add_case(suite: Element, check: ShownCheck, entry: Entry) -> None:
    where = f"{entry.assignment}.{check.exercise}"
    case = SubElement(suite, "testcase", name=xml_text(check.name), classname=xml_text(where))
    if not check.passed:
        kind = KINDS.get(Status(check.status), "skipped")
        SubElement(case, kind, message=xml_text(neutral_line(check.text)), type=check.status)
