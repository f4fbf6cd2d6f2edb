"""The command line as people meet it: help, bad usage, what grading prints, and the exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

import autograder.batch.grader
import autograder.cli.main
import autograder.cli.overview
import autograder.records.index
from autograder.cli.main import command_names, main
from autograder.errors import AutograderError
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.session import AnySandbox
from support.commands_run import ENVIRONMENT
from support.handed_in import Borrowed, records_in, without_seconds

# --- usage -------------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_exits_with_0(capsys) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("release", "check", "grade", "audit", "export", "demo"))


def test_the_version_is_told_with_the_name_to_install(capsys) -> None:
    from autograder.distribution import own_version

    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"proofgrade {own_version()}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "required: COMMAND"),
        (["gade"], "invalid choice: 'gade'"),
        (["grade", "--jobs", "0"], "must be a whole number, 1 or more"),
        (["grade", "--jobs", "two"], "must be a whole number, 1 or more"),
        (["grade", "--stud", "s001"], "unrecognized arguments"),
        (["grade", "a", "b"], "unrecognized arguments: b"),
        (["export", "xls", "grades"], "invalid choice: 'xls'"),
        (["check"], "required: FILE"),
    ],
)
def test_bad_usage_exits_with_2_and_says_why(capsys, words, message) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert message in capsys.readouterr().err


HELPS = [[], *([name] for name in command_names()), *(["new", kind] for kind in ("course", "assignment", "roster"))]


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_help_fits_a_screen_begins_with_what_it_is_for_and_ends_with_an_example(capsys, monkeypatch, words) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit, match="0"):
        main([*words, "--help"])
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) <= 23, "a screen has 24 lines, and the last is the prompt's"
    assert max(map(len, lines)) <= 80
    assert lines[0][0].isupper()
    assert not lines[0].startswith("usage")
    assert " ".join(["  autograder", *words]) in lines[-1]


def test_a_students_installation_tells_of_a_students_commands(capsys, monkeypatch) -> None:
    monkeypatch.setattr(autograder.cli.overview, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    assert "run the public checks" in shown
    assert "pip install 'proofgrade[instructor]'" in shown
    assert not any(f" {name} " in shown for name in ("release", "collect", "audit", "export"))


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    heavy = "numpy", "rich", "nbgrader", "jupytext", "matplotlib", "IPython"
    program = f"import sys, autograder.cli.main; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


@pytest.mark.parametrize(("wanted", "kept"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_numpy_comes_with_one_thread_unless_asked_otherwise(wanted, kept) -> None:
    program = "import os; from autograder.cli.main import command_names, main; main(['export', '-h'])"
    told = f"import atexit, os; atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS'])); {program}"
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "OPENBLAS_NUM_THREADS"} | wanted
    shown = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == kept


# --- grade -------------------------------------------------------------------------------------------------------


def test_grade_prints_the_table_the_counts_and_where_all_lies(course, capsys) -> None:
    assert main(["grade"]) == 0
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert ["s001", "100", "100"] in lines
    assert ["s002", "0", "0"] in lines
    assert out.endswith("2 graded\nrecords:    grades/records\ngrades.csv: grades/grades.csv\n")
    assert err == ""


def test_the_names_of_unexpected_files_reach_neither_the_terminal_nor_ci_as_commands(course, capsys) -> None:
    for name in ("a\n::error::x", "b\x1b[31m", "##[error]c"):
        (course.root / "submitted" / name).write_text("nobody's work")
    assert main(["grade"]) == 0
    out = capsys.readouterr().out
    assert "left alone in submitted: # #[error]c, a ::error::x, b [31m" in out
    assert not any(command in out for command in ("\n::", "\x1b[31m", "##["))


def test_a_second_run_says_that_nothing_has_changed(course, capsys) -> None:
    main(["grade"])
    assert main(["grade"]) == 0
    assert "\n2 unchanged\n" in capsys.readouterr().out


def test_of_an_unchanged_class_each_record_is_read_once(course, monkeypatch) -> None:
    main(["grade"])
    read, reads = [], autograder.records.index.read_record
    monkeypatch.setattr(autograder.records.index, "read_record", lambda path: read.append(path.stem) or reads(path))
    main(["grade"])
    assert sorted(read) == ["s001", "s002"]


def test_the_table_holds_those_who_were_not_graded_now(course, capsys) -> None:
    main(["grade"])
    capsys.readouterr()
    main(["grade", "--student", "s002", "--force"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["s001", "100", "100"] in rows
    assert ["s002", "0", "0"] in rows


def test_an_assignment_that_is_named_twice_is_graded_once(course, capsys) -> None:
    assert main(["grade", "--assignment", "tiny", "--assignment", "tiny"]) == 0
    assert "\n2 graded\n" in capsys.readouterr().out


def test_a_low_score_is_no_failure_of_the_command(course) -> None:
    assert main(["grade", "--student", "s002", "--executor", "serial"]) == 0
    assert records_in(course)["s002"]["score"] == 0


def test_what_broke_is_named_after_the_rest_is_done_and_the_exit_code_is_2(course, capsys, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> AnySandbox:
        raise AutograderError("no sandbox today")

    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", refuse)
    assert main(["grade"]) == 2
    out, err = capsys.readouterr()
    assert "1 submission could not be graded, through our fault and not theirs:\n  s001/tiny: grading broke" in err
    assert "Run the same command again" in err
    assert "1 broken, 1 graded" in out  # what was not attempted needs no sandbox
    assert (course.root / "grades" / "grades.csv").read_text() == (
        "student,tiny,total,tiny status,reasons\ns001,,0,broken,\ns002,0,0,graded,\n"
    )


class Disturbed(Borrowed):
    """A sandbox whose first worker somebody else kills."""

    def open(self, job, limits, allowance=None):
        session = super().open(job, limits, allowance)
        if self.runs == 1:
            start, workers = session._start_worker, []

            def start_and_kill():
                workers.append(start())
                if len(workers) == 1:
                    os.kill(workers[0]._pid, signal.SIGKILL)
                return workers[-1]

            session._start_worker = start_and_kill
        return session


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")
def test_what_was_asked_again_is_counted_at_the_end_and_leaves_no_mark_on_a_record(
    course, capsys, tmp_path, monkeypatch
) -> None:
    assert main(["grade", "--out", "undisturbed"]) == 0
    assert "asked again" not in capsys.readouterr().out
    with open_sandbox("forked") as sandbox:
        monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Disturbed(sandbox))
        assert main(["grade"]) == 0
    assert "asked again: 1 submission, once in all: a process was ended or stopped" in capsys.readouterr().out
    assert without_seconds(records_in(course)) == without_seconds(records_in(course, "undisturbed"))


def test_a_bug_of_ours_shows_its_traceback_and_exits_with_2(course, capsys, monkeypatch) -> None:
    monkeypatch.setattr(autograder.cli.grade, "grade_class", lambda *_: 1 / 0)
    assert main(["grade"]) == 2
    err = capsys.readouterr().err
    assert "ZeroDivisionError" in err
    assert err.endswith("autograder: this is a bug in autograder: please report what is printed above\n")


def test_a_missing_package_says_how_to_get_it(course, capsys, monkeypatch) -> None:
    def need(*_: object) -> int:
        raise ModuleNotFoundError("No module named 'rich'", name="rich")

    monkeypatch.setattr(autograder.cli.grade, "grade_class", need)
    assert main(["grade"]) == 2
    assert "this command needs rich: pip install 'proofgrade[instructor]'" in capsys.readouterr().err


def test_an_interruption_is_one_calm_line(course, capsys, monkeypatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(autograder.cli.grade, "grade_class", interrupt)
    assert main(["grade"]) == 2
    assert capsys.readouterr().err == (
        "autograder: interrupted; what was finished is kept, run the same command to go on\n"
    )


def test_an_interruption_inside_exec_ends_with_2_as_any_other() -> None:
    program = (
        "import autograder.cli.main as cli; cli._parser = lambda: exec('raise KeyboardInterrupt'); exit(cli.main())"
    )
    done = subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 2
