"""A question as a form, where a notebook can draw one: ipywidgets writes the line that is to stand in the cell.

What is picked in a form is in no file. So the form answers nothing: it shows the line to write and, when the cell is
run again, puts it there, where the front end lets it. Without ipywidgets the text above the cell says it all.
"""

from __future__ import annotations

import sys
from typing import Any

from autograder.core.question.form import Form, Kind
from autograder.student.view import NOT_ANSWERED, OPEN

PICKED: dict[str, str] = {}  # of this kernel's session: question -> the line that its form shows
WRITTEN = "your choice stands in the cell now: run it once more"


def offer(name: str, form: Form) -> bool:
    """Show the form of a question that is not answered yet; return False where none can be shown."""
    shell = _shell()
    if shell is None or not form.choices:
        return False
    if (line := PICKED.pop(name, None)) is not None:
        shell.set_next_input(line, replace=True)
        print(f"{name}: {WRITTEN}, or write it yourself:\n{line}")
        return True
    try:
        import ipywidgets
    except ImportError:
        return False
    _show(ipywidgets, name, form)
    return True


def _show(widgets: Any, name: str, form: Form) -> None:
    from IPython.display import display

    # ipywidgets gives a box 300 pixels, and its text would stand far from it.
    narrow, level = widgets.Layout(width="3em"), widgets.Layout(align_items="center")
    boxes = [widgets.Checkbox(False, description=label, indent=False, layout=narrow) for label, _ in form.choices]
    texts = [widgets.HTMLMath(text) for _, text in form.choices]
    rows = [widgets.HBox([box, text], layout=level) for box, text in zip(boxes, texts, strict=True)]
    line = widgets.HTML()

    def picked(change: Any) -> None:
        if form.kind is Kind.ONE and change["new"]:
            for box in boxes:
                if box is not change["owner"]:
                    box.value = False
        labels = [label for box, (label, _) in zip(boxes, form.choices, strict=True) if box.value]
        line.value = _told(name, form, labels)

    for box in boxes:
        box.observe(picked, "value")
    # Where no widget is drawn, as in a page made of the notebook, this is read.
    bundle = {**widgets.VBox([*rows, line])._repr_mimebundle_(), "text/plain": f"{OPEN} {name}: {NOT_ANSWERED}"}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def _told(name: str, form: Form, labels: list[str]) -> str:
    """Remember the line for what is picked, and return what is said of it."""
    if not labels:
        PICKED.pop(name, None)
        return ""
    value = f'"{labels[0]}"' if form.kind is Kind.ONE else "[" + ", ".join(f'"{label}"' for label in labels) + "]"
    PICKED[name] = f'answer("{name}", {value})'
    return f"Run this cell again, and it will be <code>{PICKED[name]}</code>"


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return None if shell is None or type(shell).__name__ == "TerminalInteractiveShell" else shell
