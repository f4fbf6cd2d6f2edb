"""Which assignment each file of a hand-in belongs to, and the name that it is graded under."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.collecting.archive import MOST_BYTES_INSIDE, File, files_inside, is_zip
from autograder.errors import UsageError
from autograder.submissions.file_names import name_problem, stand_in
from autograder.submissions.foreign import assignment_of, cells_of
from autograder.submissions.read import TIMESTAMP
from autograder.submissions.timestamps import decoded

MOST_DEPTH = 3
_WORK = re.compile(r"(?P<stem>.*?)\.(?P<suffix>ipynb|py)(?:\.(?:txt|json))?\s*", re.IGNORECASE | re.DOTALL)
_OURS = re.compile(r"(?:test_\w+|conftest|course_config)\.py|public_checks\.json|proofgrade.*\.whl|autograder.*\.whl")


@dataclass(frozen=True)
class Piece:
    """One file of a hand-in, zips unpacked: path within the hand-in, bytes. problem: why it could not be read.

    note: what is odd about its path as it came.
    """

    path: str
    data: bytes
    problem: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @cached_property
    def work(self) -> str:
        """The suffix, .ipynb or .py, of what may hold answers, whatever was added to it; "" for all else."""
        found = _WORK.fullmatch(self.name)
        return "." + found["suffix"].lower() if found and not _OURS.fullmatch(self.name) and not self.problem else ""

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Placed:
    """A piece, the assignment it belongs to ("" if that cannot be told), its name there, what was done to it."""

    piece: Piece
    assignment: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Placer:
    """Places pieces. exercises: each assignment's names; asked: the one that all is said to be for ("" if none is)."""

    exercises: Mapping[str, Sequence[str]]
    asked: str = ""
    source: str = ""

    def place(self, files: Mapping[str, File]) -> list[Placed]:
        """Return where each file of a hand-in goes, those of zips within it one by one."""
        budget = Budget()
        pieces = [piece for path, file in files.items() for piece in unpacked(path, file, budget)]
        told = {piece.path: self._told(piece) for piece in pieces}
        assigned: dict[str, list[Piece]] = {}
        for piece in pieces:
            assigned.setdefault(self._assignment(piece, told, pieces), []).append(piece)
        return [placed for name, mine in assigned.items() for placed in self._named(name, mine, told)]

    def _told(self, piece: Piece) -> str:
        """Return the assignment that a piece's content names, else its path, the part nearest to the file first."""
        if piece.work:
            try:
                cells = cells_of(piece.work, decoded(piece.data))
            except ValueError:
                cells = ()
            if found := assignment_of(cells, self.exercises):
                return found
        parts = reversed(PurePosixPath(piece.path).parts)
        return next(filter(None, (self._by_name(part) for part in parts)), "")

    def _by_name(self, part: str) -> str:
        """Return the assignment that a folder or file is called after: `Chain rule (1).ipynb` is chain_rule's."""
        stem = _WORK.fullmatch(part)["stem"] if _WORK.fullmatch(part) else part.removesuffix(".zip")  # type: ignore[index]
        key = re.sub(r"[\W_]+", "", re.sub(r"\(\d+\)|[-_ ]\d{1,2}$|copy of|[-_ ]copy$", "", stem.lower()))
        return next((name for name in self.exercises if key == re.sub(r"[\W_]+", "", name.lower())), "")

    def _assignment(self, piece: Piece, told: Mapping[str, str], pieces: Sequence[Piece]) -> str:
        if self.asked:
            # Of a whole kit, what is another assignment's stays out; what came alone is what was handed in.
            others = [each for each in pieces if each.work and told[each.path] in ("", self.asked)]
            is_other = told[piece.path] not in ("", self.asked)
            return "" if is_other and others and others != [piece] else self.asked
        named = told[piece.path] or self._by_source()
        if not named and not piece.work:
            worked = {told[each.path] for each in pieces if each.work and told[each.path]}
            named = worked.pop() if len(worked) == 1 else ""
        return named

    def _by_source(self) -> str:
        """Return the one assignment whose name is part of the source's, as in `CS 101-Chain Rule-4711.zip`."""
        key = re.sub(r"[\W_]+", "", self.source.lower())
        found = [name for name in self.exercises if re.sub(r"[\W_]+", "", name.lower()) in key]
        return found[0] if len(found) == 1 else ""

    def _named(self, assignment: str, pieces: Sequence[Piece], told: Mapping[str, str]) -> Iterator[Placed]:
        """Give each piece its name: the right one to the likeliest notebook and script, others their own beside it."""
        taken: dict[str, Piece] = {}
        sure = any(told[piece.path] == assignment for piece in pieces if piece.work)
        for piece in sorted(
            pieces, key=lambda piece: (piece.name != assignment + piece.work, piece.path.count("/"), piece.path)
        ):
            if not assignment or not piece.work or (sure and not told[piece.path]):
                about = piece.problem or (f"looks like work on '{told[piece.path]}'" if told[piece.path] else "")
                note = "; ".join(filter(None, [piece.note, about]))
                yield Placed(piece, assignment, _free(_safe(piece.name), taken, piece), note)
                continue
            right = assignment + piece.work
            same_as = next((name for name, other in taken.items() if other.sha256 == piece.sha256), "")
            name = same_as or _free(right, taken, piece)
            yield Placed(piece, assignment, name, self._note(piece, assignment, name, same_as, told[piece.path]))

    def _note(self, piece: Piece, assignment: str, name: str, same_as: str, told: str) -> str:
        notes = [piece.note] if piece.note else []
        if told not in ("", assignment):
            notes.append(f"looks like work on '{told}'")
        if same_as:
            notes.append(f"the same as {same_as}")
        elif piece.path != name:
            notes.append(f"taken for {name}")
        return "; ".join(notes)


def _safe(name: str) -> str:
    return stand_in(name) + PurePosixPath(name).suffix[:10] if name_problem(name) or name.startswith(".") else name


def _free(name: str, taken: dict[str, Piece], piece: Piece) -> str:
    """Return the name, with a number in it if it is taken (in any letter case), and take it.

    timestamp.txt is: it says when something was handed in, which is not for the student to say.
    """
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    used, number, wanted = {TIMESTAMP, *(each.casefold() for each in taken)}, 0, name
    while wanted.casefold() in used:
        number += 1
        wanted = f"{stem} ({number}){dot}{suffix}"
    taken[wanted] = piece
    return wanted


class Budget:
    """How many bytes of one hand-in are still unpacked: zips in zips multiply."""

    def __init__(self, left: int = MOST_BYTES_INSIDE) -> None:
        self._left = left

    def spend(self, data: bytes) -> bytes:
        """Return the bytes. Raises UsageError where they are more than is left."""
        self._left -= len(data)
        if self._left < 0:
            raise UsageError(f"refused: unpacked it takes more than {MOST_BYTES_INSIDE >> 20} MB")
        return data


def unpacked(path: str, file: File, budget: Budget, depth: int = 0) -> list[Piece]:
    """Return a file's pieces: itself, or what is in it if it is a zip, with the zip's path in front."""
    if file.problem:
        return [Piece(path, b"", file.problem)]
    data = b""
    try:
        data = budget.spend(file.read())
        if not is_zip(path) or depth == MOST_DEPTH:
            return [Piece(path, data, note=file.note)]
        inside = files_inside(data, path)
        pieces = [piece for each in inside for piece in unpacked(f"{path}/{each.path}", each, budget, depth + 1)]
    except (UsageError, OSError) as error:
        return [Piece(path, data, str(error))]
    return pieces or [Piece(path, data, "is an empty zip")]
