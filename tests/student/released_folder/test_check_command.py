"""`autograder check` on a student's folder, copied anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.notebooks.percent import read_percent
from autograder.student.check_file import check_path
from autograder.student.text import report_text
from support.students_folder import ALL_IS_WELL, HEAVY, RIGHT, solve, terminal


def test_a_stub_is_not_attempted_and_that_is_no_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out == "· double: not attempted yet\n· quad: not attempted yet\n"


def test_right_answers_pass(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(solve(folder, **RIGHT))]) == 0
    assert capsys.readouterr().out == ALL_IS_WELL


def test_a_notebook_is_checked_as_its_paired_file_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = {cell.exercise: cell.source for cell in read_percent(solve(folder, **RIGHT).read_text("utf-8"))}
    notebook = json.loads((folder / "tiny.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if "exercise" in cell["metadata"]:
            cell["source"] = sources[cell["metadata"]["exercise"]]
    (folder / "tiny.ipynb").write_text(json.dumps(notebook), "utf-8")
    assert main(["check", str(folder / "tiny.ipynb")]) == 0
    assert capsys.readouterr().out == ALL_IS_WELL


def test_of_a_folder_the_file_that_was_worked_on_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    solve(folder, double=RIGHT["double"])
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out == "✓ double: passes all 2 public checks\n· quad: not attempted yet\n"


def test_an_answer_below_a_magic_that_does_not_run_it_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = solve(folder, **RIGHT)
    text = path.read_text("utf-8").replace("def double(", "%%writefile double.py\ndef double(")
    path.write_text(text, "utf-8")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == (
        "· double: not attempted yet\n"
        "    its own cell begins with %%writefile, so nothing in it is run: take that line out\n"
        "✓ quad: passes all 2 public checks\n"
    )


def test_a_wrong_answer_is_a_finding_and_says_where_it_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(solve(folder, quad="return 4.5 * x"))]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "· double: not attempted yet\n✗ quad: passes 1 of 2 public checks\n    ✓ the shape of your result (y)\n"
    )
    assert "    ✗ the numbers in your result (y): at [" in out
    assert "    Hint: how much is it for 1?\n" in out


def test_a_known_mistake_gets_its_sentence_on_a_line_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(solve(folder, double="return x ** 2"))]) == 1
    assert "public checks\n    The input is squared, which is not the same as doubled.\n" in capsys.readouterr().out


def test_what_hangs_dies_or_does_not_parse_costs_only_itself(folder: Path) -> None:
    path = solve(folder, double="while True: pass", quad="import os\nos._exit(3)")
    path.write_text(path.read_text("utf-8") + "\n# %%\nthis is no Python\n", "utf-8")
    report = check_path(path)
    double, quad = map(report_text, report.exercises)
    assert double.startswith("✗ double: passes none of 2 public checks\n    `double` took longer than ")
    assert quad.startswith("✗ quad: passes none of 2 public checks\n    `quad` ended the program (exit code 3)")
    assert [("this is no Python" in note, "SyntaxError" in note) for note in report.notes] == [(True, True)]


def test_a_syntax_error_costs_what_depends_on_it_and_names_the_line(folder: Path) -> None:
    report = check_path(solve(folder, double="return 2 *", quad="return 4 * x"))
    double, quad = map(report_text, report.exercises)
    assert double.startswith("✗ double: passes none of 2 public checks\n")
    assert "its cell did not run: line 3: SyntaxError" in double
    assert quad == "✓ quad: passes all 2 public checks"


def test_an_exercise_that_calls_an_unwritten_one_says_so(folder: Path) -> None:
    _, quad = check_path(solve(folder, quad="return double(double(x))")).exercises
    assert "calls `double`, which is not written yet" in report_text(quad)


def test_an_earlier_exercise_that_is_wrong_is_to_be_fixed_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(solve(folder, double="return 3 * x", quad="return double(double(x))"))])
    assert capsys.readouterr().out.endswith("\n    it may rest on `double`, which is not right yet: fix that first\n")


def test_a_file_of_another_name_is_checked_with_a_reminder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    solve(folder, **RIGHT).rename(folder / "tiny-final.py")
    assert main(["check", str(folder / "tiny-final.py")]) == 0
    assert capsys.readouterr().out == ALL_IS_WELL + "note: tiny-final.py was checked; hand it in as tiny.py\n"


def test_when_both_files_were_worked_on_it_says_that_both_count(folder: Path) -> None:
    solve(folder, **RIGHT)
    notebook = folder / "tiny.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("# YOUR CODE HERE", "# mine"), "utf-8")
    os.utime(notebook, (0, 0))
    assert "each exercise counts where it scores more" in check_path(folder).notes[0]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("nothing.ipynb", "nothing.ipynb: there is no such file or folder"),
        ("..", ".. holds several assignments: name one of them (tiny)"),
        ("elsewhere", "elsewhere has no public_checks.json: keep your file in the folder of the assignment"),
        ("elsewhere/tiny.py", "elsewhere has no public_checks.json"),
        ("broken.ipynb", "broken.ipynb: this notebook is damaged"),
        ("empty.py", "empty.py: the file is empty"),
        ("public_checks.json", "public_checks.json: this is neither .ipynb nor .py"),
    ],
)
def test_what_cannot_be_checked_is_said_in_a_sentence(
    folder: Path,
    argument: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "tiny.py").write_text("x = 1")
    (folder / "broken.ipynb").write_text('{"cells": [')
    (folder / "empty.py").write_text("")
    assert main(["check", argument]) == 2
    error = capsys.readouterr().err
    assert error.startswith("autograder: ")
    assert message.replace("/", os.sep) in error
    assert error.count("\n") == 1


def test_a_terminal_without_the_letters_is_shown_plain_marks(folder: Path) -> None:
    solve(folder, double="return 2 * x", quad="return -4 * größe")
    shown = terminal(folder, "-m", "autograder", "check", ".", PYTHONIOENCODING="ascii")
    assert shown.stderr == ""
    assert shown.stdout.startswith("+ double: passes all 2 public checks\nx quad: passes none of 2 public checks\n")
    assert "name 'gr??e' is not defined" in shown.stdout
    assert shown.returncode == 1


def test_nothing_heavy_is_imported_for_a_student(folder: Path) -> None:
    solve(folder, **RIGHT)
    script = (
        "import sys; from autograder.cli.main import main; code = main(['check', '.'])\n"
        "from autograder import check; check('double')\n"
        f"print(code, sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    shown = terminal(folder, "-c", script)
    assert shown.stdout.splitlines()[-2:] == [
        "· double: `double` is not defined here yet: run the cells above, then this one again",
        "0 []",
    ]
