"""Collecting: what goes into a layout comes out of it, whole, and a second run changes nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.collecting.attempts import alone
from autograder.gradebook.roster import Student
from autograder.records.write import own_leftover
from autograder.reports.downloaded import read_downloaded
from autograder.reports.moodle import participants_of
from support.collected import (
    BOB,
    ROSTER,
    WORK,
    ZOE,
    classes,
    collected,
    everything,
    mapping,
    notebook,
    student,
    work_in,
)
from support.layouts import LAYOUTS, nbgrader, written, zipped


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=classes(), as_zip=st.booleans())
def test_what_goes_into_a_layout_comes_out_of_it(
    layout: str, made: tuple[dict[str, bytes], dict[str, Student]], as_zip: bool
) -> None:
    work, roster = made
    with tempfile.TemporaryDirectory() as folder:
        tmp, files = Path(folder), LAYOUTS[layout](work, roster)
        source = zipped(tmp / "download.zip", files) if as_zip else written(tmp / "download", files)
        collected(tmp, source, roster=tuple(roster.values()))
        assert work_in(tmp) == work
        before = everything(tmp / "submitted")
        collected(tmp, source, roster=tuple(roster.values()))
        assert everything(tmp / "submitted") == before


@pytest.mark.parametrize(
    ("layout", "found"), [(name, name.split()[0]) for name in LAYOUTS if name not in ("plain", "nbgrader")]
)
def test_a_layout_is_recognised_by_looking(tmp_path: Path, layout: str, found: str) -> None:
    files = LAYOUTS[layout](WORK, {each.name: each for each in ROSTER})
    assert collected(tmp_path, zipped(tmp_path / "x.zip", files)).layouts == {"x.zip": found}


SUBMITTER = b":\n  :submitters:\n  - :email: ada@x.org\n  :created_at: 2027-01-20 12:00:00 Z\n"


@pytest.mark.parametrize(
    "files",
    [
        {
            "Ada Lovelace_1_assignsubmission_onlinetext.html": b"<p>",
            "Ada Lovelace_1_assignsubmission_file_t.ipynb": WORK["ada"],
        },
        {
            "Ada Lovelace_1_assignsubmission_onlinetext_/onlinetext.html": b"",
            "Ada Lovelace_1_assignsubmission_file_/t.ipynb": WORK["ada"],
        },
        {"lovelaceada_101_text.html": b"<p>", "lovelaceada_101_55_hw_1_2_3.ipynb": WORK["ada"]},
        {"e/submission_metadata.yml": b"submission_1.ipynb" + SUBMITTER, "e/submission_1.ipynb": WORK["ada"]},
        {"e/submission_metadata.yml": b"submission_1" + SUBMITTER, "e/submission_1.ipynb": WORK["ada"]},
    ],
)
def test_texts_links_and_old_layouts_find_their_author(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert collected(tmp_path, zipped(tmp_path / "x.zip", files)).problems == []
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    sheets = sum(name.endswith(".yml") for name in files)
    assert {line["student"] for line in mapping(tmp_path)} == {"ada"}
    assert len(mapping(tmp_path)) == len(files) - sheets


def test_a_worksheet_tells_people_of_one_name_apart_and_who_is_behind_blind_marking(tmp_path: Path) -> None:
    roster = (student("kim1", "Kim Lee", 1), student("kim2", "Kim Lee", 2), BOB)
    files = {f"Kim Lee_{900 + n}_assignsubmission_file/t.ipynb": notebook(str(n)) for n in (1, 2)}
    files["Participant_903_assignsubmission_file/t.ipynb"] = WORK["bob"]
    rows = [f"Participant 90{n},Kim Lee,kim{n}@x.org,,100.00" for n in (1, 2)] + [
        "Participant 903,Bob,BOB@x.org,,100.00"
    ]
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join(["Identifier,Full name,Email address,Grade,Maximum grade", *rows]), "utf-8")
    source = zipped(tmp_path / "x.zip", files)
    for number, problem in enumerate(collected(tmp_path, source, roster=roster).problems[:2], 901):
        assert (
            f"several in the roster are called 'Kim Lee': kim1, kim2 ({number}); this assignment's grading" in problem
        )
    told = participants_of(read_downloaded(sheet), roster)
    assert told == {"901": "kim1", "902": "kim2", "903": "bob"}
    collected(tmp_path, source, roster=roster, participants=told)
    assert work_in(tmp_path) == {"kim1": notebook("1"), "kim2": notebook("2"), "bob": WORK["bob"]}


def test_without_a_roster_the_name_is_the_sources_with_the_id_where_two_share_it(tmp_path: Path) -> None:
    files = {f"Kim Lee_{n}_assignsubmission_file/t.ipynb": notebook(str(n)) for n in (1, 2)}
    files["Ada L_3_assignsubmission_file/t.ipynb"] = notebook("3")
    collected(tmp_path, zipped(tmp_path / "x.zip", files), roster=())
    assert sorted(work_in(tmp_path)) == ["Ada L", "Kim Lee_1", "Kim Lee_2"]


@pytest.mark.parametrize(
    "name",
    [
        "anon_101_LATE_9_hw.ipynb",
        "anon_LATE_101_9_hw.ipynb",
        "lovelaceada_101_9_derivatives (1).ipynb",
        "u17_Ada Lovelace_4_assignsubmission_file/x.ipynb",
        "ada_Countess of L_4_assignsubmission_file/x.ipynb",
        "Lovelace Ada_4_assignsubmission_file_/x.ipynb",
        "CS101/Week 1/Ada Lovelace_4_assignsubmission_file/x.ipynb",
    ],
)
def test_names_are_matched_as_sites_write_them(tmp_path: Path, name: str) -> None:
    done = collected(tmp_path, zipped(tmp_path / "x.zip", {name: WORK["ada"]}))
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    assert [each for each in done.problems if "LATE" not in each] == []


def test_the_time_of_submission_is_kept_where_the_source_has_one(tmp_path: Path) -> None:
    files = LAYOUTS["gradescope"](WORK, {each.name: each for each in ROSTER})
    collected(tmp_path, zipped(tmp_path / "x.zip", files))
    assert (tmp_path / "submitted/ada/tiny/timestamp.txt").read_text() == "2027-01-20 12:00:00 UTC\n"


def test_late_without_a_time_is_said_and_is_no_silence(tmp_path: Path) -> None:
    done = collected(tmp_path, zipped(tmp_path / "x.zip", {"lovelaceada_LATE_101_9_hw.ipynb": WORK["ada"]}))
    assert done.problems == ["ada: Canvas says LATE, and no time"]
    assert "late" in (tmp_path / "submitted/ada/tiny/timestamp.txt").read_text()


# --- attempts ----------------------------------------------------------------------------------------------------


def test_of_resubmissions_the_latest_counts_and_all_are_kept(tmp_path: Path) -> None:
    files = {f"lovelaceada_101_{9 + n}_hw{'' if n == 0 else f'-{n}'}.ipynb": notebook(f"v{n}") for n in range(3)}
    collected(tmp_path, zipped(tmp_path / "x.zip", files))
    assert work_in(tmp_path) == {"ada": notebook("v2")}
    assert len(list((tmp_path / "submitted/.collected/ada/tiny").iterdir())) == 3
    assert sorted(line["counts"] for line in mapping(tmp_path)) == ["no", "no", "yes"]


def test_a_later_download_brings_a_newer_attempt_and_an_older_one_changes_nothing(tmp_path: Path) -> None:
    old = zipped(tmp_path / "old.zip", nbgrader({"ada": notebook("old")}, {}))
    stamp = b"2027-01-22 00:00:00 UTC"
    new = zipped(
        tmp_path / "new.zip",
        {"ada/tiny/t.ipynb": notebook("new"), "ada/tiny/timestamp.txt": stamp},
    )
    for source, expected in ((old, "old"), (new, "new"), (old, "new")):
        collected(tmp_path, source)
        assert work_in(tmp_path) == {"ada": notebook(expected)}


def test_the_choice_among_attempts_is_a_policy(tmp_path: Path) -> None:
    files = {f"lovelaceada_101_{9 + n}_hw-{n}.ipynb": notebook(f"v{n}") for n in range(3)}
    collected(tmp_path, zipped(tmp_path / "x.zip", files), choose=lambda attempts: attempts[1])
    assert work_in(tmp_path) == {"ada": notebook("v1")}


def test_what_was_not_collected_is_never_overwritten(tmp_path: Path) -> None:
    mine = written(tmp_path / "submitted", {"ada/tiny/tiny.ipynb": b"by mail"})
    done = collected(tmp_path, zipped(tmp_path / "x.zip", nbgrader(WORK, {})))
    assert (mine / "ada/tiny/tiny.ipynb").read_bytes() == b"by mail"
    assert done.problems == ["ada/tiny holds something that was not collected: left as it is"]
    assert (mine / "zoe/tiny/tiny.ipynb").read_bytes() == WORK["zoe"]


def test_a_time_that_the_staff_wrote_stays_and_never_hides_a_newer_attempt(tmp_path: Path) -> None:
    late = {"lovelaceada_LATE_101_9_hw.ipynb": WORK["ada"]}
    stamp = tmp_path / "submitted/ada/tiny/timestamp.txt"
    collected(tmp_path, zipped(tmp_path / "x.zip", late))
    stamp.write_text("2027-01-24 10:00:00 UTC")
    assert collected(tmp_path, tmp_path / "x.zip").problems == ["ada: Canvas says LATE, and no time"]
    assert stamp.read_text() == "2027-01-24 10:00:00 UTC"
    newer = zipped(tmp_path / "y.zip", {"lovelaceada_101_10_hw-1.ipynb": notebook("newer"), **late})
    assert "a newer attempt counts, and its timestamp.txt was written for" in collected(tmp_path, newer).problems[-1]
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    stamp.unlink()
    collected(tmp_path, newer)
    assert work_in(tmp_path) == {"ada": notebook("newer")}
    assert not stamp.exists()


# --- groups ------------------------------------------------------------------------------------------------------


def test_a_groups_work_is_each_members(tmp_path: Path) -> None:
    submitters = b"  :submitters:\n  - :email: ada@x.org\n  - :email: BOB@x.org\n"
    sheet = b"submission_1:\n" + submitters + b"  :created_at: 2027-01-20 12:00:00 Z\n"
    files = {"e/submission_metadata.yml": sheet, "e/submission_1/tiny.ipynb": WORK["ada"]}
    collected(tmp_path, zipped(tmp_path / "x.zip", files))
    assert work_in(tmp_path) == {"ada": WORK["ada"], "bob": WORK["ada"]}


@pytest.mark.parametrize(
    ("name", "more"),
    [("Team_1_77_assignsubmission_file/x.ipynb", {}), ("lovelaceada_101_9_x.ipynb", {"by_group": True})],
)
def test_a_team_is_found_in_the_roster(tmp_path: Path, name: str, more: Mapping[str, object]) -> None:
    roster = (student("ada", "Ada Lovelace", 1, group="Team 1"), student("bob", "Bob Ng", 3, group="team 1"), ZOE)
    collected(tmp_path, zipped(tmp_path / "x.zip", {name: WORK["ada"]}), roster=roster, **more)
    assert sorted(work_in(tmp_path)) == ["ada", "bob"]


# --- at once, and after a kill -----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such lock")
def test_a_second_run_waits_for_the_first_so_that_what_became_of_each_file_is_told_of_both(tmp_path: Path) -> None:
    source = zipped(tmp_path / "x.zip", {"ada_101_1_t.ipynb": WORK["ada"]})
    second = threading.Thread(target=collected, args=(tmp_path, source))
    with alone(tmp_path / "submitted"):
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert not (tmp_path / "submitted/collected.csv").exists()
    second.join(60)
    assert [line["student"] for line in mapping(tmp_path)] == ["ada"]


def test_what_a_killed_run_was_filling_is_removed_by_the_next(tmp_path: Path) -> None:
    source = zipped(tmp_path / "x.zip", {"ada_101_1_t.ipynb": WORK["ada"]})
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = (own_leftover().replace(f"-{os.getpid()}-", f"-{pid}-") for pid in (ended.pid, os.getpid()))
    for name in (f"{dead}a", f"{alive}b"):
        written(tmp_path / "submitted", {f"ada/{name}/t": b"", f".collected/ada/tiny/{name}/attempt.json": b""})
    collected(tmp_path, source)
    left = {path.name for path in (tmp_path / "submitted").rglob(".new-*")}
    assert left == {f"{alive}b"}


def test_a_full_disk_is_said_with_the_path_and_leaves_nothing_half_collected(tmp_path: Path, monkeypatch) -> None:
    source = zipped(tmp_path / "x.zip", {"ada_101_1_t.ipynb": WORK["ada"]})

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match=r"No space left on device: '.*submitted/\.collected/ada/tiny/[0-9a-f]{12}'"):
            collected(tmp_path, source)
    assert [path for path in (tmp_path / "submitted").rglob("*") if path.is_file()] == []
    assert collected(tmp_path, source).problems == []
