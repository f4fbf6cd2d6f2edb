"""Tests of autograder.submission: the tree of submissions, and what can be wrong with what lies in it."""

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
from datetime import UTC, datetime
from pathlib import Path

import jupytext
import pytest

from autograder.core.model import Limits, Submission
from autograder.errors import UsageError
from autograder.submissions.files import OpenFolder
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.read import NO_SUBMISSION, read_one, read_submission

STUB = {"f": "def f(x):\n    raise NotImplementedError", "g": "def g(x):\n    raise NotImplementedError"}
LIMITS = Limits()
ANSWER = "def f(x):\n    return x"


def script(f: str = STUB["f"], g: str = STUB["g"]) -> str:
    return f'# %%\nimport numpy\n\n# %% exercise="f"\n{f}\n\n# %% exercise="g"\n{g}\n'


def notebook(f: str = STUB["f"], g: str = STUB["g"]) -> str:
    return jupytext.writes(jupytext.reads(script(f, g), "py:percent"), "ipynb")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submitted" / "s001" / "chain_rule"
    path.mkdir(parents=True)
    return path


def put(folder: Path, name: str, text: str | bytes, age: int = 0) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return path


def read(folder: Path) -> Submission:
    (ref,) = find_submissions(folder.parents[1], ["chain_rule"])
    return read_submission(ref, STUB, LIMITS)


# --- finding -----------------------------------------------------------------------------------------------------


def test_there_is_a_ref_for_every_student_and_assignment_in_order(tmp_path: Path) -> None:
    for name in ["s2/b", "s1/a", "s1/b"]:
        (tmp_path / name).mkdir(parents=True)
    refs = list(find_submissions(tmp_path, ["a", "b"]))
    assert [(ref.student, ref.assignment, ref.missing) for ref in refs] == [
        ("s1", "a", False), ("s1", "b", False), ("s2", "a", True), ("s2", "b", False)
    ]  # fmt: skip


def test_hidden_entries_are_ignored(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".DS_Store").touch()
    assert list(find_submissions(tmp_path, ["a"])) == []


@pytest.mark.parametrize("name", ["Ada Lovelace", "Łukasz Żółć", "山田\u3000太郎", "O'Brien, P.", "a:b", "-rf"])
def test_names_of_people_are_fine(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "a").mkdir(parents=True)
    assert list(find_submissions(tmp_path, ["a"])) == [SubmissionRef(name, "a", tmp_path / name / "a")]


@pytest.mark.parametrize(
    "name",
    [
        "a\nb",
        "a\x1b[31m",
        "a\\..\\b",
        "a\u202eb",
        "x" * 240,
        os.fsdecode(b"\xff"),
        "a\u200cb",
        "Rene\u0301",
        "refused-a-12345678",
    ],
)
def test_a_name_that_could_do_harm_is_refused_under_a_harmless_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "a").mkdir(parents=True)
    (ref,) = find_submissions(tmp_path, ["a"])
    assert ref.problem.endswith(("rename it", "shorten it"))
    assert ref.problem.isprintable()
    assert ref.student.isascii()
    assert ref.student.isprintable()
    assert not {"/", "\\"} & set(ref.student)
    assert len(ref.student) < 120


def test_two_refused_names_stay_two_students(tmp_path: Path) -> None:
    for end in "ab":
        (tmp_path / ("x" * 240 + end)).mkdir()
    assert len({ref.student for ref in find_submissions(tmp_path, ["a"])}) == 2


def test_a_file_among_the_students_is_reported(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").touch()
    (ref,) = find_submissions(tmp_path, ["a"])
    assert ref.problem == "grades.csv is a file where a folder is expected"
    assert not ref.missing


@pytest.mark.parametrize("link", ["s001", "s001/chain_rule"])
def test_a_linked_folder_is_reported_and_never_followed(tmp_path: Path, link: str) -> None:
    secret = tmp_path / "secret" / "chain_rule"
    secret.mkdir(parents=True)
    put(secret, "chain_rule.py", script(ANSWER))
    path = tmp_path / "submitted" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(secret.parent if link == "s001" else secret)
    (ref,) = find_submissions(tmp_path / "submitted", ["chain_rule"])
    submission = read_submission(ref, STUB, LIMITS)
    assert "links are not followed" in submission.problem
    assert submission.file is not None
    assert submission.cells == ()


def test_a_ref_made_by_hand_does_not_follow_a_link_either(tmp_path: Path, folder: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert "link" in read_submission(SubmissionRef("s", "chain_rule", link), STUB, LIMITS).problem


def test_a_file_in_the_place_of_the_assignment_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a").touch()
    assert [ref.problem for ref in find_submissions(tmp_path, ["a"])] == ["a is a file where a folder is expected"]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_root_that_is_no_folder_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot list the submissions"):
        find_submissions(tmp_path / name, ["a"])


# --- which file counts -------------------------------------------------------------------------------------------


def test_a_missing_folder_is_no_submission(tmp_path: Path) -> None:
    ref = SubmissionRef("s", "a", tmp_path / "s" / "a")
    assert read_submission(ref, STUB, LIMITS) == Submission("s", "a", None, "", (), problem=NO_SUBMISSION)


def test_an_empty_folder_is_no_submission(folder: Path) -> None:
    assert (read(folder).file, read(folder).problem, read(folder).notes) == (None, NO_SUBMISSION, ())


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("report.pdf", "report.pdf (a PDF)"),
        ("all.zip", "all.zip (a zip)"),
        ("a.odt", "a.odt (a text document)"),
    ],
)
def test_what_cannot_be_read_is_no_missing_submission_and_says_what_came(folder: Path, name: str, problem: str) -> None:
    put(folder, name, "x")
    assert read(folder).file == folder
    assert f"there is neither an .ipynb nor a .py file among what was handed in: {problem}" in read(folder).problem


@pytest.mark.parametrize("name", ["chain_rule.ipynb.json", "chain_rule.ipynb.txt", "chain_rule.py.txt"])
def test_a_second_ending_that_a_browser_put_there_is_no_hindrance(folder: Path, name: str) -> None:
    put(folder, name, notebook(ANSWER) if "ipynb" in name else script(ANSWER))
    assert (read(folder).file, read(folder).problem) == (folder / name, "")


def test_a_script_that_nbconvert_named_txt_is_read(folder: Path) -> None:
    put(folder, "chain_rule.txt", f"#!/usr/bin/env python\n# In[1]:\n\n\n{ANSWER}\n\n# In[ ]:\n\n\nx = 1\n")
    put(folder, "notes.txt", "remember the milk")
    assert [cell.source for cell in read(folder).cells if cell.source][-2:] == [
        f"\n\n{ANSWER}", "\n\nx = 1"
    ]  # fmt: skip


def test_a_file_in_the_only_folder_of_the_folder_is_found(folder: Path) -> None:
    (folder / "my work").mkdir()
    put(folder / "my work", "chain_rule.ipynb", notebook(ANSWER))
    assert read(folder).file == folder / "my work" / "chain_rule.ipynb"
    assert read(folder).notes == ("the file was found one folder deeper, in my work",)


@pytest.mark.parametrize("kind", [".py", ".ipynb"])
def test_the_one_file_is_read_with_its_hash(folder: Path, kind: str) -> None:
    path = put(folder, f"chain_rule{kind}", script(ANSWER) if kind == ".py" else notebook(ANSWER))
    submission = read(folder)
    assert (submission.student, submission.file, submission.problem) == ("s001", path, "")
    assert submission.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [cell.exercise for cell in submission.cells] == [None, "f", "g"]


@pytest.mark.parametrize("worked_on", [".py", ".ipynb"])
def test_of_both_files_the_one_that_was_worked_on_counts(folder: Path, worked_on: str) -> None:
    put(folder, "chain_rule.py", script(ANSWER if worked_on == ".py" else STUB["f"]), age=5)
    put(folder, "chain_rule.ipynb", notebook(ANSWER if worked_on == ".ipynb" else STUB["f"]), age=5)
    submission = read(folder)
    assert (submission.file, submission.notes) == (folder / f"chain_rule{worked_on}", ())


@pytest.mark.parametrize("newer", [".py", ".ipynb"])
def test_when_both_were_worked_on_both_are_read_whatever_their_times(folder: Path, newer: str) -> None:
    put(folder, "chain_rule.py", script(ANSWER), age=0 if newer == ".py" else 9)
    put(folder, "chain_rule.ipynb", notebook(g="g = abs"), age=0 if newer == ".ipynb" else 9)
    submission = read(folder)
    assert submission.file == folder / "chain_rule.ipynb"
    assert submission.second is not None
    assert submission.second.file == folder / "chain_rule.py"
    assert submission.notes == (
        "both chain_rule.ipynb and chain_rule.py were worked on: each exercise counts where it scores more",
    )


def test_a_change_to_either_of_two_files_changes_the_hash(folder: Path) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    put(folder, "chain_rule.ipynb", notebook(ANSWER))
    before = read(folder).sha256
    put(folder, "chain_rule.py", script(ANSWER + " * 2"))
    assert read(folder).sha256 != before


def test_of_many_downloads_the_two_newest_are_read_and_the_others_noted(folder: Path) -> None:
    for name in ("chain_rule.ipynb", "chain_rule (1).ipynb", "chain_rule (10).ipynb", "chain_rule (2).ipynb"):
        put(folder, name, notebook(ANSWER))
    submission = read(folder)
    assert submission.second is not None
    assert (submission.file, submission.second.file) == (
        folder / "chain_rule (10).ipynb", folder / "chain_rule (2).ipynb"
    )  # fmt: skip
    assert "chain_rule.ipynb was not graded: at most two files are" in submission.notes


@pytest.mark.parametrize("copy", ["chain_rule-Copy1.ipynb", "chain_rule copy.ipynb", "chain_rule - Copy.ipynb"])
def test_an_answer_typed_into_the_check_cell_of_a_copy_is_work(folder: Path, copy: str) -> None:
    put(folder, "chain_rule.ipynb", notebook())
    text = script() + f'# %% check="f"\n{ANSWER}\ncheck("f")\n'
    put(folder, copy, jupytext.writes(jupytext.reads(text, "py:percent"), "ipynb"))
    assert read(folder).file == folder / copy


def test_when_neither_was_worked_on_the_notebook_counts(folder: Path) -> None:
    put(folder, "chain_rule.py", script())
    put(folder, "chain_rule.ipynb", notebook(), age=9)
    assert (read(folder).file, read(folder).notes) == (folder / "chain_rule.ipynb", ())


def test_trailing_space_and_blank_lines_are_no_work(folder: Path) -> None:
    put(folder, "chain_rule.py", script("def f(x):  \n\n    raise NotImplementedError\n\n"))
    put(folder, "chain_rule.ipynb", notebook(), age=9)
    assert read(folder).file == folder / "chain_rule.ipynb"


def test_a_deleted_exercise_is_no_work(folder: Path) -> None:
    put(folder, "chain_rule.py", f'# %% exercise="f"\n{STUB["f"]}\n')
    put(folder, "chain_rule.ipynb", notebook(), age=9)
    assert read(folder).file == folder / "chain_rule.ipynb"


def test_a_file_that_lost_its_marks_still_shows_its_work(folder: Path) -> None:
    put(folder, "chain_rule.py", f"{ANSWER}\n\n\n{STUB['g']}\n", age=9)
    put(folder, "chain_rule.ipynb", notebook())
    assert read(folder).file == folder / "chain_rule.py"


def test_a_stub_that_lost_its_marks_is_no_work(folder: Path) -> None:
    put(folder, "chain_rule.py", f"{STUB['f']}\n\n\n{STUB['g']}\n")
    put(folder, "chain_rule.ipynb", notebook(), age=9)
    assert read(folder).file == folder / "chain_rule.ipynb"


def test_a_readable_answer_counts_before_a_damaged_notebook_and_a_note_says_so(folder: Path) -> None:
    put(folder, "chain_rule.py", script(ANSWER), age=9)
    put(folder, "chain_rule.ipynb", notebook(ANSWER)[:-9])
    submission = read(folder)
    assert (submission.file, submission.problem) == (folder / "chain_rule.py", "")
    assert submission.notes[0].startswith("chain_rule.py counts instead: chain_rule.ipynb: this notebook is damaged")


@pytest.mark.parametrize("damaged", [".py", ".ipynb"])
def test_a_damaged_file_is_not_hidden_by_an_untouched_stub(folder: Path, damaged: str) -> None:
    put(folder, "chain_rule.py", "" if damaged == ".py" else script())
    put(folder, "chain_rule.ipynb", "" if damaged == ".ipynb" else notebook())
    assert read(folder).problem.startswith(f"chain_rule{damaged}: the file is empty")


@pytest.mark.parametrize("name", ["Chain_Rule (1).ipynb", "Übung.PY", "homework.py"])
def test_one_file_of_a_wrong_name_is_used_with_a_note(folder: Path, name: str) -> None:
    put(folder, name, notebook(ANSWER) if name.endswith("ipynb") else script(ANSWER))
    put(folder, "test_chain_rule.py", "the released tests are nobody's answer")
    (folder / ".ipynb_checkpoints").mkdir()
    submission = read(folder)
    assert (submission.file, submission.problem) == (folder / name, "")
    right = "chain_rule" + Path(name).suffix.lower()
    assert submission.notes == (f"{name} was taken for {right}, which is its right name",)


def test_a_wrong_name_is_used_beside_an_untouched_stub(folder: Path) -> None:
    put(folder, "chain_rule.ipynb", notebook())
    put(folder, "chain_rule (1).ipynb", notebook(ANSWER))
    assert read(folder).file == folder / "chain_rule (1).ipynb"


def test_a_helper_file_beside_an_untouched_stub_is_not_used(folder: Path) -> None:
    put(folder, "chain_rule.ipynb", notebook())
    put(folder, "helper.py", "def help(x): ...")
    assert (read(folder).file, read(folder).notes) == (folder / "chain_rule.ipynb", ())


def test_a_wrong_name_is_not_used_beside_an_answer(folder: Path) -> None:
    put(folder, "chain_rule.ipynb", notebook(ANSWER), age=9)
    put(folder, "homework.ipynb", notebook(ANSWER))
    assert (read(folder).file, read(folder).second) == (folder / "chain_rule.ipynb", None)


def test_several_files_of_wrong_names_are_a_problem(folder: Path) -> None:
    for number in range(1, 7):
        put(folder, f"v{number}.ipynb", notebook(ANSWER))
    submission = read(folder)
    assert submission.file == folder
    assert submission.problem == (
        "there are 6 files (v1.ipynb, v2.ipynb, v3.ipynb, v4.ipynb, …): rename the right one to chain_rule.ipynb"
    )


def test_a_wrong_name_that_cannot_be_printed_is_a_problem(folder: Path) -> None:
    put(folder, "a\x1b[2J.py", script(ANSWER))
    submission = read(folder)
    assert submission.problem == "a?[2J.py: the name has characters that cannot be printed: rename it"
    assert submission.file == folder


def test_a_copied_cell_is_settled_with_a_note(folder: Path) -> None:
    put(folder, "chain_rule.py", script(ANSWER) + '# %% exercise="f"\nf = abs\n')
    submission = read(folder)
    assert [cell.exercise for cell in submission.cells] == [None, None, "g", "f"]
    assert submission.notes == (
        "chain_rule.py: 2 cells are marked as the answer to f: the last that defines it counts",
    )


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
        ("a.txt", b"x", "a.txt: is neither .ipynb nor .py: hand in the notebook or the script"),
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
    assert "not a notebook" in read_one(put(tmp_path, "a.ipynb", "[" * 10_000), LIMITS).problem


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


# --- when it was handed in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2026-01-10 12:00:00 UTC", "2026-01-10 12:00:00 UTC\r\n", "2026-01-10T12:00:00Z", "2026-01-10T14:00:00+02:00",
     "2026-01-10 12:00:00", "\ufeff2026-01-10T12:00"],
)  # fmt: skip
def test_a_timestamp_is_an_instant_in_utc(folder: Path, text: str) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    put(folder, "timestamp.txt", text)
    submission = read(folder)
    assert submission.submitted == datetime(2026, 1, 10, 12, tzinfo=UTC)
    assert submission.submitted.tzinfo is UTC


def test_no_timestamp_is_no_note(folder: Path) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    assert (read(folder).submitted, read(folder).notes) == (None, ())


UNREADABLE = {b"": "", b"\xff": "", b"2" * 5_000: ""}
UNREADABLE |= {text.encode(): f" ('{text}')" for text in ("yesterday", "0001-01-01T00:00+14:00", "2026-13-01")}


@pytest.mark.parametrize("data", UNREADABLE)
def test_an_unreadable_timestamp_is_a_note_that_quotes_it_and_costs_nothing_else(folder: Path, data: bytes) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    put(folder, "timestamp.txt", data)
    submission = read(folder)
    assert (submission.submitted, submission.problem) == (None, "")
    said = "is not a time like 2026-01-10 12:00:00 UTC: the time of submission is unknown"
    assert submission.notes == (f"timestamp.txt{UNREADABLE[data]} {said}",)


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
