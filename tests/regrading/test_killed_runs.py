"""The policy that nobody loses by a regrade, when the run is killed: the next run gives back what the first took."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.gradebook.add_overrides import add_overrides
from autograder.records.store import read_record, write_record
from support.handed_in import DOUBLE, QUAD, QUAD_ALONE, TRIPLE, answered, hand_in, released_course

RECORDS = Path("grades/records/tiny")
OPEN = Path("grades/regrading")
POLICY = ("--policy", "nobody-loses")


class Killed(BaseException):
    """As SIGKILL, nothing catches it."""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The tiny course with two students, graded, who have handed in worse work since."""
    made = released_course(tmp_path)
    hand_in(made, "ada", answered(made, double=DOUBLE, quad=QUAD))
    hand_in(made, "bob", answered(made, double=DOUBLE))
    monkeypatch.chdir(tmp_path)
    assert grade() == 0
    hand_in(made, "ada", answered(made, double=TRIPLE, quad=QUAD_ALONE))
    hand_in(made, "bob", answered(made, double=TRIPLE))
    return made


@pytest.fixture
def killed(course, monkeypatch: pytest.MonkeyPatch):
    """The course after a run that was killed once it had written one record."""
    killed_after(write_record, "autograder.batch.batch.write_record", monkeypatch)
    assert sorted(read_record(path)["score"] for path in RECORDS.iterdir()) in ([5, 100], [40, 65])
    return course


def grade(*options: str) -> int:
    return main(["grade", "--unsafe-no-sandbox", "--quiet", *options])


def killed_after(step: Callable[..., object], where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regrade by the policy, and end after a step."""

    def last(*given: object) -> None:
        step(*given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, last)
        with pytest.raises(Killed):
            grade(*POLICY, "--jobs", "1")


def given_back() -> list[tuple[str, str]]:
    rows = csv.DictReader(Path("decisions/overrides.csv").read_text().splitlines())
    return sorted((row["student"], row["score"]) for row in rows)


def test_who_is_regraded_before_a_run_is_killed_loses_nothing_either(killed) -> None:
    assert grade(*POLICY) == 0
    assert given_back() == [("ada", "+35"), ("bob", "+35")]
    assert not OPEN.exists()


def test_a_dry_run_says_what_a_killed_run_left_open_and_leaves_it_so(killed, capsys) -> None:
    assert grade(*POLICY, "--dry-run") == 0
    assert "2 overrides would be added" in capsys.readouterr().out
    assert len(list(OPEN.glob("tiny/*.json"))) == 2


def test_what_a_killed_run_left_open_is_given_back_after_a_run_without_the_policy_too(killed) -> None:
    assert grade() == 0
    assert grade(*POLICY) == 0
    assert given_back() == [("ada", "+35"), ("bob", "+35")]


def test_a_run_that_is_killed_once_it_gave_points_back_gives_them_once(course, monkeypatch) -> None:
    killed_after(add_overrides, "autograder.regrading.nobody_loses.add_overrides", monkeypatch)
    assert grade(*POLICY) == 0
    assert given_back() == [("ada", "+35"), ("bob", "+35")]


def killed_before(change: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Regrade by the policy, and end before so many changes of files are made; say whether there were as many."""
    left = iter(range(change))

    def counted(step: Callable[..., object]) -> Callable[..., object]:
        def last(*given: object, **named: object) -> object:
            if next(left, None) is None:
                raise Killed
            return step(*given, **named)

        return last

    with monkeypatch.context() as patch:
        for where, name in ((os, "replace"), (Path, "unlink"), (Path, "rmdir")):
            patch.setattr(where, name, counted(getattr(where, name)))
        try:
            grade(*POLICY, "--jobs", "1")
        except Killed:
            return True
    return False


def test_wherever_a_run_is_killed_what_was_lost_is_given_back_once(course, monkeypatch, tmp_path) -> None:
    before, change, is_killed = shutil.copytree(tmp_path, tmp_path.parent / "before"), 0, True
    while is_killed:
        monkeypatch.chdir(shutil.copytree(before, tmp_path.parent / f"killed-{change}"))
        is_killed = killed_before(change, monkeypatch)
        # A run without the policy keeps what decisions rest on; those that it grades itself lose by it.
        assert len(list(OPEN.glob("tiny/*.json"))) < 2 or grade() == 0
        assert grade(*POLICY) == 0
        assert given_back() == [("ada", "+35"), ("bob", "+35")], change
        assert not OPEN.exists()
        change += 1
    assert change > 10


def test_the_same_loss_a_second_time_is_given_back_a_second_time(course) -> None:
    assert grade(*POLICY) == 0
    hand_in(course, "bob", answered(course, double=DOUBLE))
    add_overrides(course.root, [{"student": "bob", "assignment": "tiny", "score": "-35", "reason": "r"}])
    assert grade() == 0
    hand_in(course, "bob", answered(course, double=TRIPLE))
    assert grade(*POLICY) == 0
    assert grade() == 0
    assert given_back().count(("bob", "+35")) == 2


def test_a_student_who_is_forgotten_is_so_in_what_a_killed_run_left_open(killed) -> None:
    assert main(["forget", "ada"]) == 0
    assert [path.name for path in OPEN.glob("tiny/*")] == ["bob.json"]
