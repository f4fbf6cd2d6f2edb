"""The class report: static pages, a pure function of the gradebook and its records.

index.html          the assignments, what to say next, and every student
<assignment>.html   who is late or missing; its exercises, checks and named mistakes; wrong answers without one
mistakes.html       the misconception map of the whole course
answers-<…>.py      wrong answers that were named here, as entries to paste into answers.py
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from autograder.core.text import single_line
from autograder.gradebook.decisions import Decisions
from autograder.gradebook.entries import Gradebook
from autograder.gradebook.pseudonyms import pseudonym
from autograder.records.schema import Record
from autograder.records.store import write_atomically
from autograder.reports.class_overview import STATES, AssignmentOverview, Standing, overview, rows_of
from autograder.reports.cluster_names import ClusterName
from autograder.reports.histogram import histogram
from autograder.reports.item_analysis import analyse, graded_by_people
from autograder.reports.misconceptions import Misconception, exercises_on_the_map, misconceptions
from autograder.reports.named_answers import Sources, answers_file, shown_clusters
from autograder.reports.pages import render_with_script
from autograder.reports.question_answers import question_answers

MONDAY = 5  # mistakes that one can speak of in a lecture
STARTED = 1 / 3  # of the class have handed in an assignment that is spoken of
NAMED_AT_MOST = 40  # students of a mistake or cluster that are listed
CLUSTERS_AT_MOST = 20  # per assignment


@dataclass(frozen=True)
class ReportSources:
    """What a report is made from besides the gradebook; each may be left out.

    last_year: records to compare with. decisions: whose time was extended, whose score overridden. names: what the
    staff call wrong answers. answers: what the students of a cluster wrote. known: by assignment, the names that its
    answers.py has. certificates: by assignment, what is to be said of its audit certificate, which lies beside the
    report. feedback: whether pages of feedback lie beside it. command: how this report is made again.
    """

    last_year: Sequence[Record] = ()
    decisions: Decisions = field(default_factory=Decisions)
    names: Sequence[ClusterName] = ()
    answers: Sources | None = None
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)
    feedback: bool = False
    anonymous: bool = False
    command: str = "autograder report"


def write_report(folder: Path, gradebook: Gradebook, sources: ReportSources) -> list[Path]:
    """Write the pages of the report into a folder; return their paths, the index first."""
    paths = []
    for name, text in report_pages(gradebook, sources).items():
        write_atomically(folder / name, text)
        paths.append(folder / name)
    return paths


def records_of(gradebook: Gradebook) -> list[Record]:
    """Return the records of those who did not drop."""
    counted = {student.name for student in gradebook.counted}
    entries = ((student, entry) for (student, _), entry in gradebook.entries.items())
    return [entry.record for student, entry in entries if student in counted and entry.record is not None]


def report_pages(gradebook: Gradebook, sources: ReportSources) -> dict[str, str]:
    """Return the text of each page by its file's name."""
    records = records_of(gradebook)
    by_assignment = {each.name: list[Record]() for each in gradebook.course.assignments}
    for record in records:
        by_assignment[record["assignment"]].append(record)
    found = misconceptions(records, sources.last_year, sources.names)
    overviews = [overview(gradebook, each.name, sources.decisions) for each in gradebook.course.assignments]
    shared = {
        "course": gradebook.course.title,
        "overviews": overviews,
        "states": STATES,
        "who": _names(gradebook, sources.anonymous),
        "anonymous": sources.anonymous,
        "compared": bool(sources.last_year),
        "certificates": sources.certificates,
    }
    pages = {
        "index.html": _index(gradebook, found, overviews, sources, shared),
        "mistakes.html": render_with_script(
            "report_mistakes.html",
            "tables.js",
            found=found,
            exercises=exercises_on_the_map(list(chain(*by_assignment.values())), found, sources.names),
            **shared,
        ),
    }
    for each in overviews:
        pages |= _assignment(each, by_assignment[each.name], found, sources, shared)
    return pages


def _index(
    gradebook: Gradebook,
    found: Sequence[Misconception],
    overviews: Sequence[AssignmentOverview],
    sources: ReportSources,
    shared: Mapping[str, object],
) -> str:
    shown = shared["who"]
    assert isinstance(shown, _Names)
    latest = _latest(overviews, len(gradebook.counted))
    return render_with_script(
        "report_index.html",
        "tables.js",
        # The order of names would tell whose each number is.
        rows=sorted(rows_of(gradebook, sources.decisions), key=lambda row: shown(row.student.name)),
        histograms={each.name: histogram(each.shares) for each in overviews},
        latest=latest,
        occurring=[state for state in STATES if any(each.who[state] for each in overviews)],
        monday=[each for each in found if each.assignment == latest][:MONDAY],
        feedback=sources.feedback and not sources.anonymous,
        **shared,
    )


def _latest(overviews: Sequence[AssignmentOverview], students: int) -> str:
    """Return the last assignment that a good part of the class has handed in; else the one that most have."""
    begun = [each for each in overviews if len(each.shares) >= max(1, STARTED * students)]
    return begun[-1].name if begun else max(overviews, key=lambda each: len(each.shares)).name if overviews else ""


def _assignment(
    each: AssignmentOverview,
    records: Sequence[Record],
    found: Sequence[Misconception],
    sources: ReportSources,
    shared: Mapping[str, object],
) -> dict[str, str]:
    """Return the page of an assignment, and the file of what was named in it, if anything was."""
    named, unnamed = shown_clusters(records, sources.names, None if sources.anonymous else sources.answers)
    known = sources.known.get(each.name, frozenset())
    to_paste = [given for given in named if given.name not in known]
    page = render_with_script(
        "report_assignment.html",
        "tables.js",
        overview=each,
        histogram=histogram(each.shares),
        exercises=analyse(records),
        by_people=graded_by_people(records),
        questions=question_answers(records),
        found=[mistake for mistake in found if mistake.assignment == each.name],
        monday=MONDAY,
        named=to_paste,
        clusters=unnamed[:CLUSTERS_AT_MOST],
        more_clusters=max(0, len(unnamed) - CLUSTERS_AT_MOST),
        known=known,
        command=sources.command,
        **shared,
    )
    entries = answers_file(each.name, to_paste)
    return {f"{each.name}.html": page, **({f"answers-{each.name}.py": entries} if entries else {})}


def _names(gradebook: Gradebook, anonymous: bool) -> _Names:
    students = [student.name for student in gradebook.counted]
    return _Names(numbered(students, gradebook.course.seed) if anonymous else {})


def numbered(students: Sequence[str], seed: str) -> dict[str, str]:
    """Return a number for each student; only the course's seed tells their order, which is that of pseudonyms."""
    mixed = sorted(students, key=lambda name: pseudonym(seed, name))
    return {name: f"student {number:0{len(str(len(mixed)))}}" for number, name in enumerate(mixed, 1)}


@dataclass(frozen=True)
class _Names:
    """How students are called in a page."""

    called: Mapping[str, str]

    def __call__(self, student: str) -> str:
        return self.called.get(student) or single_line(student, 80)

    def all(self, standings: Sequence[Standing]) -> str:
        """Return the names of all these, in the order of the names that are shown."""
        return ", ".join(sorted(self(each.entry.student) for each in standings))

    def listed(self, students: Sequence[str]) -> str:
        """Return names in a row, a long row cut."""
        more = [f"and {len(students) - NAMED_AT_MOST} more"] if len(students) > NAMED_AT_MOST else []
        return ", ".join([*sorted(map(self, students[:NAMED_AT_MOST])), *more])
