"""The table of scores as Markdown, for the summary of a CI job."""

from __future__ import annotations

from autograder.core.text import markdown_text
from autograder.reports.table import ScoreTable, blank


def github_summary(table: ScoreTable) -> str:
    """Return a Markdown table. Names are escaped: a folder's name must not become markup.

    Source: GitHub Flavored Markdown, 4.10 (tables), 6.1 (backslash escapes), 6.9 (what becomes a link by itself).
    """
    lines = [
        "| student | " + " | ".join(map(markdown_text, table.assignments)) + " | total |",
        "|---|" + "---:|" * (len(table.assignments) + 1),
    ]
    for row in table.rows:
        pairs = zip(row.scores, row.statuses, strict=True)
        cells = [blank(status) if score is None else f"{score:g}" for score, status in pairs]
        lines.append(f"| {markdown_text(row.student)} | " + " | ".join(cells) + f" | {row.total:g} |")
    if decided := [(row.student, reason) for row in table.rows for reason in row.reasons]:
        lines += ["", *(f"- {markdown_text(student)}: {markdown_text(reason)}" for student, reason in decided)]
    return "\n".join(lines) + "\n"
