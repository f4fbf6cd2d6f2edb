"""The released lessons as a site shows them: run once, so that figures are in them, and nothing of a solution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import filterfalse

import nbformat
from nbformat import NotebookNode

from autograder import temporary
from autograder.errors import AutograderError
from autograder.student.view import OPEN

RUN_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Lesson:
    """One released assignment: its name, the title of its notebook, its files by name, and the notebook as it ran."""

    name: str
    title: str
    files: Mapping[str, bytes]
    shown: NotebookNode


def lesson(name: str, files: Mapping[str, bytes], *, figures: bool = True) -> Lesson:
    """Return a released folder as a lesson. Raises AutograderError where its stub does not run through."""
    notebook = nbformat.reads(files[f"{name}.ipynb"].decode(), as_version=4)
    return Lesson(name, _title(notebook, name), files, run(name, notebook, files) if figures else notebook)


def run(name: str, notebook: NotebookNode, files: Mapping[str, bytes]) -> NotebookNode:
    """Return the notebook with what its cells display before anybody has solved anything. Ours alone: no student's."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    with temporary.folder("autograder-lesson") as folder:
        for file, content in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        client = NotebookClient(notebook, timeout=RUN_SECONDS, resources={"metadata": {"path": str(folder)}})
        try:
            shown: NotebookNode = client.execute()
        except CellExecutionError as problem:
            raise AutograderError(f"the released notebook of {name} stops: {problem}") from None
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [] if cell.metadata.get("check") else [*filterfalse(_waits, cell.outputs)]
    return shown


def _waits(output: NotebookNode) -> bool:
    """Return whether an output says only that something is not written yet, which is of no use to a reader."""
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    return bool(text) and all(line.startswith(OPEN) for line in text.splitlines())


def _title(notebook: NotebookNode, name: str) -> str:
    """Return the first heading of a notebook, else the assignment's name in words."""
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), name.replace("_", " "))
