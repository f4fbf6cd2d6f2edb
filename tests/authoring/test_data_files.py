"""Data files of an assignment: what is shipped, what is refused, and that nothing hidden is released."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from autograder.audit.known_answers import audit
from autograder.audit.mutation import try_mutants
from autograder.authoring.assignment import load_workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.authoring.data_files import MOST_MB
from autograder.errors import SourceError
from autograder.keys.build import exercise_keys
from autograder.keys.cache import made_from
from autograder.release.folder import build_folder, released_folders, write_folders
from autograder.release.kit import kit_bytes
from support.with_data import (
    ANSWERS,
    HIDDEN,
    LESSON,
    SECRETS,
    SHIPPED,
    course_with_data,
)

ODD_NAMES = ("..x", ".env", "a\nb", "what?.csv", "con.csv", "end.", "naïve.csv")


def workbook(course: CourseFolder):  # type: ignore[no-untyped-def]
    return open_workbook(course, course.course.assignments[0])


def own(course: CourseFolder) -> Path:
    return course.solutions / "tiny"


def test_what_lies_in_data_is_shipped_beside_the_notebook_and_in_the_kit(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / "more").mkdir()
    (own(course) / "data" / "more" / "x.npy").write_bytes(b"\x93NUMPY")
    (own(course) / "data" / ".DS_Store").write_bytes(b"of the system")
    built = released_folders(course)
    write_folders(course.assignments, built)
    assert (course.assignments / "tiny" / "data" / "heights.csv").read_bytes() == SHIPPED
    with zipfile.ZipFile(io.BytesIO(kit_bytes(course.course, built))) as kit:
        names = [name.removeprefix("student-kit/assignments/tiny/") for name in kit.namelist() if "/data/" in name]
        assert sorted(names) == ["data/heights.csv", "data/more/x.npy"]
        assert "No file is read except for those in `data/`" in kit.read("student-kit/README.md").decode()


def test_nothing_of_the_hidden_files_is_in_what_students_receive(tmp_path: Path) -> None:
    plain = released_folders(course_with_data(tmp_path / "a"))
    built = released_folders(course_with_data(tmp_path / "b", hidden=HIDDEN))
    assert built == plain
    everything = b"".join(built["tiny"].values())
    assert not any(word.encode() in everything for word in SECRETS)


def test_the_secret_trials_expect_what_the_hidden_files_give_and_the_published_ones_what_the_shipped_give(
    tmp_path: Path,
) -> None:
    mean, _ = exercise_keys(workbook(course_with_data(tmp_path, hidden=HIDDEN)), "a seed")
    means = {trial.hidden_data: float(trial.expected["value of mean"].values) for trial in mean.trials}
    assert means == {False: 1.6875, True: 1.375}
    shown = {made.name: float(made.outputs["mean"].values) for made in mean.trials[-1].mistakes}  # type: ignore[union-attr,arg-type]
    assert shown == {"sum_of_heights": 5.5, "middle_height": 1.125, "first_height": 1.03125}


def test_audit_tries_answers_and_mutants_beside_the_files_that_they_are_graded_beside(tmp_path: Path) -> None:
    made = workbook(course_with_data(tmp_path, hidden=HIDDEN))
    assert audit(made, "a seed").findings == ()
    assert try_mutants(made, "a seed").missed == ()


def test_an_authors_code_leaves_the_current_folder_and_the_files_as_they_were(tmp_path: Path) -> None:
    spoils = ANSWERS.replace(
        '    """This is the median."""\n', '    """This is the median."""\n    open("data/heights.csv", "w").close()\n'
    )
    course, before = course_with_data(tmp_path, answers=spoils), os.getcwd()
    made = workbook(course)
    assert exercise_keys(made, None)[1].trials[0].expected
    assert audit(made, "a seed").caught == 6
    assert os.getcwd() == before
    assert (own(course) / "data" / "heights.csv").read_bytes() == SHIPPED


def test_a_missing_or_renamed_file_is_said_with_file_and_line(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / "heights.csv").rename(own(course) / "data" / "height.csv")
    with pytest.raises(
        SourceError, match=r"lesson\.py:9: 'data/heights\.csv' is not among the data files \(data/height"
    ):
        load_workbook(own(course))
    (own(course) / "data" / "height.csv").unlink()
    with pytest.raises(SourceError, match=r"lesson\.py:9: FileNotFoundError: .*data/heights\.csv"):
        load_workbook(own(course))


def test_a_hidden_file_that_stands_in_for_none_is_refused(tmp_path: Path) -> None:
    course = course_with_data(tmp_path, hidden=HIDDEN)
    (own(course) / "hidden_data" / "heights.csv").rename(own(course) / "hidden_data" / "weights.csv")
    with pytest.raises(SourceError, match=r"weights\.csv: it stands in for data/weights\.csv, which is not shipped"):
        load_workbook(own(course))


def test_hidden_files_that_hide_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the same as in data/"):
        load_workbook(own(course_with_data(tmp_path, hidden=SHIPPED)))


def test_what_fails_beside_hidden_files_is_said_without_quoting_them(tmp_path: Path) -> None:
    course = course_with_data(tmp_path, hidden=b"secret words,1\n")
    with pytest.raises(SourceError) as raised:
        load_workbook(own(course))
    assert "hidden_data/" in str(raised.value)
    assert "secret" not in str(raised.value)
    later = LESSON.replace('TABLE = np.loadtxt("data/heights.csv", delimiter=",")', "TABLE = np.ones((2, 2))")
    course = course_with_data(tmp_path / "later", hidden=b"secret words,1\n", lesson=later)
    answers = ANSWERS.replace("delimiter", "dtype=str, delimiter")
    (own(course) / "answers.py").write_text(answers)
    with pytest.raises(SourceError) as raised:
        exercise_keys(workbook(course), "a seed")
    assert "hidden_data/" in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("target", ["/etc/hostname", "../lesson.py", "nowhere"])
def test_links_are_refused_wherever_they_lead(tmp_path: Path, target: str) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / "link.csv").symlink_to(target)
    with pytest.raises(SourceError, match=r"link\.csv: it is a link"):
        load_workbook(own(course))


def test_a_linked_folder_is_refused_too(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "hidden_data").symlink_to(own(course) / "data")
    with pytest.raises(SourceError, match="hidden_data: it is a link"):
        load_workbook(own(course))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_that_some_system_cannot_store_are_refused(tmp_path: Path, name: str) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / name).write_bytes(b"1")
    with pytest.raises(SourceError, match="cannot be the name of a data file"):
        load_workbook(own(course))


def test_two_names_that_differ_in_case_alone_are_refused(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / "Heights.csv").write_bytes(b"1")
    with pytest.raises(SourceError, match="on some systems it is the same file as"):
        load_workbook(own(course))


def test_what_is_too_large_is_refused_with_its_size_and_the_bound(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    (own(course) / "data" / "big.bin").write_bytes(bytes(9_000_000))
    with pytest.raises(
        SourceError, match=rf"data: 2 files of \d\.\d MB: an assignment may ship 100 files of {MOST_MB} MB"
    ):
        load_workbook(own(course))


LEAK = b"numbers = [float(part) for line in file for part in line.split(',')]\n"


@pytest.mark.parametrize("packed", ["plain", "gzip", "zip"])
def test_a_solution_in_a_data_file_is_a_leak_packed_or_not(tmp_path: Path, packed: str) -> None:
    course, content = course_with_data(tmp_path), LEAK.replace(b"','", b'","')
    if packed == "gzip":
        content = gzip.compress(content)
    elif packed == "zip":
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("inner.txt", content)
        content = archive.getvalue()
    (own(course) / "data" / "notes.dat").write_bytes(content)
    with pytest.raises(SourceError, match=r"would be released in data/notes\.dat"):
        build_folder(workbook(course))


def test_binary_and_broken_files_are_searched_without_a_fault(tmp_path: Path) -> None:
    course = course_with_data(tmp_path)
    odd = {"a.json": b"{not json", "b.bin": bytes(range(256)), "c.gz": b"\x1f\x8bbroken", "d.zip": b"PK\x03\x04broken"}
    for name, content in odd.items():
        (own(course) / "data" / name).write_bytes(content)
    assert odd["b.bin"] == build_folder(workbook(course))["data/b.bin"]


def test_another_byte_in_a_data_file_is_another_assignment(tmp_path: Path) -> None:
    course = course_with_data(tmp_path, hidden=HIDDEN)
    first, known = load_workbook(own(course)).fingerprint, made_from(course, course.course.assignments[0])
    (own(course) / "hidden_data" / "heights.csv").write_bytes(HIDDEN + b"1,1\n")
    assert load_workbook(own(course)).fingerprint != first
    assert made_from(course, course.course.assignments[0]) != known


def test_the_students_key_says_which_bytes_were_shipped(tmp_path: Path) -> None:
    built = build_folder(workbook(course_with_data(tmp_path)))
    assert list(json.loads(built["public_checks.json"])["data"]) == ["data/heights.csv"]
