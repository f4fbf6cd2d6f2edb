"""Notebooks are found under whatever name they come, in kits, folders and clones."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.gradebook.roster import Student
from support.collected import ADA, BOB, WORK, classes, collected, everything, mapping, notebook, student, work_in
from support.layouts import written, zip_of, zipped

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
            "ada: for which assignment is not clear: name it with --assignment (tiny, other_one)",
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


@pytest.mark.parametrize("folder", ["ada", "ADA@x.org", "S-17", "Ada Lovelace", "lovelace, ada"])
def test_a_folder_of_mail_is_called_after_a_student_in_any_way_that_the_roster_has(tmp_path: Path, folder: str) -> None:
    roster = (student("ada", "Ada Lovelace", 1, sis_id="S-17"), BOB)
    done = collected(tmp_path, written(tmp_path / "in", {f"{folder}/hw.ipynb": WORK["ada"]}), roster=roster)
    assert done.problems == []
    assert work_in(tmp_path) == {"ada": WORK["ada"]}


def test_a_folder_that_could_be_two_peoples_is_said_with_their_names(tmp_path: Path) -> None:
    roster = (student("s1", "Maria Ana", 1), student("s2", "Ana Maria", 2))
    done = collected(tmp_path, written(tmp_path / "in", {"Ana Maria/hw.ipynb": WORK["ada"]}), roster=roster)
    said = "several in the roster are called 'Ana Maria': s1, s2: rename the folder to one of these"
    assert done.problems == [f"hw.ipynb: {said}"]


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


def test_clones_are_found_where_all_names_begin_with_the_same_and_by_the_longest(tmp_path: Path, clones: Path) -> None:
    names = {"s1": "gh-ada", "s2": "gh-zoe", "s3": "zoe"}
    roster = tuple(student(who, who, int(who[1]), git_name=name) for who, name in names.items())
    for name in ("ada", "zoe"):
        (clones / f"week-1-{name}").rename(clones / f"gh-{name}")
    collected(tmp_path, clones, roster=roster)
    assert work_in(tmp_path) == {"s1": WORK["ada"], "s2": WORK["zoe"]}
    shutil.rmtree(clones / "gh-ada")  # alone, a clone has nothing in common with others
    (clones / "gh-zoe").rename(clones / "week-1-gh-zoe")
    collected(tmp_path / "alone", clones, roster=roster[::-1])
    assert work_in(tmp_path / "alone") == {"s2": WORK["zoe"]}


def test_a_clone_of_a_stranger_is_not_taken_for_one_whose_name_ends_the_same(tmp_path: Path, clones: Path) -> None:
    (clones / "week-1-zoe").rename(clones / "week-1-my-bob")
    problems = collected(tmp_path, clones).problems
    assert any("nobody in the roster is 'my-bob'" in each for each in problems)
    assert work_in(tmp_path) == {"ada": WORK["ada"]}


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


def test_a_long_name_in_another_script_is_no_reason_to_refuse_the_class(tmp_path: Path) -> None:
    long = "作业" * 35  # 210 bytes, and two more names as long
    files = {f"ada_101_1_{long}.ipynb": WORK["ada"], f"ada_101_2_{long}.docx": b"x", "bob_103_3_t.ipynb": WORK["bob"]}
    done = collected(tmp_path, zipped(tmp_path / "x.zip", files), asked="tiny")
    assert work_in(tmp_path) == {"ada": WORK["ada"], "bob": WORK["bob"]}
    assert done.problems == []
