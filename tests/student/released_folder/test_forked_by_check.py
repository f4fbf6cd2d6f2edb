"""The worker that `autograder check` forks off itself, and what a check imports: a student waits for it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.processes import alive, wait_until
from support.students_folder import ALL_IS_WELL, HEAVY, REPOSITORY, RIGHT, solve, terminal

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


def without_seconds(text: str) -> str:
    """Leave out how long it took, and whether it waited for a busy machine meanwhile."""
    return re.sub(r"(longer than) .*", r"\1", text)


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
    assert without_seconds(forked.stdout) == without_seconds(spawned.stdout)
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
    assert shown.stderr.startswith("autograder: no space left on device\n")


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
