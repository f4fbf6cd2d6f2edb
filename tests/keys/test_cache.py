"""Answer keys on disk: made when something changed, read only where nobody else can have written them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder, find_course
from autograder.core import array_pickle
from autograder.core.answer_key import AnswerKey
from autograder.core.array_pickle import ArrayPickler
from autograder.core.seed_id import seed_id
from autograder.keys import cache
from support.handed_in import released_course

pytestmark = pytest.mark.skipif(not cache.SECURE, reason="nothing is kept on this system")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    """The tiny course, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return released_course(tmp_path / "course")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The assignments whose keys were made, not read."""
    names: list[str] = []
    real = cache.answer_key
    monkeypatch.setattr(cache, "answer_key", lambda folder, one: (names.append(one.name), real(folder, one))[1])
    return names


def key_of(course: CourseFolder) -> AnswerKey:
    return cache.cached_key(course, course.course.assignments[0])


def written(key: AnswerKey) -> bytes:
    stream = io.BytesIO()
    ArrayPickler(stream).dump(key.exercises)
    return stream.getvalue()


def files() -> list[Path]:
    return sorted(cache.place().iterdir())


def test_a_key_is_made_once_and_is_the_same_from_disk(course: CourseFolder, made: list[str]) -> None:
    first, second = key_of(course), key_of(course)
    assert made == ["tiny"]
    assert first.fingerprint == second.fingerprint
    assert written(first) == written(second)


@pytest.mark.parametrize("name", ["solutions/tiny/lesson.py", "solutions/tiny/checks.py", "assignments/tiny/tiny.py"])
def test_a_changed_file_has_the_key_made_again_and_the_old_one_goes(course, made: list[str], name: str) -> None:
    key_of(course)
    path = course.root / name
    path.write_text(path.read_text() + "\n# a remark\n")
    key_of(course)
    assert made == ["tiny", "tiny"]
    assert len(files()) == 1


def test_another_seed_is_another_key(course: CourseFolder, made: list[str]) -> None:
    key_of(course)
    config = course.root / "course_config.py"
    config.write_text(config.read_text().replace("a secret of the tests", "another secret"))
    assert key_of(find_course(course.root)).seed_id == seed_id("another secret")
    assert made == ["tiny", "tiny"]


def test_nobody_else_can_read_or_write_what_is_kept(course: CourseFolder) -> None:
    key_of(course)
    assert (cache.place().stat().st_mode & 0o777, files()[0].stat().st_mode & 0o777) == (0o700, 0o600)


def spoil_with_a_mode(path: Path) -> None:
    path.chmod(0o620)


def spoil_with_a_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def spoil_with_a_second_name(path: Path) -> None:
    os.link(path, path.parent.parent / "second")


def spoil_the_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def spoil_the_folder(path: Path) -> None:
    path.parent.chmod(0o770)


def spoil_for_everybody(path: Path) -> None:
    path.chmod(0o666)


def spoil_the_head(path: Path) -> None:
    path.write_bytes(path.read_bytes()[30:])


def spoil_with_the_key_of_another_course(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"made_from": "', b'"made_from": "x', 1))


def spoil_with_a_folder_of_our_own_behind_a_link(path: Path) -> None:
    moved = path.parent.rename(path.parent.parent / "moved")
    path.parent.symlink_to(moved)


def spoil_with_a_folder_above_that_all_can_write(path: Path) -> None:
    path.parents[1].chmod(0o777)


def spoil_the_owner(path: Path) -> None:
    os.chown(path, 12345, -1)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_with_a_mode,
        spoil_with_a_link,
        spoil_with_a_second_name,
        spoil_the_bytes,
        spoil_the_folder,
        spoil_for_everybody,
        spoil_the_head,
        spoil_with_the_key_of_another_course,
        spoil_with_a_folder_of_our_own_behind_a_link,
        spoil_with_a_folder_above_that_all_can_write,
        spoil_the_owner,
    ],
)
def test_what_somebody_else_could_have_written_is_not_read(course, made: list[str], spoil) -> None:
    key_of(course)
    assignment = course.course.assignments[0]
    source = cache.made_from(course, assignment)
    assert cache.known_key(course, assignment, source) is not None
    try:
        spoil(files()[0])
    except PermissionError:
        pytest.skip("only root can give a file away")
    if spoil is not spoil_the_bytes:  # its first line is whole, and says nothing secret
        assert cache.known_key(course, assignment, source) is None
    assert key_of(course).assignment == "tiny"
    assert made == ["tiny", "tiny"]


def test_what_is_known_of_a_key_is_told_without_unpickling_it(course: CourseFolder, monkeypatch) -> None:
    key, assignment = key_of(course), course.course.assignments[0]
    monkeypatch.setattr(array_pickle, "ArrayUnpickler", None)
    known = cache.known_key(course, assignment, cache.made_from(course, assignment))
    assert known is not None
    assert (known.fingerprint, known.released) == (key.fingerprint, True)


def test_a_full_disk_costs_time_alone(course: CourseFolder, made: list[str], monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.os, "replace", full)
    assert key_of(course).assignment == "tiny"
    assert files() == []


def test_without_a_folder_for_it_nothing_is_kept(course: CourseFolder, tmp_path: Path, made: list[str]) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert key_of(course).assignment == "tiny"
    assert key_of(course).assignment == "tiny"
    assert made == ["tiny", "tiny"]
