"""All formats that a gradebook can be exported in: a new one is a file beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable

from autograder.gradebook.entries import Gradebook
from autograder.reports.canvas import canvas
from autograder.reports.downloaded import BOM
from autograder.reports.export import Exported, Format, Request
from autograder.reports.github import github_summary
from autograder.reports.grades_csv import grades_csv
from autograder.reports.moodle import moodle
from autograder.reports.parquet import parquet
from autograder.reports.table import ScoreTable, table_of


def _printed(write: Callable[[ScoreTable], str]) -> Callable[[Gradebook, Request], Exported]:
    """Return a format that is one text, made of the table of all assignments."""

    def make(gradebook: Gradebook, request: Request) -> Exported:
        return Exported({"": (BOM if request.bom else b"") + write(table_of(gradebook)).encode("utf-8")})

    return make


# What shows students' feedback takes long to import, and a table needs none of it.
def _moodle_feedback(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.moodle_feedback import moodle_feedback

    return moodle_feedback(gradebook, request)


def _gradescope(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.gradescope import gradescope

    return gradescope(gradebook, request)


def _junit(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.junit import junit

    return junit(gradebook, request)


def _classroom50(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.classroom50 import classroom50

    return classroom50(gradebook, request)


def _autolab(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.autolab import autolab

    return autolab(gradebook, request)


def _prairielearn(gradebook: Gradebook, request: Request) -> Exported:
    from autograder.reports.prairielearn import prairielearn

    return prairielearn(gradebook, request)


WORKSHEET = "the grading worksheet of one assignment"
FORMATS = (
    Format("csv", "a table (--bom: for Excel)", _printed(grades_csv), printed=True, brief=True),
    Format("github", "a job summary for GitHub Actions", _printed(github_summary), printed=True, brief=True),
    Format("parquet", "a table for pandas, polars, DuckDB, R", parquet, brief=True),
    Format("canvas", "a gradebook to import", canvas, into="the gradebook as downloaded", brief=True),
    Format("moodle", "a grading worksheet to upload", moodle, into=WORKSHEET, brief=True),
    Format("moodle-feedback", "a zip of feedback files to upload", _moodle_feedback, into=WORKSHEET),
    Format("gradescope", "results.json per submission", _gradescope),
    Format("junit", "JUnit XML per assignment", _junit),
    Format("classroom50", "result.json per submission", _classroom50),
    Format("autolab", "the last line of output per submission", _autolab),
    Format("prairielearn", "results.json per submission", _prairielearn),
)
