"""grades.csv: a row per student, a score and a status per assignment, the total, and the reasons of what was decided.

A blank score is none: nothing handed in, a file that cannot be read, something excused, or something still to grade.
"""

from __future__ import annotations

import csv
import io

from autograder.core.text import csv_cell
from autograder.reports.table import ScoreTable


def grades_csv(table: ScoreTable) -> str:
    """Return the table as CSV text, UTF-8 when written, lines ending in a newline."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    statuses = [f"{name} status" for name in table.assignments]
    writer.writerow([*map(csv_cell, ["student", *table.assignments, "total", *statuses]), "reasons"])
    for row in table.rows:
        scores = ["" if score is None else f"{score:.10g}" for score in row.scores]
        reasons = csv_cell("; ".join(row.reasons))
        writer.writerow([csv_cell(row.student), *scores, f"{row.total:.10g}", *row.statuses, reasons])
    return text.getvalue()
