"""The class report: static pages in DIR/report, a pure function of the gradebook and its records.

index.html          the assignments, what to say next, and every student
<assignment>.html   its exercises and checks, its named mistakes, and wrong answers that have no name yet
mistakes.html       the misconception map of the whole course
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.core.text import utf8
from autograder.gradebook.entries import Gradebook
from autograder.records.schema import Record
from autograder.records.store import write_atomically
from autograder.reports.class_overview import AssignmentOverview, overview, rows_of
from autograder.reports.clusters import Cluster, clusters, entry
from autograder.reports.histogram import histogram
from autograder.reports.item_analysis import analyse
from autograder.reports.misconceptions import Misconception, misconceptions
from autograder.reports.pages import render_with_script

MONDAY = 5  # mistakes that one can speak of in a lecture
NAMED_AT_MOST = 40  # students of a mistake or cluster that are listed
CLUSTERS_AT_MOST = 20  # per assignment
Sources = Callable[[Cluster], list[str]]


@dataclass(frozen=True)
class ReportSources:
    """What a report is made from besides the gradebook; each may be left out.

    last_year: records to compare with. answers: what the students of a cluster wrote. certificates: the assignments
    whose audit certificate lies beside the report. feedback: whether pages of feedback lie beside it.
    """

    last_year: Sequence[Record] = ()
    answers: Sources | None = None
    certificates: Sequence[str] = ()
    feedback: bool = False
    anonymous: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


def write_report(folder: Path, gradebook: Gradebook, sources: ReportSources) -> list[Path]:
    """Write the pages of the report into a folder; return their paths, the index first."""
    paths = []
    for name, text in report_pages(gradebook, sources).items():
        write_atomically(folder / name, text)
        paths.append(folder / name)
    return paths


def report_pages(gradebook: Gradebook, sources: ReportSources) -> dict[str, str]:
    """Return the text of each page by its file's name."""
    counted = {student.name for student in gradebook.counted}
    records = [
        entry.record
        for (student, _), entry in gradebook.entries.items()
        if student in counted and entry.record is not None
    ]
    called = pseudonyms(sorted(counted)) if sources.anonymous else {}
    shown = _Names(called)
    found = misconceptions(records, sources.last_year)
    overviews = [overview(gradebook, assignment.name) for assignment in gradebook.course.assignments]
    shared = {"course": gradebook.course.title, "overviews": overviews, "who": shown, "anonymous": sources.anonymous}
    pages = {
        "index.html": render_with_script(
            "report_index.html",
            "tables.js",
            rows=rows_of(gradebook),
            histograms={each.name: histogram(each.shares) for each in overviews},
            monday=found[:MONDAY],
            certificates=sources.certificates,
            feedback=sources.feedback and not sources.anonymous,
            **shared,
        ),
        "mistakes.html": render_with_script(
            "report_mistakes.html", "tables.js", found=found, compared=bool(sources.last_year), **shared
        ),
    }
    for each in overviews:
        mine = [record for record in records if record["assignment"] == each.name]
        pages[f"{each.name}.html"] = _assignment_page(each, mine, found, sources, shared)
    return pages


def _assignment_page(
    each: AssignmentOverview,
    records: Sequence[Record],
    found: Iterable[Misconception],
    sources: ReportSources,
    shared: Mapping[str, object],
) -> str:
    unnamed = clusters(records)
    return render_with_script(
        "report_assignment.html",
        "tables.js",
        overview=each,
        histogram=histogram(each.shares),
        exercises=analyse(records),
        found=[mistake for mistake in found if mistake.assignment == each.name],
        compared=bool(sources.last_year),
        clusters=[(cluster, _entry(cluster, number, sources)) for number, cluster in enumerate(unnamed, 1)][
            :CLUSTERS_AT_MOST
        ],
        more_clusters=max(0, len(unnamed) - CLUSTERS_AT_MOST),
        certificate=each.name in sources.certificates,
        **shared,
    )


def _entry(cluster: Cluster, number: int, sources: ReportSources) -> str:
    """Return the cluster as an entry for answers.py, or "" where its answers are not at hand."""
    if sources.answers is None or number > CLUSTERS_AT_MOST:
        return ""
    return entry(cluster.exercise, sources.answers(cluster), f"unnamed_{number}")


def pseudonyms(students: Sequence[str]) -> dict[str, str]:
    """Return a number for each student, by which nobody finds the name: the order is that of a hash."""
    from hashlib import sha256

    mixed = sorted(students, key=lambda name: sha256(utf8(name)).digest())
    return {name: f"student {number:0{len(str(len(mixed)))}}" for number, name in enumerate(mixed, 1)}


@dataclass(frozen=True)
class _Names:
    """How students are called in a page."""

    called: Mapping[str, str]

    def __call__(self, student: str) -> str:
        return self.called.get(student, student)

    def listed(self, students: Sequence[str]) -> str:
        """Return names in a row, a long row cut."""
        more = [f"and {len(students) - NAMED_AT_MOST} more"] if len(students) > NAMED_AT_MOST else []
        return ", ".join([*sorted(map(self, students[:NAMED_AT_MOST])), *more])
