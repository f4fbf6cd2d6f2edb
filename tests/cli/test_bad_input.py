"""Whatever comes from outside damaged gets a sentence that names the file, exit code 2, and nothing half-written."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.records.store import write_record
from support.books import record_of, sheet
from support.layouts import canvas, gradescope, moodle, zip_of
from support.tiny import make_course

TRIES = int(os.environ.get("BAD_INPUTS", "15"))
ROSTER = "student;name;email;canvas_id;moodle_id\nada;Ada Lovelace;ada@x.org;11;901\nzoë;Zoë Ëck;zoe@x.org;12;902\n"
CANVAS = (
    'Student,ID,SIS Login ID,Section,Tiny (5)\n,,,,Manual Posting\n    Points Possible,,,,100\n"Lovelace, Ada",11,,A,\n'
)
MOODLE = "Identifier,Full name,Email address,Grade,Maximum grade\nParticipant 901,Ada Lovelace,ada@x.org,,100\n"
WORK = {"ada": b'{"cells": [], "nbformat": 4}', "zoë": b"x = 1\n"}
DECISIONS = {
    "extensions.csv": "student,assignment,until,extra_time,reason\nada,tiny,2027-02-01 12:00,,ill\nzoë,*,,50%,ill\n",
    "overrides.csv": 'student,assignment,exercise,score,reason\nada,tiny,quad,"2,5",x\nzoë,tiny,,excused,ill\n',
    "requests.csv": "student,assignment,exercise,reason,answer\nada,tiny,quad,mine is right,no\n",
}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    made = make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    sheet(tmp_path, "roster.csv", *ROSTER.splitlines())
    for name in ("ada", "zoë"):
        write_record(tmp_path / "grades", record_of(name, seed=f"seed-{0:032}"))
    return made


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with one to three damages of the kinds that mail, spreadsheets, editors and disks do."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data) + 1)
        damage = chance.randrange(8)
        if damage == 0:
            data = data[:place]
        elif damage == 1:
            data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        elif damage == 2:
            data = (
                data[:place]
                + chance.choice([b"\0", b'"', b"\r", b"\n", b",", b";", b"\xff", b"=", b"'", b":", b"["])
                + data[place:]
            )
        elif damage == 3:
            data = data[:place] + data[place + chance.randint(1, 40) :]
        elif damage == 4:
            data = data + data[place:]
        elif damage == 5:
            data = data.decode("utf-8", "replace").encode(chance.choice(["utf-16", "latin-1", "utf-8-sig"]), "replace")
        elif damage == 6:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            data = b"".join(lines)
        else:
            data = data.replace(b",", chance.choice([b";", b"\t", b"|"]))
    return data


def everything(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def roster_of_layouts() -> dict[str, object]:
    from autograder.gradebook.roster import Student

    return {
        "ada": Student("ada", "Ada Lovelace", "ada@x.org", canvas_id="11", moodle_id="901"),
        "zoë": Student("zoë", "Zoë Ëck", "zoe@x.org", canvas_id="12", moodle_id="902"),
    }


def zipped(layout: Callable[..., dict[str, bytes]]) -> bytes:
    return zip_of(layout(WORK, roster_of_layouts()))


INPUTS: dict[str, tuple[str, bytes, list[str]]] = {
    "roster": ("roster.csv", ROSTER.encode(), ["status", "grades"]),
    **{name: (f"decisions/{name}", text.encode(), ["export", "csv", "grades"]) for name, text in DECISIONS.items()},
    "canvas sheet": ("s.csv", CANVAS.encode(), ["export", "canvas", "grades", "--into", "s.csv"]),
    "moodle sheet": ("tiny.csv", MOODLE.encode(), ["export", "moodle", "grades", "--into", "tiny.csv"]),
    "feedback sheet": ("tiny.csv", MOODLE.encode(), ["export", "moodle-feedback", "grades", "--into", "tiny.csv"]),
    "class list": ("s.csv", CANVAS.encode(), ["new", "roster", "s.csv"]),
    "canvas zip": ("x.zip", zipped(canvas), ["collect", "x.zip", "--assignment", "tiny"]),
    "moodle zip": ("x.zip", zipped(moodle), ["collect", "x.zip"]),
    "gradescope zip": ("x.zip", zipped(gradescope), ["collect", "x.zip", "--assignment", "tiny"]),
    "gradescope's metadata": (
        "export/submission_metadata.yml",
        gradescope(WORK, roster_of_layouts())["assignment_1_export/submission_metadata.yml"],
        ["collect", "export", "--assignment", "tiny"],
    ),
    "worksheet": ("w.csv", MOODLE.encode(), ["collect", "y.zip", "--assignment", "tiny", "--worksheet", "w.csv"]),
    "mapping": ("submitted/collected.csv", b"", ["collect", "y.zip", "--assignment", "tiny"]),
}


def prepared(course: CourseFolder, kind: str) -> Iterator[tuple[Path, bytes]]:
    """Yield where an input lies and what stands there, damaged, again and again."""
    name, data, _ = INPUTS[kind]
    (course.root / "y.zip").write_bytes(zipped(moodle))
    if kind == "mapping":
        assert main(["collect", "y.zip", "--assignment", "tiny"]) == 0
        data = (course.root / name).read_bytes()
    for path in ("export/submission_0/tiny.py", "export/submission_1/tiny.py"):
        sheet(course.root, path, "x = 1")
    for number in range(TRIES):
        yield course.root / name, damaged(data, random.Random(f"{kind} {number}"))


@pytest.mark.parametrize("kind", INPUTS)
def test_damaged_input_is_read_or_refused_with_a_sentence_and_nothing_half_written(
    course: CourseFolder, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    for path, data in prepared(course, kind):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        before = everything(course.root)
        capsys.readouterr()
        code = main(INPUTS[kind][2])
        said = capsys.readouterr().err
        assert code in (0, 1, 2)
        if code == 2:
            assert said.startswith("autograder: "), (data, said)
            assert "Traceback" not in said, (data, said)
            assert path.name in said or path.parent.name in said, (data, said)
            assert everything(course.root) == before, (data, said)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
@pytest.mark.parametrize("kind", [kind for kind in INPUTS if kind not in ("mapping", "gradescope's metadata")])
def test_a_pipe_or_a_folder_in_a_files_place_is_refused_at_once(
    course: CourseFolder, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path, _ = next(prepared(course, kind))
    path.parent.mkdir(exist_ok=True)
    for make in (os.mkfifo, Path.mkdir):
        path.unlink(missing_ok=True)
        make(path)
        before = everything(course.root)
        capsys.readouterr()
        assert main(INPUTS[kind][2]) == 2
        assert path.name in capsys.readouterr().err
        assert everything(course.root) == before


def test_an_attempt_that_somebody_took_apart_is_made_again_and_a_damaged_one_is_named(
    course: CourseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (course.root / "y.zip").write_bytes(zipped(moodle))
    command = ["collect", "y.zip", "--assignment", "tiny"]
    assert main(command) == 0
    first, second = sorted(course.root.glob("submitted/.collected/*/tiny/*/attempt.json"))
    first.unlink()
    assert main(command) == 0
    assert first.is_file()
    second.write_text("{")
    assert main(command) == 2
    assert f"{second.relative_to(course.root)}: is damaged" in capsys.readouterr().err


def test_a_sentence_about_strange_words_moves_no_cursor_and_commands_no_ci(course: CourseFolder, capsys) -> None:
    sheet(
        course.root,
        "decisions/overrides.csv",
        "student,assignment,score,reason",
        "\u202eada\x1b[2J\x85::error::,tiny,5,x",
    )
    assert main(["export", "csv", "grades"]) == 2
    assert "no student '?ada?[2J?::error::' in roster.csv" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["ada", "@", "ada@", "ada@x.org, zoe@x.org", "mailto:ada@x.org"])
def test_what_is_no_e_mail_address_is_refused_with_its_line(course: CourseFolder, address: str, capsys) -> None:
    sheet(course.root, "roster.csv", "student;email", "ada;ada@x.org", f"zoë;{address}")
    assert main(["export", "csv", "grades"]) == 2
    assert f"roster.csv:3: '{address}' is not an e-mail address" in capsys.readouterr().err
