"""Every notebook runs from top to bottom in Jupyter: as it is released, where all is still to do, and solved."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.release.notebook import solved_notebook
from support.real_course import ASSIGNMENTS, COURSE, programmed, workbook

KINDS = ("released", "solved")
Notebooks = dict[tuple[str, str], NotebookNode]

every_notebook = pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in ASSIGNMENTS for kind in KINDS])
every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)


@pytest.fixture(scope="module")
def notebooks() -> Notebooks:
    """All notebooks, each run in a kernel of its own in the folder where students keep it."""
    books = {(name, kind): _notebook(name, kind) for name in ASSIGNMENTS for kind in KINDS}
    run_all([(book, str(COURSE.assignments / name)) for (name, _), book in books.items()])
    return books


def _notebook(name: str, kind: str) -> NotebookNode:
    if kind == "solved":
        return solved_notebook(workbook(name))
    return nbformat.read(COURSE.assignments / name / f"{name}.ipynb", as_version=4)


def run_all(books: Sequence[tuple[NotebookNode, str]]) -> None:
    """Run notebooks in Jupyter, as many at once as there are processors, each in its folder."""

    async def run(book: NotebookNode, folder: str, turn: asyncio.Semaphore) -> None:
        async with turn:
            client = NotebookClient(book, timeout=120, allow_errors=True, resources={"metadata": {"path": folder}})
            await client.async_execute()

    async def all_of_them() -> None:
        turn = asyncio.Semaphore(os.cpu_count() or 1)
        await asyncio.gather(*(run(book, folder, turn) for book, folder in books))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(COURSE.root), os.environ.get("PYTHONPATH", "")])))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        asyncio.run(all_of_them())


def outputs(book: NotebookNode) -> Iterator[tuple[NotebookNode, Any]]:
    for cell in book.cells:
        for output in cell.get("outputs", []):
            yield cell, output


def said(cell: NotebookNode) -> str:
    """Return what a cell printed or displayed, as text; Jupyter may deliver one text in several pieces."""
    return "".join(_text(output) for output in cell.outputs)


def _text(output: Any) -> str:
    if output.output_type == "display_data":
        return str(output.data["text/plain"])
    return str(output.text) if output.get("name") == "stdout" else ""


def reports(book: NotebookNode) -> dict[str, str]:
    """Return what each check of a notebook displays, its only output, as text."""
    told = {}
    for cell in book.cells:
        if "check" in cell.metadata:
            (output,) = cell.outputs
            assert set(output.data) == {"text/plain", "text/html"}
            told[cell.metadata.check] = output.data["text/plain"]
    return told


# --- every notebook ----------------------------------------------------------------------------------------------


@every_notebook
def test_no_cell_ends_in_an_error(name: str, kind: str, notebooks: Notebooks) -> None:
    failed = [
        (cell.source, o.ename, o.evalue) for cell, o in outputs(notebooks[name, kind]) if o.output_type == "error"
    ]
    assert not failed


@every_notebook
def test_nothing_warns(name: str, kind: str, notebooks: Notebooks) -> None:
    assert not [(cell.source, o.text) for cell, o in outputs(notebooks[name, kind]) if o.get("name") == "stderr"]


@every_notebook
def test_every_image_is_also_told_in_words(name: str, kind: str, notebooks: Notebooks) -> None:
    silent = [cell.source for cell, o in outputs(notebooks[name, kind]) if _is_image(o) and not _tells(_alt(o))]
    assert not silent, "give it an alt that says in plain words what is to be seen: figures.curves(…, alt=…)"


def _is_image(output: Any) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _tells(alt: str) -> bool:
    return len(alt.split()) >= 5 and not re.search(r"[$\\_^]", alt)


def _alt(output: Any) -> str:
    found = re.search(r'<img [^>]*alt="([^"]*)"', output.data.get("text/html", ""))
    return found[1] if found else ""


# --- released ----------------------------------------------------------------------------------------------------


@every_assignment
def test_every_check_of_the_released_notebook_says_that_nothing_was_tried(name: str, notebooks: Notebooks) -> None:
    checks = reports(notebooks[name, "released"])
    assert checks == {exercise: f"· {exercise}: not attempted yet" for exercise in programmed(name)}


@every_assignment
def test_the_released_notebook_already_shows_figures(name: str, notebooks: Notebooks) -> None:
    assert any(_is_image(output) for _, output in outputs(notebooks[name, "released"]))


# --- solved ------------------------------------------------------------------------------------------------------


@every_assignment
def test_every_check_of_the_solved_notebook_is_green(name: str, notebooks: Notebooks) -> None:
    checks = reports(notebooks[name, "solved"])
    assert list(checks) == programmed(name)
    assert not [text for text in checks.values() if not text.startswith("✓") or "\n" in text]


@every_assignment
def test_nothing_of_the_solved_notebook_is_still_to_do(name: str, notebooks: Notebooks) -> None:
    assert not [cell.source for cell in notebooks[name, "solved"].cells if "outputs" in cell and "·" in said(cell)[:1]]


# --- exercises that are not written yet --------------------------------------------------------------------------

IMPORT = "from autograder import check"
STUB = "def square(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
CELLS = {
    "through": "[square(x) for x in range(3)]",
    "partly": "print('before')\nsquare(2)\nprint('after')",
    "own words": "raise NotImplementedError('mine')",
    "at top level": "raise NotImplementedError",
    "of a library": "import numbers\nnumbers.Complex.__complex__(1)\nimport io\nio.RawIOBase().readinto(b'')",
    "other errors": "1 / 0",
}


@pytest.fixture(scope="module")
def unwritten(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NotebookNode]:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (IMPORT, STUB, *CELLS.values())])
    run_all([(book, str(tmp_path_factory.mktemp("empty")))])
    return dict(zip(CELLS, book.cells[2:], strict=True))


@pytest.mark.parametrize(("cell", "before"), [("through", ""), ("partly", "before\n")])
def test_a_cell_that_calls_an_unwritten_exercise_says_so_in_one_line(
    cell: str, before: str, unwritten: dict[str, NotebookNode]
) -> None:
    (output,) = unwritten[cell].outputs
    assert output.text == f"{before}· this cell uses square, which is not written yet: run it again when it is\n"


@pytest.mark.parametrize("cell", ["own words", "at top level", "of a library", "other errors"])
def test_every_other_error_is_shown_as_ever(cell: str, unwritten: dict[str, NotebookNode]) -> None:
    assert [output.output_type for output in unwritten[cell].outputs] == ["error"]


def test_running_all_cells_goes_on_behind_an_unwritten_exercise(tmp_path: Any) -> None:
    cells = [nbformat.v4.new_code_cell(text) for text in (IMPORT, STUB, "square(2)", "print('on')")]
    book = nbformat.v4.new_notebook(cells=cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(COURSE.root))
        NotebookClient(book, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()  # stops at an error
    assert said(book.cells[-1]) == "on\n"
