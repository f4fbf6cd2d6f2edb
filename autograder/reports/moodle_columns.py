"""Which column of Moodle's grading worksheet is which: a site writes their names in its own language.

Names in the larger languages are known; in all others, what stands in the columns tells: e-mail addresses, the one
maximum of every row and the grade left of it, yes and no.
Source: the strings of moodle/mod/assign in its language packs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from autograder.reports.downloaded import Row

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GRADE = re.compile(r"-?|\d+(?:[.,]\d+)?")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
YES = frozenset(("yes", "ja", "sí", "si", "oui", "sim", "tak", "da", "igen", "kyllä", "evet", "はい", "是", "да"))
NO = frozenset(
    ("no", "nein", "nee", "non", "não", "nej", "nei", "ne", "nie", "nem", "ei", "hayır", "いいえ", "否", "нет")
)
_ENGLISH = ("identifier", "email address", "status", "grade", "maximum grade", "grade can be changed", "id number")
_NAMES = {
    "full name": ("vollständiger name", "volledige naam", "nombre completo", "nom complet", "nome completo"),
    "id number": (
        "id-nummer",
        "idnummer",
        "número de id",
        "numéro d'identification",
        "codice identificativo",
        "número de identificação",
    ),
    "grade": ("bewertung", "cijfer", "calificación", "note", "valutazione", "nota", "avaliação", "qualificació"),
    "maximum grade": (
        "bestwertung",
        "beste bewertung",
        "maximale bewertung",
        "maximaal cijfer",
        "calificación máxima",
        "note maximale",
        "valutazione massima",
        "nota máxima",
    ),
}


def columns_of(header: Sequence[str], bodies: Sequence[Row]) -> dict[str, int]:
    """Return the number of each column that is understood, by its English name in lower case, and of all others."""
    columns = {cell.strip().casefold(): column for column, cell in reversed([*enumerate(header)])}
    columns.setdefault("identifier", 0)
    for name, others in _NAMES.items():
        known = next((columns[other] for other in others if other in columns), None)
        if name not in columns and known is not None:
            columns[name] = known
    if "grade" not in columns and (column := _left_of_maximum(bodies, len(header))) is not None:
        columns["grade"], columns["maximum grade"] = column, column + 1
    _by_content(columns, "email address", bodies, len(header), lambda cell: _ADDRESS.fullmatch(cell) is not None)
    _by_content(columns, "grade can be changed", bodies, len(header), lambda cell: cell.casefold() in YES | NO)
    if "full name" not in columns and _is_of_names(columns, header, bodies):
        columns["full name"] = 1
    return columns


def _left_of_maximum(rows: Sequence[Row], width: int) -> int | None:
    """Return the one column of grades whose right neighbour says the same number in every row."""
    found = []
    for column in range(2, width):
        cells = {row.value(column) for row in rows}
        is_grade = all(_GRADE.fullmatch(row.value(column - 1)) for row in rows)
        if len(cells) == 1 and NUMBER.fullmatch(cells.pop()) and is_grade:
            found.append(column - 1)
    return found[0] if len(found) == 1 else None


def _by_content(
    columns: dict[str, int], name: str, rows: Sequence[Row], width: int, fits: Callable[[str], bool]
) -> None:
    """Find a column by what stands in it: the first in which every cell fits."""
    if name not in columns and rows:
        fitting = (column for column in range(1, width) if all(fits(row.value(column)) for row in rows))
        if (column := next(fitting, None)) is not None:
            columns[name] = column


def _is_of_names(columns: Mapping[str, int], header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Say whether the second column, which no name is known of, holds people's names: hardly a word is there twice."""
    cells, taken = {row.value(1) for row in rows}, {columns[name] for name in _ENGLISH if name in columns}
    return len(header) > 1 and 1 not in taken and len(rows) > 1 and len(cells) > len(rows) / 2
