"""A name that is odd and does no harm costs nobody anything: systems hand on what students typed.

Canvas replaces `\\0 / \\ : * ? " < > |` in a file's name and nothing else; Moodle leaves out control characters, but no
marks of direction and no joiners.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collecting.readable_paths import readable_paths
from autograder.submissions.file_names import can_be_printed
from support.collected import WORK, collected, mapping, work_in
from support.layouts import written, zip_of, zipped

ODD = (
    "hw\x1b[2J.ipynb",
    "hw\n1.ipynb",
    "\u200ehw.ipynb",
    "hw.ipynb\u200f",
    "👩\u200d💻.ipynb",
    "hw\u2028.ipynb",
    "hw\x7f.ipynb",
)
SAID = "its name has characters that cannot be printed"


@pytest.mark.parametrize("name", ODD)
def test_a_file_of_a_zip_is_collected_under_a_name_that_cannot_be_printed(tmp_path: Path, name: str) -> None:
    files = {f"lovelaceada_101_9000_{name}": WORK["ada"], "ngbob_103_9001_hw.ipynb": WORK["bob"]}
    assert collected(tmp_path, zipped(tmp_path / "x.zip", files)).problems == []
    assert work_in(tmp_path) == {who: WORK[who] for who in ("ada", "bob")}
    lines = {line["student"]: line for line in mapping(tmp_path)}
    assert SAID in lines["ada"]["note"]
    assert SAID not in lines["bob"]["note"]
    assert all(map(can_be_printed, lines["ada"]["file"]))


@pytest.mark.parametrize("name", ODD)
def test_so_is_one_of_a_folder_and_one_of_a_zip_that_was_handed_in(tmp_path: Path, name: str) -> None:
    files = {f"ada/{name}": WORK["ada"], "bob/my.zip": zip_of({f"a/{name}": WORK["bob"]})}
    collected(tmp_path, written(tmp_path / "in", files))
    assert work_in(tmp_path) == {who: WORK[who] for who in ("ada", "bob")}


def test_a_person_whose_name_has_such_a_character_is_who_they_are(tmp_path: Path) -> None:
    files = {"Zoë\u200c van E\u0308ck_9_assignsubmission_file/hw.ipynb": WORK["zoe"]}
    assert collected(tmp_path, zipped(tmp_path / "x.zip", files)).problems == []
    assert work_in(tmp_path) == {"zoe": WORK["zoe"]}


@pytest.mark.parametrize("names", [("a\u200d.txt", "a.txt"), ("a\u200d.txt", "a\u200e.txt"), ("A\u200d.txt", "a.txt")])
def test_names_that_look_the_same_stay_two_files(tmp_path: Path, names: tuple[str, str]) -> None:
    files = {f"ada/{name}": name.encode() for name in names}
    collected(tmp_path, zipped(tmp_path / "x.zip", {**files, "ada/tiny.ipynb": WORK["ada"]}))
    there = {path.read_bytes() for path in (tmp_path / "submitted/ada/tiny").glob("*.txt")}
    assert there == set(files.values())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_files_of_a_folder_keep_their_bytes_whatever_they_are_called(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in", {"ada/zoe\u0308.txt": b"1", "ada/zo\u00eb.txt": b"2", "ada/a\\b.ipynb": WORK["ada"]}
    )
    (source / "ada" / os.fsdecode(b"h\xe9.txt")).write_bytes(b"3")
    collected(tmp_path, source)
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    assert {path.read_bytes() for path in (tmp_path / "submitted/ada/tiny").glob("*.txt")} == {b"1", b"2", b"3"}


@pytest.mark.parametrize("name", ["./ada/tiny.ipynb", "ada//tiny.ipynb", "ada/./tiny.ipynb", ".\\ada\\tiny.ipynb"])
def test_a_path_may_be_written_in_a_roundabout_way(tmp_path: Path, name: str) -> None:
    collected(tmp_path, zipped(tmp_path / "x.zip", {"./": b"", name: WORK["ada"]}))
    assert work_in(tmp_path) == {"ada": WORK["ada"]}


PATHS = st.lists(st.text("aA.é\u0301\u200e\x1b\u202e", min_size=1, max_size=5), unique=True, max_size=6)


@given(PATHS)
def test_all_paths_can_be_printed_no_two_become_one_and_none_leads_up(paths: list[str]) -> None:
    made = readable_paths(paths)
    assert len(set(made.values())) == len(paths)
    for before, after in made.items():
        assert all(map(can_be_printed, after))
        assert after not in ("", ".", "..") or after == before


@pytest.mark.parametrize("name", ["timestamp.txt", "TimeStamp.txt", "timestamp\u200e.txt"])
def test_a_students_own_timestamp_is_kept_and_says_nothing_of_when_it_was_handed_in(tmp_path: Path, name: str) -> None:
    place = "Ada Lovelace_9_assignsubmission_file"
    files = {f"{place}/hw.ipynb": WORK["ada"], f"{place}/{name}": b"2020-01-01 00:00:00 UTC"}
    collected(tmp_path, zipped(tmp_path / "x.zip", files))
    there = {path.name.casefold(): path.read_bytes() for path in (tmp_path / "submitted/ada/tiny").iterdir()}
    assert there == {"tiny.ipynb": WORK["ada"], "timestamp (1).txt": b"2020-01-01 00:00:00 UTC"}
