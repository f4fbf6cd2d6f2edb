"""The gradebook as a parquet file for pandas, polars, DuckDB or R: a row per student and assignment."""

from __future__ import annotations

import io

from autograder.errors import UsageError
from autograder.gradebook.entries import Gradebook
from autograder.reports.export import Exported, Request, chosen

NAME = "grades.parquet"
COLUMNS = ("raw", "score", "max_score", "status", "late_days", "late_penalty")


def parquet(gradebook: Gradebook, request: Request) -> Exported:
    """Return the file; a score that is none is null. It takes pyarrow: the extra `parquet`."""
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ModuleNotFoundError as error:
        raise UsageError("exporting parquet needs pyarrow: pip install 'proofgrade[parquet]'") from error

    students = gradebook.counted
    pairs = [(student, gradebook.entries[student.name, name]) for student in students
             for name in chosen(gradebook, request)]  # fmt: skip
    columns = {
        "student": pyarrow.array([student.name for student, _ in pairs], pyarrow.string()),
        "section": pyarrow.array([student.section for student, _ in pairs], pyarrow.string()),
        "assignment": pyarrow.array([entry.assignment for _, entry in pairs], pyarrow.string()),
    }
    kinds = {"status": pyarrow.string(), "late_days": pyarrow.int64()}
    for column in COLUMNS:
        values = [getattr(entry, column) for _, entry in pairs]
        columns[column] = pyarrow.array(values, kinds.get(column, pyarrow.float64()))
    columns["reasons"] = pyarrow.array([list(entry.reasons) for _, entry in pairs], pyarrow.list_(pyarrow.string()))
    file = io.BytesIO()
    write_table(pyarrow.table(columns), file)
    return Exported({NAME: file.getvalue()})
