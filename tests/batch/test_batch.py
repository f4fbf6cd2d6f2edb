"""A class graded twice: what is graded again and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

import autograder.batch.grader
from autograder.authoring.course import CourseFolder, find_course
from autograder.batch.batch import Batch, answer_keys, grade_batch
from autograder.batch.executors import serially
from autograder.errors import AutograderError, UsageError
from autograder.gradebook.entries import open_gradebook
from autograder.records.store import record_path
from autograder.sandbox.host.session import AnySandbox
from support.graded_class import run
from support.handed_in import DOUBLE, QUAD, SOLVED, TRIPLE, Borrowed, answered, hand_in, records_in, without_seconds


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
