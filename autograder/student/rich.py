"""A report in a notebook: HTML where it is understood, and the same as text everywhere else.

It is displayed, never returned: the value of a check cell is nbgrader's. Colours are the notebook's own (light or
dark); a student's text is escaped, and no style or script leaves the box.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.core.evidence_text import INVITATION, measured, number_lines
from autograder.core.text import html_with_code
from autograder.core.verdicts import Evidence, ExerciseReport
from autograder.student.hint_levels import RULE
from autograder.student.text import encodable, report_text
from autograder.student.view import FAIL, PASS, ReportView, view_of

BORDERS = {PASS: "#1a7f37", FAIL: "#c62828"}  # each at least 3 to 1 on white and on black
OTHER = "#767676"
CELL = "padding:.15em .8em .15em 0;text-align:left;vertical-align:top;background:none"
CODE = "margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere;background:none;color:inherit"
NUMBERS = "margin:.2em 0;overflow-x:auto;white-space:pre;background:none;color:inherit"


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What a notebook displays of a report. level: how much of a known mistake is told. notes: what else is said."""

    report: ExerciseReport
    level: int = RULE
    notes: tuple[str, ...] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        return "".join(_html(view_of(self.report, self.level), self.notes))

    def __repr__(self) -> str:
        return "\n".join([report_text(self.report, self.level), *(f"    {note}" for note in self.notes)])


def show(report: ExerciseReport, level: int = RULE, notes: Iterable[str] = ()) -> None:
    """Display a report in a notebook, print it anywhere else."""
    shown = ShownReport(report, level, tuple(notes))
    if _in_marimo():
        sys.modules["marimo"].output.append(sys.modules["marimo"].Html(shown._repr_html_()))
    elif _in_notebook():
        from IPython.display import display

        display(shown)  # type: ignore[no-untyped-call]
    else:
        print(encodable(repr(shown)))


def say(text: str) -> None:
    """Say one line where a report would be shown."""
    print(encodable(text))


def _in_notebook() -> bool:
    """Say whether a front end is there that may show HTML; IPython in a terminal has none."""
    ipython = sys.modules.get("IPython")  # imported already wherever there is a shell
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"


def _in_marimo() -> bool:
    """Say whether a cell of a marimo notebook is running, which has no IPython and displays by a call of its own."""
    marimo = sys.modules.get("marimo")
    return marimo is not None and bool(getattr(marimo, "running_in_notebook", bool)())


def _html(view: ReportView, notes: Sequence[str]) -> Iterator[str]:
    yield f'<div style="border-left:4px solid {BORDERS.get(view.mark, OTHER)};padding:.1em .9em;margin:.3em 0">'
    yield f"<div>{view.mark} {html_with_code(view.head)}</div>"
    for text in view.diagnosis:
        yield f'<div style="font-weight:600;margin:.35em 0">{html_with_code(text)}</div>'
    if view.seen:
        yield f'<div style="margin:.35em 0">{html_with_code(view.seen)}</div>'
    if view.rows:
        yield from _table(view)
    if view.evidence:
        yield from _evidence(view.evidence)
    for text in filter(None, (*(f"Hint: {hint}" for hint in view.hints), view.more, view.note, *notes)):
        yield f'<div style="margin:.3em 0">{html_with_code(text)}</div>'
    yield "</div>"


def _table(view: ReportView) -> Iterator[str]:
    yield '<table style="margin:.3em 0;border-collapse:collapse">'
    yield f'<tr><th scope="col" style="{CELL}">check</th><th scope="col" style="{CELL}">what was seen</th></tr>'
    for row in view.rows:
        head = f'<th scope="row" style="{CELL};font-weight:normal">{row.mark} {html_with_code(row.name)}</th>'
        yield f'<tr style="background:none">{head}<td style="{CELL}">{html_with_code(row.seen) or "passed"}</td></tr>'
    yield "</table>"


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield f'<div style="margin-top:.5em">{INVITATION}</div><pre style="{CODE}">{escape(evidence.call)}</pre>'
    if lines := "\n".join(number_lines(evidence)):
        yield f'<pre style="{NUMBERS}">{_marked(escape(lines))}</pre>'
    from autograder.figures.comparison import comparison_svg  # a right answer has no need of it

    picture = comparison_svg(evidence.got, evidence.want, evidence.shape, evidence.worst, measured(evidence.kind))
    if picture:
        yield f'<figure style="margin:.3em 0">{picture}</figure>'


def _marked(lines: str) -> str:
    """Set the entries between > and < in bold."""
    return lines.replace("&gt;", "<strong>&gt;").replace("&lt;", "&lt;</strong>")
