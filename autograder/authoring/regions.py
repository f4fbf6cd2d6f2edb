"""The lines between solution marks, found in one place for all who check, search or change a solution."""

from __future__ import annotations

from autograder.core.model import Cell

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


class MarkError(ValueError):
    """The marks of a cell do not pair up. line: of the file."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def solution_regions(cell: Cell) -> tuple[range, ...]:
    """Return, for each pair of marks, the numbers of the lines between them, as the file counts them from cell.line.

    Raises MarkError.
    """
    regions: list[range] = []
    begun: int | None = None
    for line, text in enumerate(cell.source.splitlines(), cell.line):
        mark = text.strip()
        if mark not in (BEGIN, END):
            if BEGIN in mark or END in mark:
                raise MarkError(line, "a solution mark shares its line: give it one of its own")
        elif mark == BEGIN and begun is not None:
            raise MarkError(line, f"'{BEGIN}' again before '{END}' of line {begun}")
        elif mark == BEGIN:
            begun = line
        elif begun is None:
            raise MarkError(line, f"'{END}' without '{BEGIN}' above it")
        else:
            regions.append(range(begun + 1, line))
            begun = None
    if begun is not None:
        raise MarkError(begun, f"'{BEGIN}' is never closed: add '{END}' in the same cell")
    return tuple(regions)
