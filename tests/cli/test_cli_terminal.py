"""What export prints, and what a terminal sees."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from autograder.cli.main import main
from support.commands_run import ENVIRONMENT
from support.handed_in import answered, hand_in

COMMAND = [sys.executable, "-m", "autograder"]


# --- export ------------------------------------------------------------------------------------------------------


def test_export_prints_the_records_in_each_format(course, capsys) -> None:
    main(["grade"])
    capsys.readouterr()
    assert main(["export", "csv", "grades"]) == 0
    assert capsys.readouterr().out == (
        "student,tiny,total,tiny status,reasons\ns001,100,100,graded,\ns002,0,0,graded,\n"
    )
    assert main(["export", "github", "grades"]) == 0
    assert "| s001 | 100 | 100 |" in capsys.readouterr().out


def test_export_of_a_folder_without_records_says_how_to_make_them(course, capsys) -> None:
    assert main(["export", "csv", "nowhere"]) == 2
    assert "no records in 'nowhere': make them with `autograder grade --out nowhere`" in capsys.readouterr().err


# --- the terminal ------------------------------------------------------------------------------------------------


def on_a_terminal(words: list[str], folder: Path) -> str:
    """Run a command on a terminal of its own, 80 columns wide, and return all that it showed."""
    ours, theirs = pty.openpty()
    environment = {**ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen([*COMMAND, *words], cwd=folder, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 2**16):
                shown += chunk
        except OSError:  # how a terminal's end shows on Linux
            pass
        os.close(ours)
    assert process.returncode == 0
    return shown.decode()


def test_a_terminal_sees_a_bar_with_counts_and_others_see_plain_lines(course) -> None:
    shown = on_a_terminal(["grade"], course.root)
    assert "grading" in shown
    assert "2/2" in shown
    assert "\x1b[?25h" in shown, "the cursor must come back"
    words = [*COMMAND, "grade"]
    plain = subprocess.run(words, cwd=course.root, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert "\x1b" not in plain.stdout
    assert plain.stderr == ""


def test_a_name_that_the_terminal_has_no_letters_for_is_no_crash(course) -> None:
    hand_in(course, "学生", answered(course))
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, "grade"], cwd=course.root, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u5b66" in done.stdout


def test_a_reader_who_has_seen_enough_is_no_crash(course) -> None:
    main(["grade"])
    command = f"{sys.executable} -m autograder export csv grades | head -c 0"
    done = subprocess.run(command, shell=True, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.stderr == ""
