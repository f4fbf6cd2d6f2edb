"""What can be wrong with a file is a sentence that names it; large ones take seconds and little memory."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from autograder.core.model import Limits
from autograder.submissions.files import OpenFolder
from autograder.submissions.find import SubmissionRef
from autograder.submissions.read import read_one, read_submission
from support.submitted_folders import ANSWER, LIMITS, STUB, notebook, put, read, script

# --- what can be wrong with a file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.py", b"", "a.py: the file is empty: save your work and hand it in again"),
        ("a.ipynb", b" \n", "a.ipynb: the file is empty: save your work and hand it in again"),
        ("a.ipynb", b'{"cells": ["\xff"]}', "a.ipynb: it is not UTF-8 text: save it as UTF-8 and hand it in again"),
        ("a.py", "x = 1".encode("utf-16-le"), "a.py: it is not UTF-8 text: save it as UTF-8 and hand it in again"),
        ("a.py", b"# %% [markdown]\n# hi", "a.py: there is no code in it: hand in the file that holds your answers"),
        ("a.ipynb", b'{"cells": []}', "a.ipynb: there is no code in it: hand in the file that holds your answers"),
        ("a.ipynb", b"[]", "a.ipynb: this is not a notebook: open it in Jupyter, save it again and hand in that file"),
        ("a.txt", b"x", "a.txt: this is neither .ipynb nor .py: hand in the notebook or the script"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_that_names_the_file(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    reading = read_one(put(tmp_path, name, data), LIMITS)
    assert (reading.problem, reading.cells) == (problem, ())
    assert reading.sha256 == hashlib.sha256(data).hexdigest()


def test_a_latin_1_script_is_read_with_a_note(tmp_path: Path) -> None:
    reading = read_one(put(tmp_path, "a.py", "s = 'é'".encode("latin-1")), LIMITS)
    assert reading.cells[0].source == "s = 'é'"
    assert reading.notes == ("a.py: it is not UTF-8 text and was read as Latin-1; save it as UTF-8",)


@pytest.mark.parametrize(("name", "text"), [("a.py", "s = 'é'"), ("a.ipynb", None)])
@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_what_begins_as_utf_16_does_is_read_with_a_note(
    tmp_path: Path, name: str, text: str | None, mark: bytes
) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    reading = read_one(put(tmp_path, name, mark + (text or notebook()).encode(encoding)), LIMITS)
    assert reading.problem == ""
    assert reading.cells
    assert reading.notes == (f"{name}: it was read as UTF-16; save it as UTF-8",)


@pytest.mark.parametrize("data", [b"\xff\xfea", "x = 1".encode("utf-32"), b"\xff\xfe\x00\xd8"])
def test_what_is_no_whole_utf_16_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "it is not UTF-8 text" in read_one(put(tmp_path, "a.py", data), LIMITS).problem


def test_a_byte_order_mark_is_no_hindrance(tmp_path: Path) -> None:
    reading = read_one(put(tmp_path, "a.ipynb", b"\xef\xbb\xbf" + notebook().encode()), LIMITS)
    assert (reading.problem, reading.notes) == ("", ())


def test_a_notebook_nested_ten_thousand_deep_is_a_sentence(tmp_path: Path) -> None:
    problem = read_one(put(tmp_path, "a.ipynb", "[" * 10_000), LIMITS).problem
    assert "not a notebook" in problem or "it breaks off" in problem  # Python reads so much from 3.14 on


def test_a_file_over_the_limit_is_a_sentence(tmp_path: Path) -> None:
    path = put(tmp_path, "a.py", "")
    os.truncate(path, 2**20 + 1)
    reading = read_one(path, Limits(file_mb=1))
    assert reading.problem == "a.py is larger than 1 MB: clear the outputs, save it, hand it in again"
    assert reading.sha256 == ""


def test_a_file_just_within_the_limit_is_read(tmp_path: Path) -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}]}).ljust(2**20)
    assert read_one(put(tmp_path, "a.ipynb", data), Limits(file_mb=1)).problem == ""


def test_a_linked_file_is_a_sentence(tmp_path: Path) -> None:
    put(tmp_path, "secret.py", "x = 1")
    (tmp_path / "a.py").symlink_to(tmp_path / "secret.py")
    reading = read_one(tmp_path / "a.py", LIMITS)
    assert reading.problem == "a.py is a link, and links are not followed: hand in the file itself"


def test_a_folder_named_like_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.py").mkdir()
    assert read_one(tmp_path / "a.py", LIMITS).problem == "a.py is a folder: hand in the file itself"


def test_a_pipe_is_a_sentence_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert "is not a regular file" in read_one(tmp_path / "a.py", LIMITS).problem


def test_a_socket_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.py")
        assert "is not a regular file" in read_one(Path("a.py"), LIMITS).problem


def test_a_pipe_put_in_place_of_a_file_after_the_first_look_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regular = put(tmp_path, "b.py", "x = 1").lstat()
    os.mkfifo(tmp_path / "a.py")
    monkeypatch.setattr(OpenFolder, "_status", lambda *_: regular)
    assert "is not a regular file" in read_one(tmp_path / "a.py", LIMITS).problem


def test_a_link_put_in_place_of_a_file_after_the_first_look_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regular = put(tmp_path, "b.py", "x = 1").lstat()
    (tmp_path / "a.py").symlink_to(tmp_path / "b.py")
    monkeypatch.setattr(OpenFolder, "_status", lambda *_: regular)
    assert "cannot be opened" in read_one(tmp_path / "a.py", LIMITS).problem


def test_a_folder_swapped_for_a_link_after_it_was_listed_is_not_followed(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    other = tmp_path / "other"
    (other / "chain_rule").mkdir(parents=True)
    put(other / "chain_rule", "chain_rule.py", script("def f(x):\n    return 'of another student'"))
    names = OpenFolder.names

    def swapped(self: OpenFolder) -> list[str]:
        folder.parent.rename(tmp_path / "moved")
        folder.parent.symlink_to(other)
        return names(self)

    monkeypatch.setattr(OpenFolder, "names", swapped)
    submission = read(folder)
    assert [cell.source for cell in submission.cells if cell.exercise == "f"] == [ANSWER]


def test_a_file_that_vanishes_while_it_is_read_is_a_note_of_that_student(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "chain_rule.py", script(ANSWER)).unlink()
    monkeypatch.setattr(OpenFolder, "names", lambda _: ["chain_rule.py"])
    assert read(folder).problem == "chain_rule.py cannot be opened: No such file or directory"


def test_a_hard_link_is_refused(tmp_path: Path) -> None:
    os.link(put(tmp_path, "secret.py", "x = 1"), tmp_path / "a.py")
    assert "a hard link" in read_one(tmp_path / "a.py", LIMITS).problem


def megabytes(count: int, line: str) -> str:
    return line * (count * 2**20 // len(line))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("chain_rule.py", megabytes(49, "x = 1\n"), "hand in the assignment alone"),
        ("chain_rule.py", '# %% exercise="f"\n' + megabytes(49, "a = b\n"), "hand in the assignment alone"),
        ("chain_rule.py", '# %% exercise="f"\n' + megabytes(1, "a = b\n"), ""),
        ("chain_rule.py", megabytes(49, "# %%\n"), "hand in the assignment alone"),
        ("chain_rule.ipynb", '{"cells": [' + megabytes(49, '{"cell_type": "raw"}, ')[:-2] + "]}", "clear all outputs"),
        ("chain_rule.ipynb", '{"cells": [{"source": "' + megabytes(49, "x = 1\\n") + '"}]}', ""),
        ("chain_rule.ipynb", '{"metadata": [' + megabytes(49, "1,")[:-1] + '], "cells": []}', "clear all outputs"),
    ],
    ids=range(7),
)  # fmt: skip
def test_fifty_megabytes_of_anything_are_read_in_seconds_and_little_memory(
    folder: Path, name: str, text: str, problem: str
) -> None:
    if name.endswith("ipynb") and not problem:
        cells = [{"cell_type": "code", "source": "x = 1", "outputs": [{"data": text[:48_000_000]}]}]
        text = json.dumps({"cells": cells})
    put(folder, name, text)
    started = time.process_time()
    tracemalloc.start()
    submission = read(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problem in submission.problem
    assert time.process_time() - started < 5
    assert peak < 200 * 2**20


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert read_one(tmp_path / "a.py", LIMITS).problem == "a.py cannot be opened: No such file or directory"


def test_a_linked_file_of_the_right_name_is_set_as_the_unreadable_file(folder: Path) -> None:
    (folder / "chain_rule.py").symlink_to("/etc/passwd")
    submission = read(folder)
    assert submission.file == folder / "chain_rule.py"
    assert "links are not followed" in submission.problem


# --- large files -------------------------------------------------------------------------------------------------


MEASURED = """
import sys, time
from pathlib import Path
from autograder.core.model import Limits
from autograder.submissions.read import read_one
started = time.process_time()
reading = read_one(Path(sys.argv[1]), Limits())
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
megabytes = int(status["VmHWM"].split()[0]) / 1024
print(megabytes, time.process_time() - started, len(reading.cells), reading.problem)
"""
BIG = 50 * 2**20 - 4096
ONE_CELL = '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": %s}], "nbformat": 4}'
WIDE = 'x = "π 😀 é \\n"'
OUTPUTS = {
    "a picture and an emoji": (('"😀', "a", BIG - 10, '"'), 1, ""),
    "two million dictionaries": (("[", '{"a":[]},', 1_900_000, "{}]"), 0, "its outputs hold too much"),
    "nothing but emojis": (('"', "😀", BIG // 4, '"'), 0, "its outputs hold too much"),
}


@pytest.mark.skipif(not Path("/proc").exists(), reason="memory is counted otherwise here")
@pytest.mark.parametrize(("output", "cells", "problem"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_50_mb_take_at_most_5_s_and_300_mb_whatever_is_in_them(tmp_path, output, cells, problem) -> None:
    path = tmp_path / "a.ipynb"
    before, after = (ONE_CELL % json.dumps("def double(x): return x")).split("[]", 1)
    first, many, times, last = output
    path.write_bytes(f"{before}[{first}".encode() + many.encode() * times + f"{last}]{after}".encode())
    said = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True).stdout
    megabytes, seconds, found, why = said.split(" ", 3)
    assert float(megabytes) <= 300
    assert float(seconds) <= 5
    assert (int(found), problem in why) == (cells, True)


def test_a_wide_character_in_a_large_notebook_is_read_as_it_is(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("autograder.submissions.reading.LARGE", 10)
    path = tmp_path / "a.ipynb"
    path.write_text("\ufeff" + ONE_CELL % json.dumps(WIDE, ensure_ascii=False), "utf-8")
    assert read_one(path, LIMITS).cells[0].source == WIDE


def test_of_strangers_files_only_the_beginning_is_read_and_of_few(tmp_path, monkeypatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(OpenFolder, "beginning", lambda folder, name, size: seen.append(size) or b"%PDF")
    for number in range(50):
        (tmp_path / f"{number}.bin").write_bytes(b"")
    assert "a PDF" in read_submission(SubmissionRef("s", "a", tmp_path), STUB, LIMITS).problem
    assert seen == [4000] * 5
