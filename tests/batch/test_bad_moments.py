"""Two runs in one folder at once, a disk that is full, Ctrl-C before the end: what was graded is there, all is said."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from support.handed_in import DOUBLE, QUAD, TRIPLE, answered, hand_in, records_in, released_course, without_seconds

STUDENTS = 24
COMMAND = (sys.executable, "-m", "autograder", "grade", "--unsafe-no-sandbox", "--quiet")
SOURCE = str(Path(__file__).parents[2])

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="grades with the forked sandbox, so Linux")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = released_course(tmp_path_factory.mktemp("course"))
    for number in range(STUDENTS):
        hand_in(made, f"s{number:02}", answered(made, double=TRIPLE if number % 2 else DOUBLE, quad=QUAD))
    subprocess.run([*COMMAND, "--out", "undisturbed", "--jobs", "1"], cwd=made.root, env=environment(), check=True)
    return made


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCE}


def undisturbed(course: CourseFolder) -> dict[str, dict]:
    return without_seconds(records_in(course, "undisturbed"))


def leftovers(course: CourseFolder, out: str) -> list[str]:
    return [path.name for path in (course.root / out).rglob("*") if path.name.startswith(".new-")]


def test_two_that_grade_into_one_folder_at_once_do_each_other_no_harm(course) -> None:
    runs = [
        subprocess.Popen(
            [*COMMAND, "--out", "both", "--jobs", jobs], cwd=course.root, env=environment(), stderr=subprocess.PIPE
        )
        for jobs in ("1", "2")
    ]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert without_seconds(records_in(course, "both")) == undisturbed(course)
    tables = [(course.root / out / "grades.csv").read_text("utf-8") for out in ("both", "undisturbed")]
    assert tables[0] == tables[1]
    assert leftovers(course, "both") == []


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="a disk of its own takes bubblewrap")
def test_a_full_disk_is_said_with_the_path_and_the_next_run_goes_on(course) -> None:
    disk = course.root / "full"
    disk.mkdir()
    grade = " ".join([*COMMAND, "--out", "full", "--jobs", "1"])
    script = f"""
        head -c 230000 /dev/zero > full/filler
        {grade}; echo "code $?"
        ls full/records/tiny | wc -l
        rm full/filler
        {grade}; echo "code $?"
        cp -r full/records full/grades.csv copied
        find full -name '.new-*'
    """
    (course.root / "copied").mkdir()
    command = ["bwrap", "--dev-bind", "/", "/", "--size", str(2**18), "--tmpfs", str(disk), "--", "sh", "-c", script]
    done = subprocess.run(command, cwd=course.root, env=environment(), capture_output=True, text=True, check=False)
    if "bwrap" in done.stderr:
        pytest.skip(f"no disk of its own can be had here: {done.stderr}")
    first, written, second, *left = done.stdout.split("\n")
    assert (first, second, left) == ("code 2", "code 0", [""])
    assert 0 < int(written) < STUDENTS
    assert re.search(r"^autograder: full/records/tiny/s\d+\.json: no space left on device$", done.stderr, re.MULTILINE)
    assert without_seconds(records_in(course, "copied")) == undisturbed(course)


def test_after_ctrl_c_the_table_holds_what_was_graded(course) -> None:
    run = subprocess.Popen(
        [*COMMAND, "--out", "interrupted", "--jobs", "1"], cwd=course.root, env=environment(), stderr=subprocess.PIPE
    )
    records = course.root / "interrupted" / "records" / "tiny"
    while not (records.is_dir() and any(records.iterdir())):
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    said = run.communicate()[1].decode()
    found = records_in(course, "interrupted")
    assert run.returncode == 2 or len(found) == STUDENTS, said
    rows, right = (
        {row.partition(",")[0]: row for row in (course.root / out / "grades.csv").read_text("utf-8").splitlines()}
        for out in ("interrupted", "undisturbed")
    )
    assert {student: rows[student] for student in found} == {student: right[student] for student in found}
