"""A report in a notebook: HTML where it is understood, and the same as text everywhere else.

It is displayed, never returned: the value of a check cell is nbgrader's. Colours are the notebook's own (light or
dark); a student's text is escaped, and no style or script leaves the box.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.core.text import html_with_code
from autograder.core.verdicts import ExerciseReport
from autograder.student.text import report_text
from autograder.student.view import FAIL, PASS, ReportView, view_of

BORDERS = {PASS: "#1a7f37", FAIL: "#c62828"}  # each at least 3 to 1 on white and on black
OTHER = "#767676"
CELL = "padding:.15em .8em .15em 0;text-align:left;vertical-align:top"


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What a notebook displays of a report."""

    report: ExerciseReport
    call: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": report_text(self.report, self.call),
            "text/html": "".join(_html(view_of(self.report, self.call))),
        }

    def __repr__(self) -> str:
        return report_text(self.report, self.call)


def show(report: ExerciseReport, call: str = "") -> None:
    """Display a report in a notebook, print it anywhere else. call: the one that shows the fault, as source code."""
    if _in_notebook():
        from IPython.display import display

        display(ShownReport(report, call))  # type: ignore[no-untyped-call]
    else:
        print(report_text(report, call))


def _in_notebook() -> bool:
    """Say whether a front end is there that may show HTML; IPython in a terminal has none."""
    ipython = sys.modules.get("IPython")  # imported already wherever there is a shell
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"


def _html(view: ReportView) -> Iterator[str]:
    yield f'<div style="border-left:4px solid {BORDERS.get(view.mark, OTHER)};padding:.1em .9em;margin:.3em 0">'
    yield f"<div>{view.mark} {html_with_code(view.head)}</div>"
    for text in view.diagnosis:
        yield f'<div style="font-weight:600;margin:.35em 0">{html_with_code(text)}</div>'
    if view.rows:
        yield '<table style="margin:.3em 0;border-collapse:collapse">'
        yield f'<tr><th scope="col" style="{CELL}">check</th><th scope="col" style="{CELL}">what was seen</th></tr>'
        for row in view.rows:
            head = f'<th scope="row" style="{CELL};font-weight:normal">{row.mark} {html_with_code(row.name)}</th>'
            yield f'<tr>{head}<td style="{CELL}">{html_with_code(row.seen) or "passed"}</td></tr>'
        yield "</table>"
    if view.call:
        yield f'<div>To see it, run in a cell:</div><pre style="margin:.2em 0">{escape(view.call)}</pre>'
    for text in (*(f"Hint: {hint}" for hint in view.hints), *filter(None, [view.note])):
        yield f'<div style="margin:.2em 0">{html_with_code(text)}</div>'
    yield "</div>"
