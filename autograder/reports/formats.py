"""All formats that a gradebook can be exported in: a new one is a file beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable

from autograder.gradebook.entries import Gradebook
from autograder.reports.autolab import autolab
from autograder.reports.canvas import canvas
from autograder.reports.classroom50 import classroom50
from autograder.reports.downloaded import BOM
from autograder.reports.export import Exported, Format, Request
from autograder.reports.github import github_summary
from autograder.reports.grades_csv import grades_csv
from autograder.reports.gradescope import gradescope
from autograder.reports.junit import junit
from autograder.reports.moodle import moodle
from autograder.reports.moodle_feedback import moodle_feedback
from autograder.reports.parquet import parquet
from autograder.reports.prairielearn import prairielearn
from autograder.reports.table import ScoreTable, table_of


def _printed(write: Callable[[ScoreTable], str]) -> Callable[[Gradebook, Request], Exported]:
    """Return a format that is one text, made of the table of all assignments."""

    def make(gradebook: Gradebook, request: Request) -> Exported:
        return Exported({"": (BOM if request.bom else b"") + write(table_of(gradebook)).encode("utf-8")})

    return make


WORKSHEET = "the grading worksheet of one assignment"
FORMATS = (
    Format("csv", "a table (--bom: for Excel)", _printed(grades_csv), printed=True, brief=True),
    Format("github", "a job summary for GitHub Actions", _printed(github_summary), printed=True, brief=True),
    Format("parquet", "a table for pandas, polars, DuckDB, R", parquet, brief=True),
    Format("canvas", "a gradebook to import", canvas, into="the gradebook as downloaded", brief=True),
    Format("moodle", "a grading worksheet to upload", moodle, into=WORKSHEET, brief=True),
    Format("moodle-feedback", "a zip of feedback files to upload", moodle_feedback, into=WORKSHEET),
    Format("gradescope", "results.json per submission", gradescope),
    Format("junit", "JUnit XML per assignment", junit),
    Format("classroom50", "result.json per submission", classroom50),
    Format("autolab", "the last line of output per submission", autolab),
    Format("prairielearn", "results.json per submission", prairielearn),
)
