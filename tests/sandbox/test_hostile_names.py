"""Names, texts and files of strangers, which never come near a worker: they harm no folder, table, page or terminal."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits, RecordStatus, Status, Submission
from autograder.grading.grade import failed_everywhere
from autograder.records.schema import Record
from autograder.records.store import make_record, read_record, record_path, write_record
from autograder.reports.github import github_summary
from autograder.reports.grades_csv import grades_csv
from autograder.reports.table import table_of
from autograder.reports.terminal import show
from autograder.student.text import report_text
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.read import read_submission
from support.attacked_world import PATIENT, WRONG, World, folder, linux
from support.books import gradebook_of

NAMES = [
    "=cmd|' !A0",
    "@SUM(1)",
    "+1",
    "-1",
    "<script>alert(1)<",
    "<img src=x onerror=alert(1)>",
    "::error::x",
    "##[error]x",
    "##vso[task.complete]",
    "[x](javascript:1)",
    "a\nb",
    "a\x1b[2J",
    "a\x01b",
    "a\u202eb",
    "a\ufffe",
    "a\\..\\..\\x",
    "n" * 240,
    "CON",
    "{{7*7}}",
    "[red]x[bold]",
    "\t=1",
    "x;=1",
    "＝1",
    "﹢1",
    '"=1',
    "e\u0301",
    "\u200bx",
    "x\ufeff",
    "refused-x",
    "a\u2028::error::x",
    "`x`",
    "|x|",
    "a\r",
    "\x9b31m",
]
FORBIDDEN_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def commands(output: str) -> list[str]:
    """Return the lines that a CI system takes for commands: ones that start with ::, or have ##[ or ##vso[ anywhere."""
    return [line for line in output.splitlines() if line.strip().startswith("::") or re.search(r"##(vso)?\[", line)]


@pytest.fixture(scope="module")
def class_of_names(key: AnswerKey, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record]]:
    """Records of students whose names attack anyone who reads them, made as a batch makes them."""
    root, out = tmp_path_factory.mktemp("submitted"), tmp_path_factory.mktemp("grades")
    for name in NAMES:
        (root / name / "tiny").mkdir(parents=True)
    records = []
    for ref in find_submissions(root, ["tiny"]):
        submission = read_submission(ref, key.stub, Limits())
        report = failed_everywhere(key, Status.NOT_ATTEMPTED, submission.problem)
        records.append(make_record(submission, RecordStatus.UNREADABLE, report, key, "none", 0.0))
        write_record(out, records[-1])
    return out, records


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_neither_leave_their_folder_nor_clash(class_of_names: tuple[Path, list[Record]]) -> None:
    out, records = class_of_names
    assert len(list(out.rglob("*.json"))) == len(NAMES) == len({record["student"] for record in records})
    for record in records:
        assert not FORBIDDEN_IN_XML.search(record["student"])
        assert read_record(record_path(out, "tiny", record["student"])) == record


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_are_neither_formulas_nor_markup_in_exports(class_of_names: tuple[Path, list[Record]]) -> None:
    table = table_of(gradebook_of(class_of_names[1]))
    for line in grades_csv(table).splitlines()[1:]:
        assert line.lstrip('"')[:1] not in "=+-@\t"
    summary = github_summary(table)
    assert "<" not in summary
    assert "::" not in summary
    assert "](" not in summary
    assert all(line.startswith("|") for line in summary.splitlines())


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible here")
def test_names_cannot_give_commands_to_a_ci_system(
    class_of_names: tuple[Path, list[Record]], capsys: pytest.CaptureFixture[str]
) -> None:
    show(table_of(gradebook_of(class_of_names[1])))
    shown = capsys.readouterr().out
    assert "CON" in shown
    assert commands(shown) == []


@linux
@pytest.mark.parametrize("text", ["::error::x", "::add-mask::1", "##[error]x", "##vso[task.complete]"])
def test_messages_cannot_give_commands_to_a_ci_system(text: str, world: World) -> None:
    """Wherever a long message is broken into lines."""
    for at in range(60, 100, 2):
        source = WRONG.replace("return x + 1.0", f"raise ValueError('{'x' * at} {text}')")
        report = world.grade(source, PATIENT)
        assert commands("\n".join(map(report_text, report.exercises))) == []


def link(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def link_of_folder(path: Path, secret: Path) -> None:
    path.parent.rmdir()
    path.parent.symlink_to(secret.parent)


def device(path: Path, secret: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path, secret: Path) -> None:
    os.mkfifo(path)


def hard_link(path: Path, secret: Path) -> None:
    path.hardlink_to(secret)


def local_socket(path: Path, secret: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def endless_file(path: Path, secret: Path) -> None:
    path.touch()
    os.truncate(path, 2**40)


def unreadable(path: Path, secret: Path) -> None:
    path.write_bytes(b"\xff\xfe\0\0\x1b[2J")


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
@pytest.mark.parametrize(
    "put", [link, link_of_folder, device, pipe, folder, hard_link, local_socket, endless_file, unreadable]
)
def test_only_a_students_own_plain_file_is_read(put: object, tmp_path: Path) -> None:
    secret = tmp_path / "secret" / "tiny.py"
    path = tmp_path / "submitted" / "ann" / "tiny" / "tiny.py"
    for each in (secret, path):
        each.parent.mkdir(parents=True)
    secret.write_text("answer = 42\n")
    put(path, secret)  # type: ignore[operator]
    read: Submission = read_submission(SubmissionRef("ann", "tiny", path.parent), {}, Limits())
    assert read.problem
    assert read.problem.isprintable()
    assert not read.cells
