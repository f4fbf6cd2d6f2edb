"""The tree of submissions: whose work is found where, and when it was handed in."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.read import read_submission
from support.submitted_folders import ANSWER, LIMITS, STUB, put, read, script

# --- finding -----------------------------------------------------------------------------------------------------


def test_there_is_a_ref_for_every_student_and_assignment_in_order(tmp_path: Path) -> None:
    for name in ["s2/b", "s1/a", "s1/b"]:
        (tmp_path / name).mkdir(parents=True)
    refs = list(find_submissions(tmp_path, ["a", "b"]))
    assert [(ref.student, ref.assignment, ref.missing) for ref in refs] == [
        ("s1", "a", False), ("s1", "b", False), ("s2", "a", True), ("s2", "b", False)
    ]  # fmt: skip


def test_hidden_entries_are_ignored(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".DS_Store").touch()
    assert list(find_submissions(tmp_path, ["a"])) == []


@pytest.mark.parametrize("name", ["Ada Lovelace", "Łukasz Żółć", "山田\u3000太郎", "O'Brien, P.", "a:b", "-rf"])
def test_names_of_people_are_fine(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "a").mkdir(parents=True)
    assert list(find_submissions(tmp_path, ["a"])) == [SubmissionRef(name, "a", tmp_path / name / "a")]


@pytest.mark.parametrize(
    "name",
    [
        "a\nb",
        "a\x1b[31m",
        "a\\..\\b",
        "a\u202eb",
        "x" * 240,
        os.fsdecode(b"\xff"),
        "a\u200cb",
        "Rene\u0301",
        "refused-a-12345678",
    ],
)
def test_a_name_that_could_do_harm_is_refused_under_a_harmless_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "a").mkdir(parents=True)
    (ref,) = find_submissions(tmp_path, ["a"])
    assert ref.problem.endswith(("rename it", "shorten it"))
    assert ref.problem.isprintable()
    assert ref.student.isascii()
    assert ref.student.isprintable()
    assert not {"/", "\\"} & set(ref.student)
    assert len(ref.student) < 120


def test_two_refused_names_stay_two_students(tmp_path: Path) -> None:
    for end in "ab":
        (tmp_path / ("x" * 240 + end)).mkdir()
    assert len({ref.student for ref in find_submissions(tmp_path, ["a"])}) == 2


def test_a_file_among_the_students_is_reported(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").touch()
    (ref,) = find_submissions(tmp_path, ["a"])
    assert ref.problem == "grades.csv is a file where a folder is expected"
    assert not ref.missing


@pytest.mark.parametrize("link", ["s001", "s001/chain_rule"])
def test_a_linked_folder_is_reported_and_never_followed(tmp_path: Path, link: str) -> None:
    secret = tmp_path / "secret" / "chain_rule"
    secret.mkdir(parents=True)
    put(secret, "chain_rule.py", script(ANSWER))
    path = tmp_path / "submitted" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(secret.parent if link == "s001" else secret)
    (ref,) = find_submissions(tmp_path / "submitted", ["chain_rule"])
    submission = read_submission(ref, STUB, LIMITS)
    assert "links are not followed" in submission.problem
    assert submission.file is not None
    assert submission.cells == ()


def test_a_ref_made_by_hand_does_not_follow_a_link_either(tmp_path: Path, folder: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert "link" in read_submission(SubmissionRef("s", "chain_rule", link), STUB, LIMITS).problem


def test_a_file_in_the_place_of_the_assignment_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a").touch()
    assert [ref.problem for ref in find_submissions(tmp_path, ["a"])] == ["a is a file where a folder is expected"]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_root_that_is_no_folder_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot list the submissions"):
        find_submissions(tmp_path / name, ["a"])


# --- when it was handed in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2026-01-10 12:00:00 UTC", "2026-01-10 12:00:00 UTC\r\n", "2026-01-10T12:00:00Z", "2026-01-10T14:00:00+02:00",
     "2026-01-10 12:00:00", "\ufeff2026-01-10T12:00"],
)  # fmt: skip
def test_a_timestamp_is_an_instant_in_utc(folder: Path, text: str) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    put(folder, "timestamp.txt", text)
    submission = read(folder)
    assert submission.submitted == datetime(2026, 1, 10, 12, tzinfo=UTC)
    assert submission.submitted.tzinfo is UTC


def test_no_timestamp_is_no_note(folder: Path) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    assert (read(folder).submitted, read(folder).notes) == (None, ())


UNREADABLE = {b"": "", b"\xff": "", b"2" * 5_000: ""}


UNREADABLE |= {text.encode(): f" ('{text}')" for text in ("yesterday", "0001-01-01T00:00+14:00", "2026-13-01")}


@pytest.mark.parametrize("data", UNREADABLE)
def test_an_unreadable_timestamp_is_a_note_that_quotes_it_and_costs_nothing_else(folder: Path, data: bytes) -> None:
    put(folder, "chain_rule.py", script(ANSWER))
    put(folder, "timestamp.txt", data)
    submission = read(folder)
    assert (submission.submitted, submission.problem) == (None, "")
    said = "is not a time like 2026-01-10 12:00:00 UTC: the time of submission is unknown"
    assert submission.notes == (f"timestamp.txt{UNREADABLE[data]} {said}",)
