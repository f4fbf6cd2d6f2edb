"""A class graded twice: what is graded again and what is not, in one process and in several."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import autograder.batch.grader
import autograder.batch.process_pool
import autograder.batch.watched_grader
import autograder.grading.attempts
from autograder.authoring.course import CourseFolder, find_course
from autograder.batch.batch import Batch, answer_keys, grade_batch
from autograder.batch.bounded import on_executor
from autograder.batch.context import GradingContext
from autograder.batch.executors import by_processes, choose_executor, pick_jobs, serially
from autograder.batch.graceful_stop import Stop, finish_current_work_on_sigint
from autograder.batch.grader_process import GraderProcess, written_setup
from autograder.core.model import Submission
from autograder.errors import AutograderError, UsageError
from autograder.gradebook.entries import open_gradebook
from autograder.records.schema import Record
from autograder.records.store import record_path
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import (
    DOUBLE,
    QUAD,
    SOLVED,
    TRIPLE,
    Borrowed,
    answered,
    hand_in,
    records_in,
    released_course,
    without_seconds,
)


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    made = released_course(tmp_path)
    hand_in(made, "s001", answered(made, **SOLVED))
    hand_in(made, "s002", answered(made, double=TRIPLE, quad=QUAD))
    (tmp_path / "submitted" / "s003").mkdir()
    return made


@pytest.fixture
def sandbox(course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> Borrowed:
    borrowed = Borrowed(course_sandbox)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: borrowed)
    return borrowed


def run(
    course: CourseFolder, jobs: int = 1, *, out: str = "grades", students: tuple[str, ...] = (), force: bool = False
) -> dict[str, int]:
    """Grade the class as the command would; return how often each status came up, as the progress bar shows it."""
    course = find_course(course.root)  # its settings as they are now
    batch = Batch(course, course.root / "submitted", course.root / out, course.chosen(), frozenset(students), force)
    counts = Counter[str]()

    def on_record(record: Record, new: bool) -> None:
        counts[record["status"] if new else "unchanged"] += 1

    grade_batch(batch, answer_keys(batch), by_processes(jobs), on_record)
    return dict(counts)


def configured(course: CourseFolder, before: str, after: str) -> None:
    path = course.root / "course_config.py"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_every_student_has_a_record_with_or_without_work(course, sandbox) -> None:
    assert run(course) == {"graded": 2, "missing": 1}
    found = records_in(course)
    assert {student: (record["status"], record["score"]) for student, record in found.items()} == {
        "s001": ("graded", 100),
        "s002": ("graded", 65),  # the shape of double, and all of quad, which is right except for double
        "s003": ("missing", 0),
    }
    assert found["s003"]["submission"] == {"file": None, "sha256": ""}


def test_what_has_not_changed_is_not_graded_again(course, sandbox) -> None:
    run(course)
    before, runs = records_in(course), sandbox.runs
    assert run(course) == {"unchanged": 3}
    assert (records_in(course), sandbox.runs) == (before, runs)


def test_the_process_that_feeds_the_others_makes_nothing_of_a_file(course, monkeypatch) -> None:
    monkeypatch.setattr("autograder.submissions.read.read_submission", None)
    assert run(course, 2) == {"graded": 2, "missing": 1}
    hand_in(course, "s001", answered(course, ".py", **SOLVED), "tiny.py")  # a second file: its bytes tell too little
    assert run(course, 2) == {"graded": 1, "unchanged": 2}


def test_what_has_not_changed_is_not_even_parsed(course, sandbox, monkeypatch) -> None:
    run(course)
    monkeypatch.setattr("autograder.submissions.reading.read_notebook", None)
    assert run(course) == {"unchanged": 3}


def test_a_note_about_a_second_file_goes_with_that_file(course, sandbox) -> None:
    second = hand_in(course, "s001", answered(course, ".py", **SOLVED), "tiny.py")
    run(course)
    assert "both" in records_in(course)["s001"]["notes"][0]
    second.unlink()
    assert run(course) == {"graded": 1, "unchanged": 2}
    assert records_in(course)["s001"]["notes"] == []


def test_a_second_file_that_comes_in_is_noticed(course, sandbox) -> None:
    run(course)
    hand_in(course, "s001", answered(course, ".py", double=TRIPLE), "tiny.py")
    assert run(course) == {"graded": 1, "unchanged": 2}


def test_a_changed_check_has_only_its_own_assignment_graded_again(course, sandbox) -> None:
    run(course)
    keys = {"tiny": answer_keys(batch_of(course))["tiny"]}
    other = {"tiny": replace(keys["tiny"], fingerprint="another")}
    again = []
    for changed in (keys, other):
        made: list[bool] = []
        grade_batch(batch_of(course), changed, serially, lambda record, new, made=made: made.append(new))
        again.append(sum(made))
    assert again == [0, 3]


def test_nothing_is_started_when_nothing_is_to_be_graded(course, sandbox, monkeypatch) -> None:
    run(course)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", None)
    assert run(course) == {"unchanged": 3}


def test_force_grades_all_again(course, sandbox) -> None:
    run(course)
    assert run(course, force=True) == {"graded": 2, "missing": 1}


def test_a_changed_submission_alone_is_graded_again(course, sandbox) -> None:
    run(course)
    hand_in(course, "s002", answered(course, **SOLVED))
    assert run(course) == {"graded": 1, "unchanged": 2}
    assert records_in(course)["s002"]["score"] == 100


def test_work_that_comes_in_after_all_replaces_the_missing_record(course, sandbox) -> None:
    run(course)
    hand_in(course, "s003", answered(course, double=DOUBLE))
    assert run(course) == {"graded": 1, "unchanged": 2}
    assert records_in(course)["s003"]["score"] == 40


def test_a_changed_lesson_has_all_graded_again(course, sandbox) -> None:
    run(course)
    checks = course.solutions / "tiny" / "checks.py"
    checks.write_text(checks.read_text("utf-8").replace("A vector, and a matrix", "Two arrays"), "utf-8")
    assert run(course) == {"graded": 2, "missing": 1}


def test_a_changed_setting_has_all_graded_again(course, sandbox) -> None:
    run(course)
    configured(course, 'seed="a secret of the tests"', 'seed="another", follow_through=0.0')
    assert run(course) == {"graded": 2, "missing": 1}
    assert records_in(course)["s002"]["score"] == 15


def test_a_changed_due_date_changes_what_lateness_costs_and_runs_no_code_again(course, sandbox) -> None:
    path = hand_in(course, "s001", answered(course, **SOLVED))
    (path.parent / "timestamp.txt").write_text("2027-01-23 12:00:00 UTC")
    run(course)
    assert (records_in(course)["s001"]["score"], counted(course, "s001")) == (100, 90)
    configured(course, "datetime(2027, 1, 22", "datetime(2027, 1, 24")
    assert run(course) == {"unchanged": 3}
    assert (records_in(course)["s001"]["score"], counted(course, "s001")) == (100, 100)


def counted(course: CourseFolder, student: str) -> float | None:
    return open_gradebook(find_course(course.root), course.root / "grades").entries[student, "tiny"].score


@pytest.mark.parametrize("quad", [QUAD, "def quad(x):\n    return double(x)\n"], ids=["follows through", "wrong"])
def test_other_points_of_extra_credit_are_arithmetic_and_run_no_code_again(course, sandbox, quad: str) -> None:
    checks, extra = course.root / "solutions/tiny/checks.py", "Exercise(quad, points=60, extra=True, checks=["
    text = checks.read_text("utf-8").replace("Exercise(quad, points=60, checks=[", extra)
    checks.write_text(text, "utf-8")
    configured(course, 'Assignment("tiny", points=100', 'Assignment("tiny", points=40')
    hand_in(course, "s002", answered(course, double=TRIPLE, quad=quad))
    assert run(course) == {"graded": 2, "missing": 1}
    half = text[text.index(extra) :]
    for old, new in (("60", "33"), ("10", "4"), ("20", "12.5")):
        half = half.replace(f"points={old}", f"points={new}")
    checks.write_text(text[: text.index(extra)] + half, "utf-8")
    before = sandbox.runs
    assert run(course) == {"graded": 2, "missing": 1}
    assert sandbox.runs == before
    found = records_in(course)
    assert run(course) == {"unchanged": 3}
    assert (found["s001"]["score"], found["s001"]["max_score"]) == (73, 40)
    run(course, force=True)
    assert without_seconds(records_in(course)) == without_seconds(found)


def test_a_new_time_of_submission_has_it_graded_again(course, sandbox) -> None:
    run(course)
    (course.root / "submitted" / "s001" / "tiny" / "timestamp.txt").write_text("2027-01-23 12:00:00 UTC")
    assert run(course) == {"graded": 1, "unchanged": 2}


@pytest.mark.parametrize("damage", ["", '{"schema": 1}', "\0"])
def test_a_damaged_record_is_made_again(course, sandbox, damage) -> None:
    run(course)
    before = without_seconds(records_in(course))
    record_path(course.root / "grades", "tiny", "s001").write_text(damage)
    assert run(course) == {"graded": 1, "unchanged": 2}
    assert without_seconds(records_in(course)) == before


def test_one_student_alone_can_be_graded(course, sandbox) -> None:
    assert run(course, students=("s002",)) == {"graded": 1}
    assert list(records_in(course)) == ["s002"]


# --- when we break -----------------------------------------------------------------------------------------------


class Breaking(Borrowed):
    """A sandbox that fails at its first run."""

    def open(self, job, limits, allowance=None):
        if self.runs == 0:
            self.runs = 1
            raise AutograderError("the sandbox's fork server died 3 times")
        return super().open(job, limits, allowance)


def test_where_the_sandbox_breaks_the_record_says_so_without_a_score(course, course_sandbox, monkeypatch) -> None:
    breaking = Breaking(course_sandbox)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: breaking)
    assert run(course) == {"broken": 1, "graded": 1, "missing": 1}
    broken = records_in(course)["s001"]
    assert (broken["status"], broken["score"], broken["max_score"]) == ("broken", None, 100)
    assert "fork server died 3 times; grade again" in broken["notes"][-1]
    assert broken["staff"]["traceback"].startswith("Traceback (most recent call last):")


def test_what_broke_is_graded_again_the_next_time(course, course_sandbox, monkeypatch) -> None:
    breaking = Breaking(course_sandbox)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: breaking)
    run(course)
    assert run(course) == {"graded": 1, "unchanged": 2}
    assert records_in(course)["s001"]["score"] == 100


def test_a_sandbox_that_does_not_open_breaks_no_missing_record(course, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> AnySandbox:
        raise AutograderError("no sandbox today")

    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", refuse)
    assert run(course) == {"broken": 2, "missing": 1}


def test_a_course_that_is_wrong_grades_nobody(course, sandbox) -> None:
    (course.solutions / "tiny" / "checks.py").write_text("EXERCISES = []\n")
    with pytest.raises(AutograderError, match="no checks"):
        run(course)
    assert records_in(course) == {}


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
    ("at_first", "why"), [(lambda: [None for _ in iter(int, 1)], "too long"), (lambda: bytearray(2**31), "MemoryError")]
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
    work = [Submission(f"s{n}", "tiny", None, "", ()) for n in range(stale)]
    executor = choose_executor(None, None, None, 1000)
    assert len(list(executor(None, iter(work), Stop()))) == stale
    assert asked == [jobs]


def test_where_the_system_does_not_tell_which_these_are_it_is_all(monkeypatch) -> None:
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert pick_jobs(None, 50) == 7


# --- which students ----------------------------------------------------------------------------------------------


def batch_of(course: CourseFolder, *students: str, submitted: str = "submitted") -> Batch:
    return Batch(course, course.root / submitted, course.root / "grades", course.chosen(), frozenset(students))


def test_an_unknown_student_is_refused_by_name(course) -> None:
    with pytest.raises(UsageError, match=r"no student 's999' in .*submitted"):
        _ = batch_of(course, "s001", "s999").refs


def test_a_class_that_is_not_there_is_told_where_to_be(course) -> None:
    with pytest.raises(UsageError, match=r"no folder '.*nowhere': put .*nowhere/<student>/tiny/tiny.ipynb \(or .py\)"):
        _ = batch_of(course, submitted="nowhere").refs


def test_plain_files_among_the_students_are_unexpected_files_and_no_submissions(course) -> None:
    for name in ("README.md", ".DS_Store", "s001.zip"):
        (course.root / "submitted" / name).write_text("x")
    batch = batch_of(course)
    assert batch.unexpected_files == ["README.md", "s001.zip"]
    assert [ref.student for ref in batch.refs] == ["s001", "s002", "s003"]
