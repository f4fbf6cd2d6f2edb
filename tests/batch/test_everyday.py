"""The everyday run: a class that was graded before, in which little has changed. Work is counted, not timed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import autograder.batch.grader
from autograder import file_states
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.keys import cache
from autograder.records import index, own_file
from autograder.records.store import record_path
from autograder.sandbox.host.session import AnySandbox
from autograder.submissions import read
from support.handed_in import SOLVED, TRIPLE, Borrowed, answered, hand_in, records_in, released_course

pytestmark = pytest.mark.skipif(not own_file.SECURE, reason="nothing is remembered on this system")
CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section,tiny (1)\nPoints Possible,,,,,100\ns001,1,s001,s001,A,\n"


@pytest.fixture
def course(tmp_path: Path, course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    """The tiny course, two students, graded once; files need no rest until they are believed to be unchanged."""
    monkeypatch.setattr(file_states, "SETTLED_NS", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = released_course(tmp_path / "course")
    hand_in(made, "s001", answered(made, **SOLVED))
    hand_in(made, "s002", answered(made, double=TRIPLE))
    monkeypatch.chdir(made.root)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(course_sandbox))
    assert main(["grade", "--quiet"]) == 0
    return made


@pytest.fixture
def work(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read, unpickled, opened and started from now on."""
    done: list[str] = []

    def count(place: object, name: str, what: str) -> None:
        real: Callable[..., object] = getattr(place, name)
        monkeypatch.setattr(place, name, lambda *given, **named: (done.append(what), real(*given, **named))[1])

    count(index, "read_record", "record")
    count(read, "read_submission", "submission")
    count(read, "read_metadata", "submission")
    count(cache, "_read", "key")
    count(autograder.batch.grader, "open_sandbox", "sandbox")
    count(subprocess, "Popen", "process")
    return done


def scores(course: CourseFolder) -> dict[str, float | None]:
    return {name: record["score"] for name, record in records_in(course).items()}


def test_of_an_unchanged_class_nothing_is_read_and_nothing_started(course, work: list[str]) -> None:
    assert main(["grade"]) == 0
    assert work == []


def test_one_new_submission_takes_one_key_one_sandbox_and_one_reading(course, work: list[str]) -> None:
    hand_in(course, "s003", answered(course, **SOLVED))
    assert main(["grade"]) == 0
    assert sorted(work) == ["key", "sandbox", "submission"]
    assert scores(course)["s003"] == 100


def test_the_late_policy_and_due_dates_are_arithmetic_on_records(course, work: list[str]) -> None:
    config = course.root / "course_config.py"
    text = config.read_text().replace("import Assignment, Course", "import Assignment, Course, LatePolicy")
    config.write_text(text.replace("    seed=", "    late=LatePolicy(per_day=0.5),\n    seed="))
    assert main(["grade"]) == 0
    assert not {"sandbox", "process"} & {*work}
    assert "late=LatePolicy" in config.read_text()


def test_neither_grading_nothing_nor_an_export_imports_numpy(course) -> None:
    (course.root / "canvas.csv").write_text(CANVAS)
    for words in (["grade"], ["export", "canvas", "grades", "--into", "canvas.csv"]):
        program = f"import sys; from autograder.cli.main import main; main({words!r}); print('numpy' in sys.modules)"
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
        assert done.stdout.splitlines()[-1] == "False", done.stderr


# --- a changed submission is never taken for an unchanged one ------------------------------------------------------


def rewrite(path: Path) -> None:
    """Change a byte; put back the size and the time of writing."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"3.0 *", b"2.0 *"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def put_a_copy_in_its_place(path: Path) -> None:
    """As `cp -p` and `mv` do."""
    copy = path.with_name("copy")
    shutil.copy2(path, copy)
    rewrite(copy)
    os.replace(copy, path)


def put_a_folder_in_its_place(path: Path) -> None:
    fresh = path.parent.with_name("fresh")
    shutil.copytree(path.parent, fresh)
    rewrite(fresh / path.name)
    shutil.rmtree(path.parent)
    fresh.rename(path.parent)


def put_another_beside_it(path: Path) -> None:
    path.with_suffix(".py").write_text(path.read_text())
    rewrite(path)


def move_it_elsewhere(path: Path) -> None:
    rewrite(path)
    path.parent.rename(path.parent.with_name("Tiny"))


@pytest.mark.parametrize(
    "change", [rewrite, put_a_copy_in_its_place, put_a_folder_in_its_place, put_another_beside_it, move_it_elsewhere]
)
def test_whatever_is_done_to_a_file_its_change_is_seen(course, change: Callable[[Path], None]) -> None:
    before = scores(course)["s002"]
    path = hand_in(course, "s002", answered(course, ".py", double=TRIPLE), "tiny.py")
    path.with_suffix(".ipynb").unlink()
    main(["grade", "--quiet"])
    assert scores(course)["s002"] == before
    change(path)
    main(["grade", "--quiet"])
    assert scores(course)["s002"] > before


def test_a_link_in_the_place_of_a_folder_is_not_followed(course) -> None:
    folder = course.root / "submitted" / "s002" / "tiny"
    shutil.move(folder, course.root / "elsewhere")
    folder.symlink_to(course.root / "elsewhere")
    main(["grade", "--quiet"])
    assert records_in(course)["s002"]["status"] == "unreadable"


def test_what_was_changed_within_a_tick_of_the_clock_is_read_again(course, work, monkeypatch) -> None:
    shutil.rmtree(course.root / "grades" / own_file.DERIVED)
    monkeypatch.setattr(file_states, "SETTLED_NS", 3_600_000_000_000)
    main(["grade", "--quiet"])
    work.clear()
    main(["grade", "--quiet"])
    assert sorted(work) == ["record", "record", "submission", "submission"]


def test_where_no_time_of_change_is_kept_files_are_read(course, work, monkeypatch) -> None:
    monkeypatch.setattr(file_states, "KEEP_TIME", set())
    file_states.tells_changes.cache_clear()
    main(["grade", "--quiet"])
    file_states.tells_changes.cache_clear()
    assert sorted(work) == ["record", "record", "submission", "submission"]


def test_what_could_not_be_opened_is_tried_again(course, monkeypatch) -> None:
    from autograder.core.model import Submission
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.seen import SeenFolders

    seen = SeenFolders(course.root / "submitted", ["tiny"], "")
    seen.refs("s001")
    ref = SubmissionRef("s001", "tiny", course.root / "submitted" / "s001" / "tiny")
    read = Submission("s001", "tiny", ref.folder / "tiny.ipynb", "", ())
    seen.note(ref, Submission("s001", "tiny", read.file, "", (), problem="tiny.ipynb cannot be opened: no permission"))
    assert seen.to_keep() is None
    seen.note(ref, read)
    assert seen.to_keep() is not None


# --- the index is never believed against what lies there --------------------------------------------------------


def spoil_by_deleting(path: Path) -> None:
    path.unlink()


def spoil_by_cutting(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def spoil_by_lying(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"100", b"999").replace(b"s002", b"s009"))


def spoil_by_opening_it(path: Path) -> None:
    path.chmod(0o666)


def spoil_by_opening_the_folder(path: Path) -> None:
    path.parent.chmod(0o777)


def spoil_by_a_link(path: Path) -> None:
    moved = path.rename(path.parents[1] / f"moved-{path.name}")
    path.symlink_to(moved)


def spoil_by_a_second_name(path: Path) -> None:
    os.link(path, path.parents[1] / f"second-{path.name}")


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_by_deleting,
        spoil_by_cutting,
        spoil_by_lying,
        spoil_by_opening_it,
        spoil_by_opening_the_folder,
        spoil_by_a_link,
        spoil_by_a_second_name,
    ],
)
def test_an_index_that_is_lost_or_odd_costs_a_reading_and_nothing_else(course, work, spoil) -> None:
    before = (course.root / "grades" / "grades.csv").read_bytes()
    folder = course.root / "grades" / own_file.DERIVED
    for path in sorted(folder.iterdir()):
        spoil(path)
    assert main(["grade"]) == 0
    assert (course.root / "grades" / "grades.csv").read_bytes() == before
    assert {"record", "submission"} <= {*work}


@pytest.mark.parametrize("command", [["status", "grades"], ["export", "canvas", "grades", "--into", "sheet.csv"]])
def test_after_a_run_that_was_killed_each_record_is_read_once(course, work, command: list[str]) -> None:
    (course.root / "sheet.csv").write_text(CANVAS)
    shutil.rmtree(course.root / "grades/.index")
    for expected in (["record"] * 2, []):
        work.clear()
        main(command)
        assert work == expected


def test_the_index_of_another_folder_says_nothing_here(course) -> None:
    record = record_path(course.root / "grades", "tiny", "s002")
    other = course.root / "other"
    shutil.copytree(course.root / "grades", other)
    record_path(other, "tiny", "s002").write_text(record.read_text().replace('"score": ', '"score": 1', 1))
    briefs = {brief["student"]: brief["score"] for brief in index.RecordIndex(other).briefs()}
    assert briefs["s002"] != scores(course)["s002"]


def test_a_record_that_somebody_changed_is_read(course) -> None:
    record = record_path(course.root / "grades", "tiny", "s001")
    before = record.stat()
    record.write_text(record.read_text().replace('"score": 100.0', '"score": 99.50', 1))
    os.utime(record, ns=(before.st_atime_ns, before.st_mtime_ns))
    main(["grade", "--quiet"])
    assert "s001,99.5,99.5" in (course.root / "grades" / "grades.csv").read_text()


def test_what_only_the_owner_may_read_is_kept_so(course) -> None:
    folder = course.root / "grades" / own_file.DERIVED
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_forgetting_a_student_takes_the_index_along(course) -> None:
    assert main(["forget", "s001"]) == 0
    assert not (course.root / "grades" / own_file.DERIVED).exists()
