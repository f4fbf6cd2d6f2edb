"""Ctrl-C and kill -9 in the middle of grading: nothing is half written, nobody is left, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import autograder.batch.grader
from autograder.authoring.course import CourseFolder
from autograder.batch.batch import Batch, answer_keys, grade_batch
from autograder.batch.executors import serially
from autograder.records import write
from autograder.records.store import read_record
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import (
    DOUBLE,
    QUAD,
    TRIPLE,
    Borrowed,
    answered,
    hand_in,
    records_in,
    released_course,
    without_seconds,
)
from support.processes import wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="counts processes in /proc")

STUDENTS = 32  # two processes take on eight at once: whenever the third is finished, many have not begun
SANDBOX, POOL = b"autograder.sandbox.worker.forkserver", b"autograder.batch.grader_process"
SLOW = "import time\ntime.sleep(0.1)"  # a second and more is left then, however late a test notices
CALM = "autograder: interrupted; what was finished is kept, run the same command to go on\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = released_course(tmp_path_factory.mktemp("course"))
    for number in range(STUDENTS):
        double = TRIPLE if number % 2 else DOUBLE
        hand_in(made, f"s{number}", answered(made, double=f"{SLOW}\n{double}", quad=QUAD))
    return made


class Grading:
    """`autograder grade` as a process. All that it starts can be told by a folder that all inherit."""

    def __init__(self, course: CourseFolder, out: str, jobs: int = 1) -> None:
        self.course, self.out = course, out
        self.mark = f"/nowhere/{uuid.uuid4().hex}"
        source = str(Path(__file__).parents[2])
        self.temporary = course.root / f"temporary-{out}"
        self.temporary.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", "--out", out, "--jobs", str(jobs)],
            cwd=course.root,
            env={
                **os.environ,
                "LD_LIBRARY_PATH": f"{os.environ.get('LD_LIBRARY_PATH', '')}:{self.mark}",
                "PYTHONPATH": source,
                "TMPDIR": str(self.temporary),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Grading:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in self.processes():
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()

    def processes(self) -> list[int]:
        """Return all processes of this run that live."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if self._is_ours(path)]

    def _is_ours(self, path: Path) -> bool:
        try:
            return self.mark.encode() in path.read_bytes()
        except OSError:  # it has just ended, or is another user's
            return False

    def finished(self) -> int:
        return len(list((self.course.root / self.out).glob("records/tiny/*.json")))

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal as a terminal would (Ctrl-C) or as kill does; return the exit code and standard error."""
        if how is signal.SIGINT:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        error = self.process.communicate(timeout=60)[1].decode()
        return self.process.returncode, error


def running(grading: Grading, words: bytes) -> Iterator[int]:
    """Yield the processes with these words in their command line."""
    for pid in grading.processes():
        with suppress(OSError):
            if words in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid


MOMENTS: dict[str, Callable[[Grading], bool]] = {
    "while it starts": lambda grading: (grading.course.root / grading.out / "records").is_dir(),
    "when a sandbox starts": lambda grading: any(running(grading, SANDBOX)),
    "in the middle of a slow one": lambda grading: grading.finished() >= 3,
}


INT, KILL = signal.SIGINT, signal.SIGKILL


def regraded(course: CourseFolder, out: str, sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Grade the class to its end, in this process, and return the records, except for how long they took."""
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(sandbox))
    batch = Batch(course, course.root / "submitted", course.root / out, course.chosen())
    grade_batch(batch, answer_keys(batch), serially, lambda record, new: None)
    return without_seconds(records_in(course, out))


@pytest.mark.parametrize(
    ("how", "jobs", "moment"),
    [
        *((INT, jobs, moment) for jobs in (1, 2) for moment in MOMENTS),
        (KILL, 2, "when a sandbox starts"),
        (KILL, 1, "in the middle of a slow one"),
        (KILL, 2, "in the middle of a slow one"),
    ],
)
def test_an_interrupted_run_leaves_no_process_and_no_half_record(course, how, jobs, moment) -> None:
    out = uuid.uuid4().hex
    with Grading(course, out, jobs) as grading:
        wait_until(lambda: MOMENTS[moment](grading))
        code, error = grading.stop(how)
        assert "Traceback" not in error
        if how is INT:
            assert (code, error) == (2, CALM)
        wait_until(lambda: not grading.processes(), lambda: "a process was left behind")
        assert list(grading.temporary.iterdir()) == [], "temporary files were left behind"
    begun = list((course.root / out).glob("records/tiny/*.json"))
    assert len(begun) < STUDENTS
    assert all(read_record(path) is not None for path in begun)


def test_the_next_run_completes_what_was_interrupted(course, course_sandbox, monkeypatch) -> None:
    with Grading(course, "stopped") as grading:
        wait_until(lambda: grading.finished() >= 2)
        grading.stop(KILL)
    begun = records_in(course, "stopped")
    whole = regraded(course, "whole", course_sandbox, monkeypatch)
    assert 2 <= len(begun) < len(whole) == STUDENTS
    assert regraded(course, "stopped", course_sandbox, monkeypatch) == whole
    assert all(records_in(course, "stopped")[student] == record for student, record in begun.items()), "graded twice"


@pytest.mark.parametrize("victim", [SANDBOX, POOL], ids=["a fork server", "a grading process"])
def test_a_process_that_is_killed_changes_no_record_and_is_not_even_noticed(
    course, course_sandbox, monkeypatch, victim
) -> None:
    out = uuid.uuid4().hex
    with Grading(course, out, jobs=2) as grading:
        wait_until(lambda: any(running(grading, SANDBOX)))
        os.kill(next(running(grading, victim)), KILL)
        error = grading.process.communicate(timeout=60)[1].decode()
        assert (grading.process.returncode, error) == (0, "")
        wait_until(lambda: not grading.processes())
        assert list(grading.temporary.iterdir()) == [], "temporary files were left behind"
    whole = regraded(course, uuid.uuid4().hex, course_sandbox, monkeypatch)
    assert without_seconds(records_in(course, out)) == whole


def test_what_a_killed_run_was_writing_is_gone_after_the_next(course, course_sandbox, monkeypatch) -> None:
    out = uuid.uuid4().hex
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = write.own_leftover().replace(f"-{os.getpid()}-", f"-{ended.pid}-") + "x"
    folders = [course.root / out / folder for folder in (".", "records/tiny", "feedback/s1", "report")]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("half")
        (folder / f"{write.own_leftover()}x").write_text("a run that is at work")
    regraded(course, out, course_sandbox, monkeypatch)
    for folder in folders:
        assert [path.name for path in folder.glob(".new-*")] == [f"{write.own_leftover()}x"]


def test_a_small_regrade_in_several_processes_says_nothing(course) -> None:
    for number in range(3):
        with Grading(course, f"small-{number}", jobs=2) as grading:
            assert grading.process.communicate(timeout=60)[1] == b""
            assert grading.process.returncode == 0
