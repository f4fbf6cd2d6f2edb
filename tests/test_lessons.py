"""What a lesson promises its reader is true: its examples, its notebook, and what it says about mistakes."""

from __future__ import annotations

import asyncio
import contextlib
import doctest
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from real_course import ASSIGNMENTS, COURSE, EXERCISES, workbook

from autograder.release.leak import clues
from autograder.release.notebook import solved_notebook, stub_notebook

every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)
every_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[f"{a}-{b}" for a, b in EXERCISES])
RUN = 8


# --- examples ----------------------------------------------------------------------------------------------------


@every_exercise
def test_the_examples_of_a_docstring_are_true(name: str, exercise: str) -> None:
    names = dict(workbook(name).solution)
    (found,) = doctest.DocTestFinder().find(names[exercise], exercise, module=False, globs=names)
    said = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(found, out=said.write)
    assert result.attempted > 0, "there is no example"
    assert result.failed == 0, said.getvalue()


@every_exercise
def test_a_docstring_says_what_goes_in_and_what_comes_out(name: str, exercise: str) -> None:
    function = workbook(name).solution[exercise]
    text = " ".join(function.__doc__.split())
    code = function.__code__
    assert "Returns: " in text
    missing = [word for word in code.co_varnames[: code.co_argcount] if not re.search(rf"\b{word}\b", text)]
    assert not missing


@every_assignment
def test_the_comment_beside_a_print_is_what_it_prints(name: str) -> None:
    promised = dict(_promises(name))
    printed = {line: said for line, said in _printed(name) if line in promised}
    assert printed.keys() == promised.keys()
    wrong = [f"{line}\nprints {printed[line]}" for line, text in promised.items() if not text.startswith(printed[line])]
    assert not wrong, "\n".join(wrong)


def _promises(name: str) -> Iterator[tuple[str, str]]:
    """Yield each line `print(…)  # 3.5` of the demonstrations, and its comment."""
    for cell in workbook(name).lesson.cells:
        for line in cell.source.splitlines() if cell.kind == "code" else ():
            if match := re.match(r"print\(.*\)  # (.*)", line):
                yield line, match[1]


def _printed(name: str) -> Iterator[tuple[str, str]]:
    """Run a solved lesson's cells; yield each line that prints by itself, and what it printed."""
    names = dict(workbook(name).solution)
    for cell in workbook(name).lesson.cells:
        if cell.kind != "code" or cell.exercise or cell.given or cell.check or "plt." in cell.source:
            continue
        for line in re.split(r"^(print\(.*\)  # .*)$", cell.source, flags=re.MULTILINE):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(line, names)
            yield line, said.getvalue().strip()


# --- the cells ---------------------------------------------------------------------------------------------------


@every_assignment
def test_each_exercise_is_followed_by_its_check(name: str) -> None:
    code = [cell for cell in workbook(name).lesson.cells if cell.kind == "code"]
    followed = {cell.exercise: after.check for cell, after in pairwise(code) if cell.exercise}
    assert followed == {exercise: exercise for exercise in workbook(name).lesson.exercises}


@every_assignment
def test_a_lesson_begins_with_its_setup(name: str) -> None:
    first = next(cell for cell in workbook(name).lesson.cells if cell.kind == "code")
    assert first.given == "setup"


@every_assignment
def test_a_lesson_names_its_sources_on_its_first_page(name: str) -> None:
    first = workbook(name).lesson.cells[0].source
    assert re.search("Weidman|Ruiz", first)


# --- mistakes ----------------------------------------------------------------------------------------------------


@every_assignment
def test_every_exercise_knows_three_mistakes_and_another_right_answer(name: str) -> None:
    mistakes = Counter(mistake.exercise for mistake in workbook(name).mistakes)
    right = Counter(answer.exercise for answer in workbook(name).right)
    assert [e for e in workbook(name).lesson.exercises if mistakes[e] < 3 or right[e] < 1] == []


@every_assignment
def test_what_is_said_about_a_mistake_is_a_sentence_and_not_an_essay(name: str) -> None:
    odd = [m.name for m in workbook(name).mistakes if len(m.sentence) > 300 or not m.sentence.endswith((".", "?"))]
    assert not odd


@every_assignment
def test_what_is_said_about_a_mistake_does_not_give_the_answer_away(name: str) -> None:
    lines = [clue.text.removeprefix("return ") for clue in clues(workbook(name).lesson)]
    telling = [line for line in lines if len(line) > 8 and re.search(r"[-+*/@(\[]", line)]
    told = [(m.name, line) for m in workbook(name).mistakes for line in telling if line in m.sentence]
    assert not told


# --- the notebook ------------------------------------------------------------------------------------------------


Executed = dict[str, dict[str, list[NotebookNode]]]


@pytest.fixture(scope="module")
def executed() -> Executed:
    """Each notebook's cells, run in Jupyter in its own folder: as released, then, in the same kernel, solved."""
    stubs = {name: stub_notebook(workbook(name)) for name in ASSIGNMENTS}
    solved = {name: solved_notebook(workbook(name)) for name in ASSIGNMENTS}
    cells = {name: stubs[name].cells + solved[name].cells for name in ASSIGNMENTS}
    both = {name: nbformat.from_dict({**stubs[name], "cells": cells[name]}) for name in ASSIGNMENTS}
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join(filter(None, [str(COURSE.root), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("PYTHONPATH", path)
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        asyncio.run(_run_all(both))
    return {
        name: {"stub": book.cells[: len(stubs[name].cells)], "solved": book.cells[len(stubs[name].cells) :]}
        for name, book in both.items()
    }


async def _run_all(books: dict[str, NotebookNode]) -> None:
    at_once = asyncio.Semaphore(os.cpu_count() or 1)

    async def run(name: str, book: NotebookNode) -> None:
        folder = {"metadata": {"path": str(COURSE.assignments / name)}}
        async with at_once:
            await NotebookClient(book, timeout=120, allow_errors=True, resources=folder).async_execute()

    await asyncio.gather(*(run(name, book) for name, book in books.items()))


def outputs(cells: list[NotebookNode]) -> Iterator[tuple[NotebookNode, Any]]:
    for cell in cells:
        for output in cell.get("outputs", []):
            yield cell, output


def said_by_checks(cells: list[NotebookNode]) -> list[str]:
    """Return what each check printed; Jupyter may deliver one text in several pieces."""
    checks = [cell for cell in cells if cell.metadata.get("check")]
    return ["".join(output.text for output in cell.outputs) for cell in checks]


@every_assignment
@pytest.mark.parametrize("kind", ["solved", "stub"])
def test_the_notebook_runs_from_top_to_bottom(name: str, kind: str, executed: Executed) -> None:
    failed = [(cell.source, o.evalue) for cell, o in outputs(executed[name][kind]) if o.output_type == "error"]
    assert not failed


@every_assignment
def test_every_check_of_the_solved_notebook_is_green(name: str, executed: Executed) -> None:
    said = said_by_checks(executed[name]["solved"])
    assert len(said) == len(workbook(name).lesson.exercises)
    assert all(text.startswith("✓") for text in said)


@every_assignment
def test_every_check_of_the_stub_says_that_nothing_was_tried(name: str, executed: Executed) -> None:
    said = said_by_checks(executed[name]["stub"])
    assert len(said) == len(workbook(name).lesson.exercises)
    assert all(text.rstrip().endswith("not attempted yet") for text in said)


@every_assignment
def test_the_stub_already_shows_the_figures(name: str, executed: Executed) -> None:
    assert any("image/png" in o.get("data", {}) for _, o in outputs(executed[name]["stub"]))


@every_assignment
def test_nothing_in_the_notebook_warns(name: str, executed: Executed) -> None:
    said = [o.text for _, o in outputs(executed[name]["solved"]) if o.get("name") == "stderr"]
    assert not said


# --- our own words -----------------------------------------------------------------------------------------------


@every_assignment
def test_no_sentence_is_taken_from_the_sources(name: str) -> None:
    """COURSE_SOURCES is a folder with the texts of the sources, which are not ours to hand out."""
    folder = Path(os.environ.get("COURSE_SOURCES", "not there"))
    if not folder.is_dir():
        pytest.skip("COURSE_SOURCES names no folder")
    printed = {run for path in folder.glob("*.txt") for run in _runs(path.read_text("utf-8", "replace"))}
    prose = "\n".join(cell.source for cell in workbook(name).lesson.cells if cell.kind == "markdown")
    prose = re.sub(r"```.*?```|\$\$.*?\$\$|\$.*?\$|\"[^\"]*\"", " ¶ ", prose, flags=re.DOTALL)  # formulas and titles
    taken = [" ".join(run) for part in prose.split("¶") for run in _runs(part) if run in printed]
    assert not taken


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
