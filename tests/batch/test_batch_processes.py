"""A class graded by several processes, which may break, die, hang or be interrupted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import autograder.batch.grader
import autograder.batch.process_pool
import autograder.batch.watched_grader
import autograder.grading.attempts
from autograder.authoring.course import CourseFolder
from autograder.batch.bounded import on_executor
from autograder.batch.context import GradingContext
from autograder.batch.executors import choose_executor, pick_jobs
from autograder.batch.graceful_stop import Stop, finish_current_work_on_sigint
from autograder.batch.grader_process import GraderProcess, written_setup
from autograder.core.model import Submission
from autograder.records.schema import Record
from autograder.sandbox.host.isolation import Level
from support.graded_class import run
from support.handed_in import answered, hand_in, records_in, without_seconds

# --- processes ---------------------------------------------------------------------------------------------------


def test_processes_make_the_very_records_that_one_process_makes(course, sandbox) -> None:
    hand_in(course, "s004", "not a notebook")
    hand_in(course, "s005", answered(course, double="def double(x):\n    raise SystemExit"))
    run(course, 1, out="one")
    run(course, 2, out="two")
    assert len(records_in(course, "one")) == 5
    assert without_seconds(records_in(course, "two")) == without_seconds(records_in(course, "one"))


# --- processes that die, hang or run out of memory ---------------------------------------------------------------


def graded_by(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch, disturbed: Callable[[GraderProcess, str], None]
) -> dict[str, Record]:
    """Grade the class in two processes, each disturbed before it grades a student; return the records by student."""

    class Disturbed(GraderProcess):
        def grade(self, submission: Submission) -> Record:
            disturbed(self, submission.student)
            return super().grade(submission)

    monkeypatch.setattr(autograder.batch.process_pool, "GraderProcess", Disturbed)
    run(course, 2)
    return records_in(course)


def test_a_grading_process_that_dies_is_replaced_and_its_submission_graded_again(course, sandbox, monkeypatch) -> None:
    run(course, out="undisturbed")
    killed: list[str] = []

    def kill_once(process: GraderProcess, student: str) -> None:
        if student not in killed:
            killed.append(student)
            process.kill()

    assert without_seconds(graded_by(course, monkeypatch, kill_once)) == without_seconds(
        records_in(course, "undisturbed")
    )
    assert sorted(killed) == ["s001", "s002", "s003"]


def test_one_that_dies_whenever_it_grades_a_submission_costs_that_one_alone(course, monkeypatch) -> None:
    found = graded_by(course, monkeypatch, lambda process, student: student != "s001" or process.kill())
    assert {student: record["status"] for student, record in found.items()} == {
        "s001": "broken",
        "s002": "graded",
        "s003": "missing",
    }
    assert found["s001"]["score"] is None
    assert found["s001"]["notes"] == ["the grading process died (out of memory?); grade again"]


def test_one_that_takes_too_long_is_ended_from_outside(course, monkeypatch) -> None:
    def stop(process: GraderProcess, student: str) -> None:
        if student == "s001":
            process._process.send_signal(signal.SIGSTOP)

    monkeypatch.setattr(autograder.batch.watched_grader, "longest", lambda limits: 20.0)
    found = graded_by(course, monkeypatch, stop)
    assert found["s001"]["notes"] == ["the grading process took too long; grade again"]
    assert (found["s001"]["status"], found["s002"]["status"]) == ("broken", "graded")


def test_one_that_runs_out_of_memory_says_so_and_is_replaced(course, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("autograder.batch.process_pool.GraderProcess", GraderProcess)
    (tmp_path / "sitecustomize.py").write_text(GREEDY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run(course, 2)
    found = records_in(course)
    assert (found["s001"]["status"], found["s002"]["status"]) == ("broken", "graded")
    assert "MemoryError" in found["s001"]["notes"][-1]


GREEDY = """
import sys
if "autograder.batch.grader_process" in sys.orig_argv:
    import autograder.grading.attempts as grader
    judged = grader.grade
    def grade(key, cells, *rest):
        if "3.0" not in "".join(cell.source for cell in cells):
            bytearray(2**31)
        return judged(key, cells, *rest)
    grader.grade = grade
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")
@pytest.mark.parametrize(
    ("at_first", "why"), [(lambda: sum(0 for _ in iter(int, 1)), "too long"), (lambda: bytearray(2**31), "MemoryError")]
)
def test_one_process_alone_has_the_same_bounds(course, sandbox, monkeypatch, at_first, why) -> None:
    if why == "MemoryError" and not Path("/proc/self/statm").exists():
        pytest.skip("this system does not bound memory")
    judged, begun = autograder.grading.attempts.grade, []

    def grade(*rest):
        begun.append(rest)
        if len(begun) == 1:
            at_first()
        return judged(*rest)

    monkeypatch.setattr(autograder.grading.attempts, "grade", grade)
    monkeypatch.setattr(autograder.batch.grader, "longest", lambda limits: 5.0)
    handler = signal.getsignal(signal.SIGALRM)
    run(course)
    found = records_in(course)
    assert (found["s001"]["status"], found["s002"]["status"]) == ("broken", "graded")
    assert why in found["s001"]["notes"][-1]
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)) == (handler, (0, 0))


def test_a_process_ends_with_the_one_that_hands_out_the_work(course) -> None:
    process = GraderProcess(written_setup(GradingContext(course.course, {}, Level.NONE), str(course.root)))
    process._to.close()
    assert process._process.wait(20) == 1
    process.close()


def test_no_more_submissions_are_held_than_the_window_allows() -> None:
    given, taken = [], []

    def numbers() -> Iterator[int]:
        for number in range(20):
            assert len(given) - len(taken) < 3
            given.append(number)
            yield number

    with ThreadPoolExecutor(2) as executor:
        for number in on_executor(executor, lambda number: number, numbers(), window=3):
            taken.append(number)
    assert sorted(taken) == given == list(range(20))


def test_what_has_not_begun_when_the_stop_comes_is_given_up() -> None:
    stop, begun, go_on = Stop(), [], threading.Event()

    def task(number: int) -> int:
        begun.append(number)
        go_on.wait(10)
        return number

    def numbers() -> Iterator[int]:
        yield from range(5)
        stop.came = True
        go_on.set()

    with ThreadPoolExecutor(1) as executor:
        done = list(on_executor(executor, task, numbers(), window=10, stop=stop))
    assert sorted(done) == sorted(begun)


def test_the_first_ctrl_c_lets_the_one_under_way_end_and_begins_no_other() -> None:
    came, noticed = [], []

    def work() -> None:
        with finish_current_work_on_sigint(lambda: noticed.append(1)) as stop:
            for number in stop.until(range(5)):
                if number == 2:
                    signal.raise_signal(signal.SIGINT)
                came.append(number)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert (came, noticed) == ([0, 1, 2], [1])


def test_the_second_ctrl_c_stops_at_once() -> None:
    came, before = [], signal.getsignal(signal.SIGINT)

    def work() -> None:
        with finish_current_work_on_sigint(lambda: None):
            for number in range(3):
                signal.raise_signal(signal.SIGINT)
                came.append(number)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert came == [0]
    # Whatever that was: a process that is started in the background inherits that interrupts are ignored.
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.default_int_handler])
def test_what_a_signal_did_before_it_does_again_afterwards(handler) -> None:
    before = signal.signal(signal.SIGINT, handler)
    try:
        with finish_current_work_on_sigint(lambda: None):
            pass
        assert signal.getsignal(signal.SIGINT) == handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("wanted", "submissions", "jobs"), [(3, 1, 3), (1, 1000, 1), (None, 49, 1)])
def test_a_handful_is_graded_in_one_process_unless_asked_otherwise(wanted, submissions, jobs) -> None:
    assert pick_jobs(wanted, submissions) == jobs


def test_a_whole_class_is_graded_on_all_cores_that_there_are_for_it(monkeypatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {1, 3, 5}, raising=False)
    assert pick_jobs(None, 50) == 3


@pytest.mark.parametrize(("stale", "jobs"), [(1, 1), (50, 3)])
def test_processes_are_counted_by_what_is_to_be_graded_and_not_by_the_class(monkeypatch, stale: int, jobs: int) -> None:
    asked = []

    def by_processes(count: int):
        asked.append(count)
        return lambda context, submissions, stop: iter(list(submissions))

    monkeypatch.setattr("os.sched_getaffinity", lambda _: {1, 3, 5}, raising=False)
    monkeypatch.setattr("autograder.batch.executors.by_processes", by_processes)
    monkeypatch.setattr("autograder.batch.grader.in_this_process", lambda *given: by_processes(1)(*given))
    work = [Submission(f"s{n}", "tiny", None, "", ()) for n in range(stale)]
    executor = choose_executor(None, None, None, 1000)
    assert len(list(executor(None, iter(work), Stop()))) == stale
    assert asked == [jobs]


def test_where_the_system_does_not_tell_which_these_are_it_is_all(monkeypatch) -> None:
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert pick_jobs(None, 50) == 7
