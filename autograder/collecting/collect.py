"""From what a system gives out to submitted/<student>/<assignment>/: recognise, match, place, keep, choose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.collecting import canvas, git, gradescope, moodle, plain
from autograder.collecting.archive import File, files_in
from autograder.collecting.attempts import (
    KEPT,
    WORK,
    Attempt,
    Choice,
    alone,
    attempts_in,
    keep,
    latest,
    put_forward,
    stamp,
)
from autograder.collecting.handin import HandIn
from autograder.collecting.mapping import MAPPING, Line, read_lines, write_lines
from autograder.collecting.people import People
from autograder.collecting.place import Placed, Placer
from autograder.core.text import plain_name
from autograder.errors import UsageError
from autograder.gradebook.roster import Student
from autograder.submissions.read import TIMESTAMP

LAYOUTS = ("canvas", "moodle", "gradescope", "git", "folder")
UNPLACED = "unplaced"


@dataclass(frozen=True)
class Collection:
    """What is to be collected into out. exercises: the names of each assignment's exercises; asked: --assignment.

    layout: one of LAYOUTS, or "" to find out by looking. choose: which of several attempts counts. participants: whose
    each of Moodle's participant numbers is, where a worksheet tells.
    """

    out: Path
    exercises: Mapping[str, Sequence[str]]
    roster: tuple[Student, ...] = ()
    asked: str = ""
    layout: str = ""
    by_group: bool = False
    trust_commit_dates: bool = False
    choose: Choice = latest
    participants: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Collected:
    """What became of it all: a line per file, and the sentences that someone should read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    layouts: dict[str, str] = field(default_factory=dict)
    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    own_word: int = 0  # hand-ins of which only the students' own dates are known


def collect(collection: Collection, sources: Sequence[Path]) -> Collected:
    """Collect sources, all of which are read and found harmless before anything is written.

    Raises UsageError for a source that is refused or not recognised, SourceError for metadata or an earlier mapping
    that cannot be read.
    """
    for source in sources:
        _require_apart(source, collection.out)
    found = [(source, *_read(collection, source)) for source in sources]
    read_lines(collection.out / MAPPING)  # or nothing is written
    with alone(collection.out):
        return _collected(collection, found)


def _collected(collection: Collection, found: Sequence[tuple[Path, str, list[HandIn]]]) -> Collected:
    before, done = read_lines(collection.out / MAPPING), Collected()
    for source, layout, hand_ins in found:
        done.layouts[source.name] = layout
        people = People(collection.roster, hand_ins, collection.by_group, collection.participants)
        placer = Placer(collection.exercises, collection.asked, source.name)
        for hand_in in sorted(hand_ins, key=lambda each: each.order):
            _take(collection, source.name, hand_in, people, placer, done)
    if done.own_word:
        clones = "1 clone" if done.own_word == 1 else f"{done.own_word} clones"
        done.problems.append(f"{clones}: when they were pushed is not known here; their dates are in {MAPPING}")
    done.problems = list(dict.fromkeys(done.problems))
    counting = _choose(collection, done)
    write_lines(collection.out / MAPPING, before, done.lines, counting)
    return done


def _require_apart(source: Path, out: Path) -> None:
    here, there = source.resolve(), out.resolve()
    if source.is_dir() and (here.is_relative_to(there) or there.is_relative_to(here)):
        raise UsageError(f"'{source}' and '{out}', where work is collected, overlap: rename it, or name another --out")


def _read(collection: Collection, source: Path) -> tuple[str, list[HandIn]]:
    files = files_in(source)
    layout = collection.layout or recognised(source, files)
    if layout == "git":
        if not git.recognises(source):
            raise UsageError(f"{source}: no folder in it is a clone with a .git")
        return layout, git.hand_ins(source, files, collection.trust_commit_dates)
    read = {"canvas": canvas, "moodle": moodle, "gradescope": gradescope}.get(layout)
    if read is None:
        return layout, plain.hand_ins(files)
    if not read.recognises(files):
        raise UsageError(f"{source}: is not laid out as {layout} does: leave --from out to have it recognised")
    return layout, read.hand_ins(files)


def recognised(source: Path, files: Sequence[File]) -> str:
    """Return the layout of a source. Raises UsageError for one that is none that we know."""
    for name, layout in (("gradescope", gradescope), ("moodle", moodle), ("canvas", canvas)):
        if layout.recognises(files):
            return name
    if git.recognises(source):
        return "git"
    if any("/" in file.path for file in files):
        return "folder"
    raise UsageError(
        f"{source}: is not laid out like any system known here ({', '.join(LAYOUTS)}), and has no folder per student"
    )


def _take(
    collection: Collection, source: str, hand_in: HandIn, people: People, placer: Placer, done: Collected
) -> None:
    """Place and keep one hand-in, for everyone whose work it is."""
    students, problem = people.of(hand_in)
    if problem:
        done.lines += _unplaced(collection, source, placer.place(hand_in.files), problem, done)
        return
    by_assignment: dict[str, list[Placed]] = {}
    for placed in placer.place(hand_in.files):
        by_assignment.setdefault(placed.assignment, []).append(placed)
    for assignment, placed_here in by_assignment.items():
        if not assignment:
            is_work = len(by_assignment) == 1 or any(map(_is_open_work, placed_here))
            why = _no_assignment(collection, students) if is_work else ""
            done.lines += _unplaced(collection, source, placed_here, why, done)
            continue
        for student in students:
            done.lines += _kept(collection, source, hand_in, student, assignment, placed_here)
            done.touched[student, assignment] = None
    if hand_in.own_word:
        done.own_word += 1
    elif hand_in.said and not hand_in.submitted:
        done.problems.append(f"{', '.join(map(plain_name, students))}: {hand_in.said}")


def _is_open_work(placed: Placed) -> bool:
    """Say whether it may hold answers, and nothing tells to which assignment."""
    return bool(placed.piece.work) and placed.note == placed.piece.note


def _no_assignment(collection: Collection, students: Sequence[str]) -> str:
    known = ", ".join(collection.exercises)
    return f"{', '.join(students)}: for which assignment is not clear: name it with --assignment ({known})"


def _kept(
    collection: Collection, source: str, hand_in: HandIn, student: str, assignment: str, placed: Sequence[Placed]
) -> Iterator[Line]:
    files = {each.name: each.piece.data for each in placed}
    if stamped := stamp(hand_in.submitted, hand_in.said if hand_in.late else ""):
        files[TIMESTAMP] = stamped
    attempt = keep(collection.out / KEPT / student / assignment, files, hand_in.submitted, hand_in.order)
    for each in placed:
        where = f"{KEPT}/{student}/{assignment}/{attempt.name}/{WORK}/{each.name}"
        note = "; ".join(filter(None, [each.note, hand_in.said]))
        name, sha256 = each.piece.path, each.piece.sha256
        yield Line(source, name, student, assignment, attempt.name, attempt.submitted, where, sha256, note=note)


def _unplaced(
    collection: Collection, source: str, placed: Sequence[Placed], why: str, done: Collected
) -> Iterator[Line]:
    """Keep what fits nobody or nothing, under its hash, and say so; why is "" for what nobody misses, as a README."""
    names = ", ".join(plain_name(each.piece.path) for each in placed[:3]) + (", …" if len(placed) > 3 else "")
    if why:
        done.problems.append(f"{names}: {why}")
    for each in placed:
        piece = each.piece
        folder = collection.out / KEPT / UNPLACED / hashlib.sha256(piece.path.encode() + piece.data).hexdigest()[:12]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / each.name).write_bytes(piece.data)
        where = f"{KEPT}/{UNPLACED}/{folder.name}/{each.name}"
        note = "; ".join(filter(None, [each.note, why])) or "kept, and not graded"
        yield Line(source, piece.path, "", "", "", "", where, piece.sha256, note=note)


def _choose(collection: Collection, done: Collected) -> dict[tuple[str, str], str]:
    """Put forward the attempt that counts of everyone whose work came in; return its name."""
    counting = {}
    for student, assignment in done.touched:
        attempts = attempts_in(collection.out / KEPT / student / assignment)
        chosen: Attempt = collection.choose(attempts) if len(attempts) > 1 else attempts[0]
        counting[student, assignment] = chosen.name
        if problem := put_forward(chosen, attempts, collection.out / student / assignment):
            done.problems.append(problem)
    return counting
