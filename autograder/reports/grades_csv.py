"""grades.csv: a row per student, a score and a status per assignment, the total, and the reasons of what was decided.

A blank score is none: nothing handed in, a file that cannot be read, something excused, or something still to grade.
"""

from __future__ import annotations

import csv
import io

from autograder.reports.table import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel reads the wide ones too


def grades_csv(table: Table) -> str:
    """Return the table as CSV text, UTF-8 when written, lines ending in a newline."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    statuses = [f"{name} status" for name in table.assignments]
    writer.writerow([*map(harmless, ["student", *table.assignments, "total", *statuses]), "reasons"])
    for row in table.rows:
        scores = ["" if score is None else f"{score:.10g}" for score in row.scores]
        reasons = harmless("; ".join(row.reasons))
        writer.writerow([harmless(row.student), *scores, f"{row.total:.10g}", *row.statuses, reasons])
    return text.getvalue()


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
