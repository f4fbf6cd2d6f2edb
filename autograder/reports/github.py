"""The table of scores as Markdown, for the summary of a CI job."""

from __future__ import annotations

import re

from autograder.reports.table import Table


def github_summary(table: Table) -> str:
    """Return a Markdown table. Names are escaped: a folder's name must not become markup.

    Source: GitHub Flavored Markdown, 4.10 (tables), 6.1 (backslash escapes), 6.9 (what becomes a link by itself).
    """
    lines = [
        "| student | " + " | ".join(map(escaped, table.assignments)) + " | total |",
        "|---|" + "---:|" * (len(table.assignments) + 1),
    ]
    for student, row, total in table.rows:
        cells = ["–" if score is None else f"{score:g}" for score in row]
        lines.append(f"| {escaped(student)} | " + " | ".join(cells) + f" | {total:g} |")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown and HTML show as it is: no markup, no link, no mention."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~:@.-])", r"\\\1", text)
