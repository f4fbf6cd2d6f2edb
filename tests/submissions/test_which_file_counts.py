"""Of several files the one that was worked on counts, and what is found under another name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jupytext
import pytest

from autograder.core.model import Submission
from autograder.submissions.find import SubmissionRef
from autograder.submissions.read import NO_SUBMISSION, read_submission
from support.submitted_folders import ANSWER, LIMITS, STUB, notebook, put, read, script


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


@pytest.mark.parametrize("name", ["chain_rule_final.ipynb", "chain_rule_final.py", "homework.ipynb"])
def test_work_under_another_name_beside_work_under_the_right_one_is_told(folder: Path, name: str) -> None:
    put(folder, "chain_rule.ipynb", notebook(ANSWER))
    put(folder, name, notebook(ANSWER) if name.endswith("ipynb") else script(ANSWER))
    assert (read(folder).file, read(folder).second) == (folder / "chain_rule.ipynb", None)
    assert read(folder).notes == (f"{name} was not graded: it is not named chain_rule",)


def test_a_module_of_helpers_beside_the_notebook_is_not_mentioned(folder: Path) -> None:
    put(folder, "chain_rule.ipynb", notebook(ANSWER))
    put(folder, "helpers.py", "def half(x):\n    return x / 2\n")
    assert read(folder).notes == ()


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
