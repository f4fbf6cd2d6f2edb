"""Hidden data files: what an answer is graded beside, and nothing of it where a student may read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits, Status
from autograder.core.verdicts import Report
from autograder.errors import UsageError
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.release.folder import released_folders, write_folders
from autograder.sandbox.host.session import AnySandbox
from autograder.student.check_file import check_path
from support.handed_in import Borrowed, code
from support.with_data import HIDDEN, SECRETS, SHIPPED, course_with_data

LIMITS = Limits(call_seconds=20, cell_seconds=20, total_seconds=60)
READS = 'def mean_height():\n    return float(np.loadtxt("data/heights.csv", delimiter=",").mean())'
BY_HEART = "def mean_height():\n    return 1.6875"
TALLEST = "def tallest(factor):\n    return float(factor * TABLE.max())"
TALLEST_BY_HEART = "def tallest(factor):\n    return factor * 2.25"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = course_with_data(tmp_path_factory.mktemp("hidden"), hidden=HIDDEN)
    write_folders(made.assignments, released_folders(made))
    return made


def graded(key: AnswerKey, sandbox: object, mean: str, tallest: str) -> Report:
    cells = (code(mean, "mean_height"), code(tallest, "tallest"))
    return grade(key, cells, sandbox, LIMITS)  # type: ignore[arg-type]


def points(report: Report) -> float:
    return sum(each.score for each in report.exercises)


def test_an_answer_that_reads_the_file_is_right_beside_either(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    assert points(graded(key, course_sandbox, READS, TALLEST)) == 100


def test_an_answer_that_knows_the_shipped_file_by_heart_is_right_in_public_and_not_in_grading(
    key: AnswerKey, course_sandbox: AnySandbox
) -> None:
    report = graded(key, course_sandbox, BY_HEART, TALLEST_BY_HEART)
    assert points(report) == 0
    assert {verdict.status for each in report.public for verdict in each.verdicts} == {Status.PASSED}


def test_the_process_that_answers_what_students_read_never_holds_a_hidden_file(
    key: AnswerKey, course_sandbox: AnySandbox
) -> None:
    borrowed = Borrowed(course_sandbox)
    graded(key, borrowed, READS, TALLEST)
    assert [dict(job.files)["data/heights.csv"] for job in borrowed.jobs] == [SHIPPED, HIDDEN]
    shipped, hidden = borrowed.rounds[0], borrowed.rounds[-1]
    assert shipped.calls
    assert hidden.calls


def test_what_students_read_quotes_no_hidden_file(key: AnswerKey, course_sandbox: AnySandbox) -> None:
    tells = 'def mean_height():\n    raise ValueError(open("data/heights.csv").read())'
    shows = 'print(open("data/heights.csv").read())\nraise ValueError(open("data/heights.csv").read())'
    cells = (code(shows), code(tells, "mean_height"), code(TALLEST_BY_HEART, "tallest"))
    report = grade(key, cells, course_sandbox, LIMITS)
    told = json.dumps([[str(v) for each in report.public for v in each.verdicts], report.notes])
    assert "1.25" in told
    assert not any(word in told for word in SECRETS)


def test_a_cell_may_keep_no_number_of_the_shipped_file_for_the_hidden_calls(
    key: AnswerKey, course_sandbox: AnySandbox
) -> None:
    keeps = "_kept = TABLE.copy()\ndef tallest(factor):\n    return float(factor * _kept.max())"
    assert points(graded(key, course_sandbox, READS, keeps)) == 100  # its cell runs beside the hidden file, too


def test_credit_for_an_earlier_mistake_is_given_beside_hidden_files_too(
    tmp_path: Path, course_sandbox: AnySandbox
) -> None:
    from support.with_data import ANSWERS, CHECKS, LESSON

    lesson = LESSON.replace(
        "return float(factor * TABLE.max())", "return float(factor * (mean_height() + TABLE.max()))"
    )
    course = course_with_data(tmp_path, HIDDEN, lesson=lesson, checks=CHECKS, answers=ANSWERS)
    write_folders(course.assignments, released_folders(course))
    key = answer_key(course, course.course.assignments[0])
    resting = "def tallest(factor):\n    return float(factor * (mean_height() + TABLE.max()))"
    report = graded(key, course_sandbox, "def mean_height():\n    return 0.0", resting)
    assert [each.score for each in report.exercises] == [0, 50]


def test_check_reads_the_shipped_files_and_says_what_is_no_longer_as_it_was(
    course: CourseFolder, tmp_path: Path
) -> None:
    folder = tmp_path / "tiny"
    write_folders(tmp_path, {"tiny": released_folders(course)["tiny"]})
    (folder / "tiny.py").write_text(f'import numpy as np\n# %% exercise="mean_height"\n{READS}\n')
    assert check_path(folder / "tiny.py").exercises[0].score == 50
    (folder / "data" / "heights.csv").write_text("1,1\n1,1\n")
    changed = check_path(folder / "tiny.py")
    assert changed.exercises[0].score == 0
    assert "`data/heights.csv` is no longer the file that was handed out" in " ".join(changed.notes)
    (folder / "data" / "heights.csv").write_text("no numbers\n")
    with pytest.raises(UsageError, match=r"`data/heights\.csv` is no longer the file that was handed out"):
        check_path(folder / "tiny.py")
    (folder / "data" / "heights.csv").unlink()
    (folder / "data" / "heights.csv").symlink_to("/etc/hostname")
    with pytest.raises(UsageError, match=r"`data/heights\.csv` is missing here"):
        check_path(folder / "tiny.py")


def test_a_graded_class_shows_nothing_hidden_in_terminal_or_feedback(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course.root)
    place = course.root / "submitted" / "ann" / "tiny"
    place.mkdir(parents=True)
    tells = 'def mean_height():\n    raise ValueError(open("data/heights.csv").read())'
    (place / "tiny.py").write_text(
        f'# %% exercise="mean_height"\n{tells}\n# %% exercise="tallest"\n{TALLEST_BY_HEART}\n'
    )
    assert main(["grade", "--jobs", "1"]) == 0
    assert main(["export", "feedback", "grades"]) == 0
    told = capsys.readouterr().out + "".join(
        path.read_text("utf-8") for path in (course.root / "grades" / "feedback").rglob("*.*")
    )
    assert "1.25" in told
    assert not any(word in told for word in SECRETS)
