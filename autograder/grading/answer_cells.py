"""Where the answer to an exercise lies, when its own cell is as released or is no code: work is never passed over.

Students type an answer into the check cell below, into a cell of their own or into a given one, and they turn cells
into Markdown. In their own notebook such an answer works, and check says so: then it counts in grading too, with a
note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from autograder.core.answer_key import AnswerKey
from autograder.core.cell_magics import idle_magic
from autograder.core.model import Cell
from autograder.core.student_code import defines
from autograder.core.syntax import answer_source
from autograder.notebooks.marks import definitions, tidied

ELSEWHERE = "answered in another cell, too: the answer in its own cell counts"
OWN = "its own cell is as released; the `{name}` in {place} was graded"
EMPTIED = "its own cell holds no `{name}`; the one in {place} was graded"
_COMMENT = re.compile(r"#.*")
NOT_RUN = "its own cell begins with {magic}, so nothing in it is run: take that line out"
PASSED_OVER = "its own cell begins with {magic}, so nothing in it is run; the `{name}` in {place} was graded"
NO_CODE = "its cell is not a code cell: it was graded as code; turn it back into a code cell (press Y in it)"


def locate_answers(key: AnswerKey, cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], Mapping[str, str]]:
    """Return the cells with each exercise's mark on the cell that answers it, and notes on those found elsewhere.

    The stub of an exercise that is answered elsewhere is left out, so that it does not replace the answer.
    """
    settled, notes = list(cells), dict[str, str]()
    for name, stub in key.stub.items():
        own = [place for place, cell in enumerate(settled) if cell.exercise == name and cell.kind == "code"]
        written = [place for place in own if tidied(settled[place].source) != tidied(stub)]
        idle = next(filter(None, (idle_magic(settled[place].source) for place in written)), "")
        if not idle and any(_names(settled[place].source, name) for place in written):
            if f'answer("{name}"' in stub and _answer(key, settled, name, own) is not None:
                notes[name] = ELSEWHERE
            continue
        place = _answer(key, settled, name)
        if place is None:
            notes |= {name: NOT_RUN.format(magic=idle)} if idle else {}
            continue
        said = PASSED_OVER if idle else EMPTIED if written else OWN
        if note := _note(settled[place], name, bool(own), said.replace("{magic}", idle)):
            notes[name] = note
        settled[place] = _as_answer(settled[place], name)
        for each in own:
            kept = settled[each].source if each in written else ""
            settled[each] = replace(settled[each], source=kept, exercise=None)
    return tuple(settled), notes


def sources_of(cells: Sequence[Cell]) -> dict[str, str]:
    """Return the source of each answer, with those of the student's other cells that it uses functions of."""
    code = [cell for cell in cells if cell.kind == "code"]
    helpers = [cell.source for cell in code if not cell.exercise]
    return {cell.exercise: answer_source(cell.exercise, cell.source, helpers) for cell in code if cell.exercise}


def _answer(key: AnswerKey, cells: Sequence[Cell], name: str, besides: Collection[int] = ()) -> int | None:
    """Return the place of the last code cell that defines an exercise in words of the student's own, or None.

    A cell that carries the exercise's mark and is no code comes last. besides: places that are not looked at.
    """
    released = {tidied(source) for source in (*key.given, *key.stub.values(), *key.demonstrations)}
    code, prose = None, None
    for place, cell in enumerate(cells):
        if place in besides or name not in cell.source or tidied(cell.source) in released:
            continue
        if cell.kind == "code" and name in definitions(cell.source) and defines(cell.source, name):
            code = place
        elif cell.kind != "code" and cell.exercise == name and name in definitions(cell.source):
            prose = place
    return prose if code is None else code


def _as_answer(cell: Cell, name: str) -> Cell:
    """Return a cell as code that is run; a cell that answers another exercise keeps its own mark."""
    exercise = cell.exercise if cell.kind == "code" and cell.exercise else name
    return replace(cell, kind="code", exercise=exercise, given=None, check=None)


def _names(source: str, name: str) -> bool:
    """Say whether a cell's code names an exercise; an emptied one, or one that holds a comment alone, does not."""
    return re.search(rf"\b{re.escape(name)}\b", _COMMENT.sub("", source)) is not None


def _note(cell: Cell, name: str, has_own: bool, said: str) -> str:
    if cell.kind != "code":
        return NO_CODE
    if not has_own and not cell.check and not cell.given:
        return ""
    place = "the check cell" if cell.check else "a given cell" if cell.given else "another cell"
    return said.format(name=name, place=place) + ("" if has_own else ": keep it in a cell of its own")
