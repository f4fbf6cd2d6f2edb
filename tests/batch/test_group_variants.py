"""Where an assignment is worked on in groups, the members of one share a variant."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.api import load_course
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.gradebook.groups import drawn_for
from autograder.records.store import read_records
from support.tiny import CONFIG
from support.with_variants import course_with_variants

ROSTER = "student,group\nann,Red\nbob,red\ncid,\n"


def course_in(folder: Path, in_groups: bool = True) -> CourseFolder:
    made = course_with_variants(folder)
    points = 'Assignment("tiny", points=100'
    assert points in CONFIG
    text = CONFIG.replace(points, f"{points}, in_groups={in_groups}")
    (made.root / "course_config.py").write_text(text, "utf-8")
    (made.root / "roster.csv").write_text(ROSTER, "utf-8")
    return load_course(made.root)


def test_a_variant_is_drawn_for_the_group_and_for_those_without_one_by_their_own_name(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    (assignment,) = course.course.assignments
    names = [drawn_for(course, assignment, student) for student in ("ann", "bob", "cid", "eve")]
    assert names == ["group/red", "group/red", "cid", "eve"]


def test_one_members_work_is_right_for_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_in(tmp_path)
    monkeypatch.chdir(course.root)
    assert main(["release", "--variants"]) == 0
    with zipfile.ZipFile(course.root / "dist" / "kits" / "ann.zip") as kit:
        text = kit.read("student-kit/assignments/tiny/tiny.py").decode()
    for student in ("ann", "bob", "cid"):
        folder = course.root / "submitted" / student / "tiny"
        folder.mkdir(parents=True)
        (folder / "tiny.py").write_text(text.replace("raise NotImplementedError", "return 2 * x #"), "utf-8")
    assert main(["grade", "--jobs", "1"]) == 0
    records = {each["student"]: each for each in read_records(course.root / "grades")}
    ids = {name: (each["variant"]["id"], each["variant"]["handed_in"]) for name, each in records.items()}
    assert ids["ann"] == ids["bob"]
    assert len(set(ids["bob"])) == 1
    assert ids["cid"][0] != ids["cid"][1]
    assert main(["status", "grades"]) == 1


def test_who_moves_to_another_group_is_listed_with_what_force_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = course_in(tmp_path)
    monkeypatch.chdir(course.root)
    assert main(["release"]) == 0
    text = (course.root / "assignments" / "tiny" / "tiny.py").read_text("utf-8")
    for student in ("ann", "bob"):
        folder = course.root / "submitted" / student / "tiny"
        folder.mkdir(parents=True)
        (folder / "tiny.py").write_text(text.replace('VARIANT = "', 'OTHER = "'), "utf-8")
    assert main(["grade", "--jobs", "1"]) == 0
    assert "group has changed" not in capsys.readouterr().out
    (course.root / "roster.csv").write_text(ROSTER.replace("bob,red", "bob,blue"), "utf-8")
    assert main(["grade", "--jobs", "1"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "group has changed bob/tiny graded by the variant of another group than roster.csv names now" in told
    assert "ann/tiny" not in told
    assert main(["grade", "--force", "--assignment", "tiny", "--student", "bob", "--jobs", "1"]) == 0
    assert "group has changed" not in capsys.readouterr().out


def test_one_members_work_is_not_given_to_others_who_have_other_variants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = course_in(tmp_path, in_groups=False)
    monkeypatch.chdir(course.root)
    (course.root / "downloads").mkdir()
    assert main(["collect", "downloads", "--by-group"]) == 2
    assert "'tiny' differs from student to student, so one member's work is wrong for the others" in (
        capsys.readouterr().err
    )


def test_in_groups_is_true_or_false(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="in_groups of 'tiny' is True or False, not 'yes'"):
        course_in(tmp_path, in_groups="'yes'")  # type: ignore[arg-type]
