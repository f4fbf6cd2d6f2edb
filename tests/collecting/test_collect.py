"""Collecting: what goes into a layout comes out of it, whole, and a second run changes nothing."""

from __future__ import annotations

import csv
import json
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.collecting.collect import Collected, Collection, collect
from autograder.errors import SourceError, UsageError
from autograder.gradebook.roster import Student
from autograder.reports.downloaded import read_downloaded
from autograder.reports.moodle import participants_of
from support.layouts import LAYOUTS, nbgrader, written, zip_of, zipped

EXERCISES = {"tiny": ("double", "quad"), "other_one": ("half", "third")}


def notebook(source: str, exercise: str = "double") -> bytes:
    cell = {"cell_type": "code", "metadata": {"exercise": exercise}, "source": source, "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def student(name: str, full_name: str, number: int, **more: str) -> Student:
    return Student(name, full_name, f"{name}@x.org", "", "enrolled", str(100 + number), str(500 + number), **more)


ADA, ZOE, BOB = student("ada", "Ada Lovelace", 1), student("zoe", "Zoë van Ëck", 2), student("bob", "Bob Ng", 3)
ROSTER = (ADA, ZOE, BOB)
WORK = {"ada": notebook("a"), "zoe": notebook("z"), "bob": notebook("b")}


def collected(tmp: Path, source: Path, **more: object) -> Collected:
    more = {"roster": ROSTER, "asked": "tiny", **more}
    return collect(Collection(tmp / "submitted", EXERCISES, **more), [source])  # type: ignore[arg-type]


def work_in(tmp: Path, assignment: str = "tiny") -> dict[str, bytes]:
    found = (tmp / "submitted").glob(f"[!.]*/{assignment}/{assignment}.ipynb")
    return {path.parent.parent.name: path.read_bytes() for path in found}


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "collected.csv"
    } | {"collected.csv": ((folder / "collected.csv").read_bytes(), 0)}


def mapping(tmp: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((tmp / "submitted" / "collected.csv").read_text("utf-8").splitlines()))


NAMES = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=2, max_size=8)


@st.composite
def classes(draw: st.DrawFn) -> tuple[dict[str, bytes], dict[str, Student]]:
    people = draw(
        st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6, unique_by=lambda name: " ".join(name).casefold())
    )
    roster = {f"s{i}": student(f"s{i}", " ".join(name), i) for i, name in enumerate(people)}
    return {name: notebook(draw(st.text("abcxyz =0123", max_size=20))) for name in roster}, roster


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
        assert "several in the roster are called 'Kim Lee': kim1, kim2; roster.csv tells whose it is" in problem
        assert f"{number} in the right one's moodle_id" in problem
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
    assert done.problems == ["ada: Canvas says LATE, and not when"]
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
    assert collected(tmp_path, tmp_path / "x.zip").problems == ["ada: Canvas says LATE, and not when"]
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


# --- names as they come ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "hw2 final (1).ipynb",
        "Tiny.IPYNB",
        "tiny.ipynb.txt",
        "tiny.ipynb.json",
        "deeper/and deeper/tiny.ipynb",
        "kit.zip/assignments/tiny/tiny.ipynb",
        "a.zip/b.zip/tiny.ipynb",
    ],
)
@pytest.mark.parametrize("asked", ["tiny", ""])
def test_a_notebook_is_found_under_whatever_name_it_came(tmp_path: Path, name: str, asked: str) -> None:
    inner, data = name, WORK["ada"]
    while ".zip/" in inner:
        outer, _, last = inner.rpartition(".zip/")
        inner, data = outer + ".zip", zip_of({last: data})
    done = collected(tmp_path, written(tmp_path / "in", {f"ada/{inner}": data}), asked=asked)
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    assert done.problems == []


def test_of_a_whole_kit_each_assignment_finds_its_place(tmp_path: Path) -> None:
    kit = {
        "tiny/tiny.ipynb": WORK["ada"],
        "other_one/other_one.ipynb": notebook("o", "half"),
        "README.md": b"read me",
        "tiny/test_tiny.py": b"import autograder",
    }
    source = zipped(tmp_path / "x.zip", {f"Ada Lovelace_1_assignsubmission_file/{n}": d for n, d in kit.items()})
    assert collected(tmp_path, source, asked="").problems == []
    assert work_in(tmp_path) == {"ada": WORK["ada"]}
    assert work_in(tmp_path, "other_one") == {"ada": kit["other_one/other_one.ipynb"]}
    assert len(mapping(tmp_path)) == 4


def test_asked_for_one_the_others_of_a_kit_are_kept_and_not_placed(tmp_path: Path) -> None:
    kit = {"ada/tiny.ipynb": WORK["ada"], "ada/other_one.ipynb": notebook("o", "half")}
    collected(tmp_path, written(tmp_path / "in", kit))
    assert [path.name for path in (tmp_path / "submitted/ada").iterdir()] == ["tiny"]
    assert [line["note"] for line in mapping(tmp_path) if not line["student"]] == ["looks like work on 'other_one'"]


def test_the_notebook_of_another_assignment_is_placed_where_it_was_handed_in_and_said(tmp_path: Path) -> None:
    collected(tmp_path, written(tmp_path / "in", {"ada/x.ipynb": notebook("o", "half")}))
    assert work_in(tmp_path) == {"ada": notebook("o", "half")}
    assert mapping(tmp_path)[0]["note"] == "looks like work on 'other_one'; taken for tiny.ipynb"


def test_a_document_is_placed_too_so_that_its_author_is_told(tmp_path: Path) -> None:
    collected(tmp_path, written(tmp_path / "in", {"ada/essay.docx": b"PK"}))
    assert (tmp_path / "submitted/ada/tiny/essay.docx").read_bytes() == b"PK"


@pytest.mark.parametrize(
    ("files", "asked", "said"),
    [
        ({"Nobody Known_9_assignsubmission_file/t.ipynb": b"x"}, "tiny", "nobody in the roster is 'Nobody Known' (9)"),
        (
            {"ada/hw.pdf": b"%PDF"},
            "",
            "ada: for which assignment is not clear: name it by --assignment (tiny, other_one)",
        ),
        ({"ada/tiny/t.ipynb": b"x", "other.txt": b"x"}, "tiny", "other.txt: does not say whose it is"),
    ],
)
def test_what_fits_nobody_or_nothing_is_kept_and_said(
    tmp_path: Path, files: dict[str, bytes], asked: str, said: str
) -> None:
    done = collected(tmp_path, written(tmp_path / "in", files), asked=asked)
    assert len(done.problems) == 1
    assert said in done.problems[0]
    kept = {path.read_bytes() for path in (tmp_path / "submitted/.collected/unplaced").rglob("*") if path.is_file()}
    assert kept <= set(files.values())
    assert len(kept) == 1
    assert len(mapping(tmp_path)) == len(files)


def test_what_was_nobodys_and_finds_its_place_later_is_listed_once(tmp_path: Path) -> None:
    source = zipped(tmp_path / "x.zip", {"Ada Lovelace_1_assignsubmission_file/t.ipynb": WORK["ada"]})
    collected(tmp_path, source, roster=(BOB,))
    assert [line["student"] for line in mapping(tmp_path)] == [""]
    collected(tmp_path, source)
    assert [line["student"] for line in mapping(tmp_path)] == ["ada"]


def test_one_file_of_several_people_is_listed_for_each_of_them_no_matter_who_is_known(tmp_path: Path) -> None:
    stub = notebook("as released")
    names = ("Ada Lovelace_1", "Kim Lee_901", "Kim Lee_902", "No Body_903")
    source = zipped(tmp_path / "x.zip", {f"{name}_assignsubmission_file/t.ipynb": stub for name in names})
    roster = (ADA, student("kim1", "Kim Lee", 4), student("kim2", "Kim Lee", 5))
    for _ in range(2):
        collected(tmp_path, source, roster=roster)
        assert [line["student"] for line in mapping(tmp_path)] == ["", "", "", "ada"]
    collected(tmp_path, source, roster=roster, participants={"901": "kim1", "902": "kim2"})
    assert [line["student"] for line in mapping(tmp_path)] == ["", "ada", "kim1", "kim2"]


# --- clones ------------------------------------------------------------------------------------------------------


def git(folder: Path, *command: str) -> None:
    dates = {"GIT_AUTHOR_DATE": "2027-01-20T12:00:00+0100", "GIT_COMMITTER_DATE": "2027-01-21T12:00:00+0100"}
    subprocess.run(
        ["git", *command],
        cwd=folder,
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **dates},
    )


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    folder = tmp_path / "clones"
    for name in ("week-1-ada", "week-1-zoe"):
        written(folder / name, {"tiny/tiny.ipynb": WORK[name[-3:]]})
        git(folder / name, "init", "-q")
        git(folder / name, "add", "-A")
        git(folder / name, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x")
    return folder


def test_clones_are_collected_and_their_dates_are_the_students_own_word(tmp_path: Path, clones: Path) -> None:
    done = collected(tmp_path, clones)
    assert done.layouts == {"clones": "git"}
    assert work_in(tmp_path) == {name: WORK[name] for name in ("ada", "zoe")}
    assert [line["note"] for line in mapping(tmp_path) if line["student"] == "ada"] == [
        "taken for tiny.ipynb; author date 2027-01-20 11:00:00 UTC and committer date 2027-01-21 11:00:00 UTC, "
        "by the student's own word: when it was pushed is not known here"
    ]
    assert done.problems == ["2 clones: when they were pushed is not known here; their dates are in collected.csv"]
    assert not (tmp_path / "submitted/ada/tiny/timestamp.txt").exists()


def test_a_clone_is_found_by_the_students_name_on_the_server(tmp_path: Path, clones: Path) -> None:
    roster = (student("s1", "Ada Lovelace", 1, git_name="Ada"), student("s2", "Zoë", 2, git_name="zoe"))
    collected(tmp_path, clones, roster=roster)
    assert work_in(tmp_path) == {"s1": WORK["ada"], "s2": WORK["zoe"]}


def test_commit_dates_count_where_the_instructor_says_so(tmp_path: Path, clones: Path) -> None:
    git(clones / "week-1-ada", "gc", "-q")
    collected(tmp_path, clones, trust_commit_dates=True)
    assert (tmp_path / "submitted/ada/tiny/timestamp.txt").read_text() == "2027-01-21 11:00:00 UTC\n"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=classes(), prefix=st.sampled_from(["", "week-1-", "uni-hw-2027-"]))
def test_what_is_cloned_comes_out_as_it_was_handed_in(
    made: tuple[dict[str, bytes], dict[str, Student]], prefix: str
) -> None:
    work, roster = made
    with tempfile.TemporaryDirectory() as folder:
        tmp = Path(folder)
        for name, data in work.items():
            clone = written(tmp / "clones" / f"{prefix}{name}", {"tiny/tiny.ipynb": data})
            for command in ("init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm x"):
                git(clone, *command.split())
        collected(tmp, tmp / "clones", roster=tuple(roster.values()))
        assert work_in(tmp) == work
        before = everything(tmp / "submitted")
        collected(tmp, tmp / "clones", roster=tuple(roster.values()))
        assert everything(tmp / "submitted") == before


def test_a_clones_own_configuration_is_never_used(tmp_path: Path, clones: Path) -> None:
    trap = tmp_path / "trap"
    config = f'[core]\n\tfsmonitor = "touch {trap}"\n\tpager = "touch {trap}"\n[gpg]\n\tprogram = "touch {trap}"\n'
    with (clones / "week-1-ada/.git/config").open("a") as file:
        file.write(config)
    collected(tmp_path, clones)
    assert not trap.exists()


# --- hostile -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/passwd", "its path leads out of the zip"),
        ("/etc/passwd", "its path leads out of the zip"),
        ("a\\..\\..\\b", "its path leads out of the zip"),
        ("C:/x", "its path leads out of the zip"),
        ("a/\x1b[2J", "the name has characters that cannot be printed"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_leads_out_is_refused_by_name(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"^x\.zip: refused: ") as caught:
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"", name: b""}))
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_names_that_differ_in_letter_case_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ada/T\.ipynb: differs from ada/t.ipynb in letter case alone"):
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"", "ada/T.ipynb": b""}))


def test_a_bomb_and_a_link_are_refused(tmp_path: Path) -> None:
    import zipfile

    with pytest.raises(UsageError, match=r"unpacks to \d+ times its size"):
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"\0" * (20 << 20)}))
    link = zipfile.ZipInfo("ada/t.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UsageError, match="is a link"):
        collected(tmp_path, tmp_path / "y.zip")


def entry(name: bytes = b"a", flags: int = 0, size: int = 0, compressed: int = 0, crc: int = 0) -> bytes:
    """Return an entry of a zip's list, written by hand: PKWARE's APPNOTE, 4.3.12."""
    numbers = struct.pack("<HHHHHHLLL", 20, 20, flags, 0, 0, 0, crc, compressed, size)
    return b"PK\1\2" + numbers + struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name


def listing(*entries: bytes) -> bytes:
    """Return a zip that is nothing but its list, so that to read a file before the list is judged fails."""
    whole = b"".join(entries)
    count = min(len(entries), 2**16 - 1)
    return whole + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, count, count, len(whole), 0, 0)


HARMFUL = {
    "a million entries": (listing(entry() * 1_000_000), "x.zip: refused: its list of files alone takes 44 MB"),
    "more files than a class has": (
        listing(*(entry(b"%d" % number) for number in range(50_001))),
        "x.zip: refused: 50001 files, more than 50000",
    ),
    "a huge declared size": (listing(entry(b"ada/t.ipynb", size=2**32 - 2)), "ada/t.ipynb: is larger than 100 MB"),
    "encrypted": (listing(entry(b"ada/t.ipynb", flags=1)), "x.zip: refused: ada/t.ipynb: is encrypted"),
    "the same name twice": (listing(entry(b"ada/t"), entry(b"ada/t")), "x.zip: refused: ada/t: is there twice"),
    "one name in two spellings": (
        listing(entry("zoë".encode(), 0x800), entry("zoe\u0308".encode(), 0x800)),
        "x.zip: refused: zoë: is there twice",
    ),
    "a NUL in a name": (listing(entry(b"a\0.ipynb")), "the name has characters that cannot be printed"),
    "no zip at all": (b"PK\5\6" + b"\0" * 12, "is neither a folder nor a zip that can be read"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_could_do_harm_is_refused_by_name_before_a_file_is_read(tmp_path: Path, kind: str) -> None:
    data, said = HARMFUL[kind]
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        collected(tmp_path, tmp_path / "x.zip")
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_a_damaged_file_in_a_zip_is_said_and_the_others_are_collected(tmp_path: Path) -> None:
    files = {f"{name}/t.ipynb": data for name, data in WORK.items()}
    data = bytearray(zip_of(files))
    place = data.index(b"PK\1\2") + 16  # the checksum of the first file in the list
    data[place : place + 4] = b"\0\0\0\0"
    (tmp_path / "x.zip").write_bytes(data)
    collected(tmp_path, tmp_path / "x.zip")
    assert work_in(tmp_path) == {name: WORK[name] for name in ("zoe", "bob")}
    assert "t.ipynb: is damaged: Bad CRC-32" in next(
        line["note"] for line in mapping(tmp_path) if line["student"] == "ada"
    )


def test_a_hostile_zip_of_one_student_is_kept_and_said_and_the_others_are_collected(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in", {"ada/x.zip": zip_of({"../x": b""}), "zoe/t.ipynb": WORK["zoe"], "bob/y.zip": b"no zip"}
    )
    collected(tmp_path, source)
    assert work_in(tmp_path) == {"zoe": WORK["zoe"]}
    notes = {line["student"]: line["note"] for line in mapping(tmp_path)}
    assert "its path leads out of the zip" in notes["ada"]
    assert "is not a zip that can be read" in notes["bob"]
    assert (tmp_path / "submitted/ada/tiny/x.zip").exists()


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    source = written(tmp_path / "in", {"zoe/t.ipynb": WORK["zoe"]})
    (source / "ada").mkdir()
    (source / "ada/t.ipynb").symlink_to("/etc/passwd")
    collected(tmp_path, source)
    assert "is a link" in next(line["note"] for line in mapping(tmp_path) if line["student"] == "ada")
    assert work_in(tmp_path) == {"zoe": WORK["zoe"]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: [1, 2", "e/submission_metadata.yml:1: is not YAML that can be read"),
        (b"- 1\n- 2\n", "e/submission_metadata.yml:1: is not a list of submissions"),
        (b"\xff\xfea\x00:\x00", "submission_metadata.yml:1: is not a list of submissions"),
        (b"\xe9: 1", "submission_metadata.yml: cannot be read"),
    ],
)
def test_metadata_that_cannot_be_read_is_said_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    files = {"e/submission_metadata.yml": data, "e/submission_1/t.ipynb": b""}
    with pytest.raises(SourceError) as caught:
        collected(tmp_path, zipped(tmp_path / "x.zip", files))
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_a_source_that_is_nothing_we_know_is_said(tmp_path: Path) -> None:
    for source in (
        written(tmp_path / "in", {"t.ipynb": b""}),
        written(tmp_path / "f", {"x": b"text"}) / "x",
        tmp_path / "no",
    ):
        with pytest.raises(UsageError):
            collected(tmp_path, source)
    with pytest.raises(UsageError, match="is not laid out as moodle does"):
        collected(tmp_path, tmp_path / "in", layout="moodle")
