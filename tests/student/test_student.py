"""A student's folder, copied anywhere: check("…") in a notebook, `autograder check` and `pytest` in a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.course import open_workbook
from autograder.checks import shape, value
from autograder.cli.main import main
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.errors import UsageError
from autograder.notebooks.percent import read_percent
from autograder.release.folder import build_folder, write_folders
from autograder.student.check import check
from autograder.student.check_file import check_path
from autograder.student.grader_python import is_newer
from autograder.student.pytest_cases import make_test
from autograder.student.text import report_text
from support.tiny import make_course

REPOSITORY = Path(__file__).parents[2]
RIGHT = {"double": "return 2 * x", "quad": "return 4.0 * x"}
ALL_IS_WELL = "✓ double: passes all 2 public checks\n✓ quad: passes all 2 public checks\n"
HEAVY = ("nbgrader", "jupytext", "rich", "nbformat", "nbclient", "jupyter_client", "matplotlib", "IPython")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    course = make_course(tmp_path_factory.mktemp("course"))
    return build_folder(open_workbook(course, course.course.assignments[0]))


@pytest.fixture
def folder(released: dict[str, bytes], tmp_path: Path) -> Path:
    """A released folder on its own, as a student would have copied it."""
    write_folders(tmp_path / "my work", {"tiny": released})
    return tmp_path / "my work" / "tiny"


def solve(folder: Path, **bodies: str) -> Path:
    """Write bodies into the stubs of the paired .py file and return its path."""
    path = folder / "tiny.py"
    parts = path.read_text("utf-8").split("# %%")
    for name, body in bodies.items():
        place = next(number for number, part in enumerate(parts) if f'exercise="{name}"' in part)
        body = body.replace("\n", "\n    ")
        parts[place] = parts[place].replace("# YOUR CODE HERE\n    raise NotImplementedError()", body)
    path.write_text("# %%".join(parts), "utf-8")
    return path


def terminal(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` in a folder, with nothing of the course but the autograder itself."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False
    )


# --- autograder check --------------------------------------------------------------------------------------------


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
        ("public_checks.json", "public_checks.json: is neither .ipynb nor .py"),
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


# --- the worker that the command forks off itself ----------------------------------------------------------------

branching = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")
SPAWNING = """
import sys
from pathlib import Path
from autograder.student.check_file import check_path; from autograder.student.text import report_text
report = check_path(Path(sys.argv[1]))
print(*map(report_text, report.exercises), *(f"note: {note}" for note in report.notes), sep="\\n")
"""
SAME = {
    "hangs": "while True: pass",
    "sleeps and ignores": "import time; [time.sleep(1) for _ in range(60)]",
    "ends the program": "import os\nos._exit(3)",
    "raises SystemExit": "raise SystemExit(4)",
    "falls over": "import ctypes\nctypes.string_at(0)",
    "is out of memory": "return np.ones(10**10)",
    "leaves a process": "import os\nif os.fork() == 0:\n    while True: pass\nreturn 2 * x",
    "comes back twice": "import os\nos.fork()\nreturn 2 * x",
    "prints and reads": "print('x' * 10**6)\nreturn 2 * x + len(sys.stdin.read())",
    "looks around": "import os, tempfile\nraise ValueError(os.listdir(), sys.argv, tempfile.gettempdir())",
    "looks for the command's path": "raise ValueError([p for p in sys.path if not p.startswith(sys.base_prefix)])",
    "looks at names": "import os\nraise ValueError(' '.join(sorted({*os.environ} - {'LC_CTYPE'})))",
    "looks at values": "import os, time\nraise ValueError(os.environ['TZ'], time.tzname, os.environ['MPLBACKEND'])",
    "looks at limits": "import resource as r\nraise ValueError(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(1))",
    "looks at its group": "import os\nraise ValueError(os.getpid() == os.getsid(0) == os.getpgid(0), os.isatty(0))",
    "looks at chance": "import random\nraise ValueError(random.random(), np.random.rand())",
    "looks at descriptors": "import os\nraise ValueError([os.readlink(f'/proc/self/fd/{n}') for n in range(3)])",
    "imports a file beside it": "import beside",
    "recurses": "return double(x)",
}


@branching
@pytest.mark.parametrize("name", SAME)
def test_a_forked_worker_shows_what_a_spawned_one_does(folder: Path, name: str) -> None:
    path = solve(folder, double=f"import sys\n{SAME[name]}", quad="return 4 * x")
    (folder / "beside.py").write_text("")
    if name == "sleeps and ignores":  # until its time is up, at each of its inputs
        (folder / "grading_rules.json").write_text(
            '{"schema": 1, "python": "3.11", "modules": [], "limits": {"call_seconds": 0.7}}'
        )
    forked = terminal(folder, "-m", "autograder", "check", path.name, SECRET="17")
    spawned = terminal(folder, "-c", SPAWNING, path.name, SECRET="17")
    assert forked.stdout == spawned.stdout
    assert forked.stdout.endswith("\n✓ quad: passes all 2 public checks\n")
    assert (forked.stderr, spawned.stderr) == ("", "")
    assert forked.returncode == (0 if "✓ double" in forked.stdout else 1)


def noting(folder: Path, note: Path) -> Path:
    """Have the student's code note what a forked worker can tell, and hang."""
    # What Python itself opens is in memory, or refused; os.getcwd() is about the folder in memory, too.
    told = "f\"{os.getppid()} {'autograder.cli.main' in sys.modules} {os.getpid()} {here.value.decode()} \""
    opened = f"ctypes.CDLL(None).open({os.fsencode(note)!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)"
    cwd = "here = ctypes.create_string_buffer(4096)\nctypes.CDLL(None).getcwd(here, 4096)"
    return solve(folder, double=f"import ctypes, os, sys\n{cwd}\nos.write({opened}, {told}.encode())\nwhile True: pass")


@branching
def test_the_worker_is_the_commands_own_child_and_its_folder_goes_with_it(folder: Path, tmp_path: Path) -> None:
    path = noting(folder, tmp_path / "note")
    terminal(folder, "-m", "autograder", "check", path.name)
    told = (tmp_path / "note").read_text().split()
    assert told[1] == "True"
    assert told[0] != told[2]
    assert not Path(told[3]).exists()


@branching
@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, -15), (signal.SIGINT, 2)])
def test_the_worker_ends_with_the_command(folder: Path, tmp_path: Path, how: signal.Signals, code: int) -> None:
    note = tmp_path / "note"
    path = noting(folder, note)
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "autograder", "check", str(path)]
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: note.exists() and note.read_text().endswith(" "))
        process.send_signal(how)
    assert process.returncode == code
    wait_until(lambda: not alive(int(note.read_text().split()[2])))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_what_was_printed_before_a_worker_is_forked_is_printed_once(folder: Path) -> None:
    path = solve(folder, double="import sys\nsys.__stdout__.flush()\nreturn 2 * x", quad=RIGHT["quad"])
    assert terminal(folder, "-m", "autograder", "check", *[path.name] * 3).stdout == ALL_IS_WELL * 3


@pytest.mark.parametrize("slip", ["np.random.seed = 42", "np.array = [1, 2, 3]"])
def test_a_name_of_numpys_that_was_replaced_costs_nothing_in_a_check_either(folder: Path, slip: str) -> None:
    path = solve(folder, **RIGHT)
    path.write_text(path.read_text("utf-8").replace("# %% exercise=", f"# %%\n{slip}\n\n# %% exercise=", 1), "utf-8")
    assert slip in path.read_text("utf-8")
    assert terminal(folder, "-m", "autograder", "check", path.name).stdout == ALL_IS_WELL


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_that_cannot_be_written_is_no_success(folder: Path) -> None:
    command = [sys.executable, "-m", "autograder", "check", str(folder)]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with open("/dev/full", "w") as full:
        shown = subprocess.run(command, env=variables, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert shown.returncode != 0
    assert shown.stderr.startswith("autograder: [Errno 28] No space left on device\n")


# --- what a check imports ----------------------------------------------------------------------------------------

NOT_FOR_A_CHECK = {*HEAVY, "numpy.random", "numpy.ma", "numpy.testing", "asyncio", "multiprocessing", "logging"}
NOT_FOR_A_CHECK |= {"autograder.settings"}
NOT_FOR_A_STUB = {
    "autograder.sandbox.host.fork_process",
    "autograder.sandbox.host.spawned_process",
    "autograder.sandbox.worker.main",
}


def imported(folder: Path) -> set[str]:
    """Return the modules that the command imports in its own process."""
    shown = terminal(folder, "-X", "importtime", "-m", "autograder", "check", "tiny.py")
    assert "✓" in shown.stdout or "·" in shown.stdout
    return {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines() if line.startswith("import time:")}


def test_a_check_imports_nothing_that_it_does_not_need(folder: Path) -> None:
    untouched, solved = imported(folder), imported(solve(folder, **RIGHT).parent)
    assert untouched & NOT_FOR_A_CHECK == solved & NOT_FOR_A_CHECK == set()


@branching
def test_an_untouched_file_takes_no_worker(folder: Path) -> None:
    assert imported(folder) & NOT_FOR_A_STUB == set()


@branching
def test_a_solved_file_takes_no_second_python(folder: Path) -> None:
    assert "autograder.sandbox.host.spawned_process" not in imported(solve(folder, **RIGHT).parent)


# --- pytest in the folder ----------------------------------------------------------------------------------------


def test_pytest_skips_what_was_not_attempted(folder: Path) -> None:
    shown = terminal(folder, "-m", "pytest", "-rs", "-p", "no:cacheprovider")
    assert "4 skipped" in shown.stdout
    assert "not attempted" in shown.stdout
    assert shown.returncode == 0


def test_pytest_passes_what_is_right_and_says_one_sentence_about_what_is_wrong(folder: Path) -> None:
    solve(folder, double="return 2 * x", quad="return np.outer(x, x)")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert "2 failed, 2 passed" in shown.stdout
    lines = [line for line in shown.stdout.splitlines() if line.startswith("`quad`")]
    assert len(lines) == 2
    assert "shape (4,)" in lines[0]
    assert "(4, 4)" in lines[0]
    assert "shape (4,)" in lines[1]
    assert "(4, 4)" in lines[1]
    assert "how much is it for 1?" not in shown.stdout  # a hint about values helps nobody whose shape is wrong
    assert "Traceback" not in shown.stdout
    assert "student.py" not in shown.stdout
    assert shown.returncode == 1


def test_pytest_says_the_hint_of_a_value_that_is_wrong(folder: Path) -> None:
    solve(folder, double="return 2 * x", quad="return 5.0 * x")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert "1 failed, 3 passed" in shown.stdout
    (line,) = (line for line in shown.stdout.splitlines() if line.startswith("`quad`"))
    assert line.endswith(": how much is it for 1?")
    assert shown.returncode == 1


def test_pytest_says_in_a_sentence_that_a_notebook_is_damaged(folder: Path) -> None:
    (folder / "tiny.ipynb").write_text("{")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert shown.stdout.count("\ntiny.ipynb: this notebook is damaged") == 4
    assert "Traceback" not in shown.stdout
    assert "Error" not in shown.stdout
    assert shown.returncode == 1


def test_damaged_public_checks_make_one_test_that_says_so(folder: Path) -> None:
    (folder / "public_checks.json").write_text("{")
    with pytest.raises(pytest.fail.Exception, match=r"public_checks\.json is damaged: copy it afresh"):
        make_test(folder)()


# --- check("…") in a notebook ------------------------------------------------------------------------------------


def run(source: str, **names: object) -> None:
    """Run the code of a notebook's cells."""
    exec(compile(source, "<notebook>", "exec"), {"np": np, "check": check, **names})


Printed = Callable[[], str]


@pytest.fixture
def printed(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """What was printed so far, with the folder as the current one."""
    monkeypatch.chdir(folder)
    return lambda: capsys.readouterr().out


def test_in_a_notebook_too_an_earlier_exercise_is_to_be_fixed_first(printed: Printed) -> None:
    names = {"double": lambda x: 3 * x, "quad": lambda x: 9 * x, "check": check, "np": np}
    exec('check("quad")', names)
    assert "it may rest on `double`, which is not right yet: fix that first" in printed()
    exec('check("quad")', names | {"double": lambda x: 2 * x})
    assert "rest on" not in printed()


def test_check_prints_one_line_when_all_is_well(printed: Printed) -> None:
    run('def double(x):\n    return 2 * x\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_without_a_name_checks_all_that_is_defined(printed: Printed) -> None:
    run("def double(x):\n    return 2 * x\ncheck()")
    assert printed() == "✓ double: passes all 2 public checks\n"
    run("def double(x):\n    return 2 * x\ndef quad(x):\n    return 3 * x\ncheck()")
    assert [line[:10] for line in printed().splitlines() if line[0] != " "] == ["✓ double: ", "✗ quad: pa"]
    run("check()")
    assert printed() == "check(): no exercise is defined here yet: run the cells above, then this one again\n"


def test_a_newer_definition_that_is_no_python_is_not_passed_over(printed: Printed) -> None:
    cells = ["def double(x):\n    return 3 * x", "def double(x):\n    return 2 * (x"]
    run("def double(x):\n    return 3 * x\ncheck('double')", In=cells)
    assert "the newest `double` did not run, an older one was checked: line 2: SyntaxError: '(' was" in printed()
    run("def double(x):\n    return 3 * x\ncheck('double')", In=[*cells, cells[0]])
    assert "newest" not in printed()


def test_check_takes_the_function_itself_too(printed: Printed) -> None:
    run("def double(x):\n    return 2 * x\ncheck(double)")
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_of_a_stub_says_not_attempted(printed: Printed) -> None:
    run('def double(x):\n    raise NotImplementedError()\ncheck("double")')
    assert printed() == "· double: not attempted yet\n"


def test_check_names_a_known_mistake(printed: Printed) -> None:
    run('def double(x):\n    return x\ncheck("double")')
    assert "public checks\n    The input is returned as it came: double it.\n" in printed()


def test_check_of_a_function_that_raises_prints_a_sentence(printed: Printed) -> None:
    run('def double(x):\n    return {}["k"]\ncheck("double")')
    out = printed()
    head, meaning, raised, see, line = out.splitlines()
    assert head == "✗ double: passes none of 2 public checks"
    assert meaning.startswith("    The dictionary has no such key")
    assert raised.startswith("    `double` raised KeyError: 'k'")
    assert see == "    To see it, run in a cell:"
    assert line.startswith("        double(np.array([")


def test_check_before_the_cell_was_run_says_to_run_it(printed: Printed) -> None:
    run('check("double")')
    assert printed() == "· double: `double` is not defined here yet: run the cells above, then this one again\n"


def test_check_of_a_misspelt_exercise_offers_the_right_name(printed: Printed) -> None:
    run('check("duoble")')
    assert printed() == 'check("duoble"): there is no such exercise; did you mean check("double")?\n'


def test_check_of_an_unknown_exercise_lists_those_there_are(printed: Printed) -> None:
    run('check("zzz")')
    assert printed() == 'check("zzz"): there is no such exercise; there are: double, quad\n'


def test_check_in_a_wrong_folder_says_where_the_notebook_belongs(
    printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    run('check("double")')
    assert printed().startswith('check("double"): no public_checks.json in ')


def test_check_finds_the_folder_from_the_one_above(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("..")
    run('def double(x):\n    return 2 * x\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n"


@pytest.mark.parametrize("name", ["__file__", "__vsc_ipynb_file__"])
def test_check_finds_the_folder_of_the_file_wherever_it_is_run(
    printed: Printed, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    run('def double(x):\n    return 2 * x\ncheck("double")', **{name: str(folder / "tiny.ipynb")})
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_of_damaged_public_checks_says_so(printed: Printed, folder: Path) -> None:
    (folder / "public_checks.json").write_bytes(b"\xff\xfe[]")
    run('check("double")')
    assert printed() == "public_checks.json is damaged: copy it afresh from the released assignment\n"


def test_check_hands_out_fresh_copies_of_the_arguments(printed: Printed) -> None:
    run('def double(x):\n    x *= 2\n    return x\ncheck("double")\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n" * 2


def test_check_leaves_numpys_random_and_error_state_alone(printed: Printed) -> None:
    np.random.seed(17)
    before, errors = np.random.get_state()[1].tolist(), np.geterr()  # type: ignore[union-attr]
    noisy = 'np.random.seed(1)\n    np.random.rand(3)\n    np.seterr(all="raise")'
    run(f'def double(x):\n    {noisy}\n    return 2 * x\ncheck("double")')
    assert np.random.get_state()[1].tolist() == before  # type: ignore[union-attr]
    assert np.geterr() == errors
    assert printed().startswith("✓")


def test_check_lets_the_student_interrupt(printed: Printed) -> None:
    with pytest.raises(KeyboardInterrupt):
        run('def double(x):\n    raise KeyboardInterrupt\ncheck("double")')


def test_check_works_in_a_real_notebook(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(folder / "tiny.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("raise NotImplementedError()", "return 2 * x")
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=60).execute()
    shown = [cell.outputs[0] for cell in notebook.cells if "check" in cell.metadata]
    assert {output.output_type for output in shown} == {"display_data"}  # a result would be nbgrader's score
    said = [output.data["text/plain"] for output in shown]
    assert said[0] == "✓ double: passes all 2 public checks"
    assert said[1].startswith("✗ quad: passes 1 of 2 public checks\n")
    assert "The input is doubled only once: do it again.</div>" in shown[1].data["text/html"]
    assert "The input is doubled only once: do it again." in said[1]


# --- words -------------------------------------------------------------------------------------------------------

HINTED = value("y", points=1.0, hint="a hint that is long enough to be wrapped, " * 3 + "and the end")
SHAPE = shape("y", points=1.0, hint="a shape's hint")


def described(*verdicts: Verdict) -> list[str]:
    return report_text(ExerciseReport("f", 2.0, verdicts)).splitlines()


def test_long_lines_are_wrapped_below_their_text() -> None:
    lines = described(Verdict(HINTED, Status.FAILED, 0.0, "expected 1, got 2", HINTED.hint))
    assert lines[:2] == [
        "✗ f: passes none of 1 public check",
        "    ✗ the numbers in your result (y): expected 1, got 2",
    ]
    assert lines[2].startswith("    Hint: a hint")
    assert len(lines) > 3
    assert all(line.startswith("    ") and len(line) <= 100 for line in lines[2:])


def test_what_all_checks_have_to_say_is_said_once_where_nothing_came_back() -> None:
    lines = described(
        Verdict(SHAPE, Status.TIMEOUT, 0.0, "`f` took longer than 2 s"),
        Verdict(HINTED, Status.TIMEOUT, 0.0, "`f` took longer than 2 s"),
    )
    assert lines == ["✗ f: passes none of 2 public checks", "    `f` took longer than 2 s"]


def test_a_hint_about_values_is_not_given_for_a_wrong_shape() -> None:
    lines = described(
        Verdict(SHAPE, Status.FAILED, 0.0, "expected shape (2,), got (1,)", SHAPE.hint),
        Verdict(HINTED, Status.FAILED, 0.0, "expected shape (2,), got (1,)", HINTED.hint),
    )
    assert lines[1:] == [
        "    ✗ the shape of your result (y): expected shape (2,), got (1,)",
        "    ✗ the numbers in your result (y): expected shape (2,), got (1,)",
        "    Hint: a shape's hint",
    ]


def test_the_sentence_of_a_mistake_is_said_once() -> None:
    verdicts = [
        Verdict(each, Status.FAILED, 0.0, "expected 1.5, got 2", "It is off. Fix it.", "off")
        for each in (SHAPE, HINTED)
    ]
    assert described(*verdicts)[1:] == [
        "    It is off. Fix it.",
        "    ✗ the shape of your result (y): expected 1.5, got 2",
        "    ✗ the numbers in your result (y): expected 1.5, got 2",
    ]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file or folder"):
        check_path(tmp_path / "nowhere")


# --- what a kernel cannot show, and what may be replaced in it ---------------------------------------------------


def notebook_of(folder: Path, monkeypatch: pytest.MonkeyPatch, *cells: str) -> dict[str, object]:
    """Run cells as a kernel does, in the released folder, and return their namespace."""
    monkeypatch.chdir(folder)
    namespace: dict[str, object] = {"np": np, "check": check, "In": ["", *cells]}
    for cell in cells:
        exec(compile(cell, "<a cell>", "exec"), namespace)
    return namespace


@pytest.mark.parametrize("name", ["array", "asarray", "zeros", "round", "ndarray", "errstate", "all", "shape", "max"])
def test_a_check_needs_nothing_of_numpys_that_a_student_can_replace(folder, monkeypatch, capsys, name) -> None:
    monkeypatch.setattr(np, name, getattr(np, name))  # puts it back
    namespace = notebook_of(folder, monkeypatch, f"def double(x): return 2 * x\nnp.{name} = [1, 2, 3]")
    check_in(namespace, "double")
    assert capsys.readouterr().out == "✓ double: passes all 2 public checks\n"


def check_in(namespace: dict[str, object], name: str) -> None:
    exec(f"check('{name}')", namespace)


def test_a_check_says_what_a_cell_has_replaced(folder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(np, "array", np.array)
    check_in(notebook_of(folder, monkeypatch, "np.array = [1]", "def double(x): return 2 * np.array(x)"), "double")
    said = " ".join(capsys.readouterr().out.split())
    assert "`np.array` was replaced by a list by the line `np.array = [1]`" in said


def test_a_check_says_what_the_grader_does_not_have(folder, monkeypatch, capsys) -> None:
    cell = "import jupytext as helper\ndef double(x): return 2 * x if helper else None"
    check_in(notebook_of(folder, monkeypatch, cell), "double")
    said = capsys.readouterr().out
    assert said.startswith("✓ double")
    assert "it works here only: `jupytext` is not available where answers are graded" in said


def test_a_check_says_that_a_function_was_replaced_by_its_result(folder, monkeypatch, capsys) -> None:
    cell = "def double(x): return 2 * x\ndouble = double(np.arange(3))"
    check_in(notebook_of(folder, monkeypatch, cell), "double")
    assert "`double` is no longer a function: it was replaced by an array in line 2" in capsys.readouterr().out


def test_a_file_is_checked_under_the_rules_of_grading(folder) -> None:
    path = solve(folder, double="import jupytext\nreturn 2 * x")
    (double, _) = check_path(path).exercises
    assert {verdict.status for verdict in double.verdicts} == {Status.ERROR}
    rules = '{"schema": 1, "python": "3.11", "modules": ["jupytext"], "limits": {"call_seconds": 20}}'
    (folder / "grading_rules.json").write_text(rules)
    (double, _) = check_path(path).exercises
    assert {verdict.status for verdict in double.verdicts} == {Status.PASSED}


def test_rules_that_are_damaged_are_a_sentence(folder) -> None:
    (folder / "grading_rules.json").write_text("{")
    with pytest.raises(UsageError, match=r"grading_rules\.json is damaged"):
        check_path(solve(folder, **RIGHT))


@pytest.mark.parametrize(
    ("source", "grader", "newer"),
    [("match x:\n    case 1: pass", (3, 9), True), ("x = f'{a}'", (3, 9), False), ("def f(): return 1", (3, 7), False)],
)
def test_syntax_that_the_graders_python_lacks_is_found(source, grader, newer) -> None:
    assert is_newer(source, grader) is newer
