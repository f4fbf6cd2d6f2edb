"""Records: their schema, how they are written and read, and when one still holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.checks import shape
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.model import RecordStatus, Status, Submission
from autograder.core.seed_id import is_seed_id, seed_id
from autograder.core.verdicts import ExerciseReport, Report, Verdict
from autograder.records.schema import Record
from autograder.records.store import (
    DamagedRecordError,
    is_current,
    make_record,
    prepare,
    read_record,
    read_records,
    record_path,
    write_atomically,
    write_record,
)
from autograder.records.write import own_leftover

CHECK = shape("y", points=10)
KEY = AnswerKey("tiny", (ExerciseKey("double", 10.0, (CHECK,), ()),), (), {}, "fingerprint", seed_id("seed"))
DUE = datetime(2027, 1, 22, 23, 59, tzinfo=UTC)
SUBMISSION = Submission("s001", "tiny", Path("tiny.ipynb"), "hash", (), notes=("a note",))


def report(points: float = 10.0, status: Status = Status.PASSED) -> Report:
    verdict = Verdict(CHECK, status, points, "a message", "some advice", "a_mistake")
    return Report((ExerciseReport("double", 10.0, (verdict,)),), ("n",))


def record(submission: Submission = SUBMISSION, points: float = 10.0, status: Status = Status.PASSED) -> Record:
    return make_record(submission, RecordStatus.GRADED, report(points, status), KEY, "none", 0.01)


def test_extra_credit_comes_on_top_of_the_maximum() -> None:
    bonus = ExerciseKey("bonus", 5.0, (CHECK,), (), extra=True)
    passed = ExerciseReport("bonus", 5.0, (Verdict(CHECK, Status.PASSED, 5.0),), extra=True)
    done = Report((*report().exercises, passed))
    key = replace(KEY, exercises=(*KEY.exercises, bonus))
    made = make_record(SUBMISSION, RecordStatus.GRADED, replace(done, public=done.exercises), key, "none", 0.01)
    assert (made["score"], made["max_score"]) == (15.0, 10.0)
    assert made["public"] is not None
    assert made["public"]["max_score"] == 10.0
    assert [exercise["extra"] for exercise in made["exercises"]] == [False, True]


# --- the schema --------------------------------------------------------------------------------------------------


def test_a_record_has_every_key_of_the_schema() -> None:
    made = record()
    assert (made["schema"], made["student"], made["assignment"], made["status"]) == (1, "s001", "tiny", "graded")
    assert (made["score"], made["max_score"], made["seconds"]) == (10.0, 10.0, 0.01)
    assert made["submission"] == {"file": "tiny.ipynb", "sha256": "hash"}
    assert (made["assignment_fingerprint"], made["seed"], made["sandbox"]) == ("fingerprint", seed_id("seed"), "none")
    assert made["versions"].keys() == {"autograder", "python", "numpy"}
    assert made["exercises"] == [
        {
            "name": "double",
            "score": 10.0,
            "max_score": 10.0,
            "extra": False,
            "status": "passed",
            "note": "",
            "checks": [
                {
                    "name": "shape of y",
                    "kind": "shape",
                    "hidden": False,
                    "status": "passed",
                    "points": 10.0,
                    "max_points": 10.0,
                    "message": "a message",
                    "advice": "some advice",
                    "mistake": "a_mistake",
                }
            ],
        }
    ]


def test_what_the_public_inputs_alone_have_shown_has_a_place_of_its_own() -> None:
    shown = replace(report(), public=report(5.0, Status.FAILED).exercises)
    made = make_record(SUBMISSION, RecordStatus.GRADED, shown, KEY, "none", 0.01)
    assert record()["public"] is None
    assert made["public"] is not None
    assert (made["public"]["score"], made["public"]["max_score"]) == (5.0, 10.0)
    assert made["public"]["notes"] == ["a note", "n"]
    assert [exercise["status"] for exercise in made["public"]["exercises"]] == ["failed"]
    assert (made["score"], made["exercises"][0]["status"]) == (10.0, "passed")


def test_a_record_keeps_message_and_advice_apart() -> None:
    (check,) = record()["exercises"][0]["checks"]
    assert (check["message"], check["advice"], check["mistake"]) == ("a message", "some advice", "a_mistake")


def test_notes_of_reading_come_before_those_of_running() -> None:
    assert record()["notes"] == ["a note", "n"]


def test_where_we_broke_there_is_no_score() -> None:
    made = make_record(SUBMISSION, RecordStatus.BROKEN, None, KEY, "none", 0.0)
    assert (made["status"], made["score"], made["max_score"], made["exercises"]) == ("broken", None, 10.0, [])


@pytest.mark.parametrize("status", list(Status))
def test_an_exercise_has_the_status_of_its_worst_check(status: Status) -> None:
    verdicts = (Verdict(CHECK, Status.PASSED, 10.0), Verdict(CHECK, status, 0.0))
    made = make_record(SUBMISSION, RecordStatus.GRADED, Report((ExerciseReport("e", 20, verdicts),)), KEY, "none", 0)
    assert made["exercises"][0]["status"] == str(status)


# --- writing and reading -----------------------------------------------------------------------------------------


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    for name in ("s001", "Ana María", "=cmd", "..%2Fx", "a.b", "学生"):
        made = record(replace(SUBMISSION, student=name, notes=("a lone \ud800 surrogate",)))
        write_record(tmp_path, made)
        assert read_record(record_path(tmp_path, "tiny", name)) == made
    assert len(list(read_records(tmp_path))) == 6


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "null",
        "[]",
        '{"schema": 1}',
        "[" * 100_000,
        "\0",
        lambda made: made | {"schema": 2},
        lambda made: made | {"score": "10"},
        lambda made: made | {"exercises": None},
        lambda made: made | {"exercises": [{}]},
        lambda made: made | {"public": {}},
        lambda made: made | {"public": dict.fromkeys(("score", "max_score", "exercises", "notes"))},
        lambda made: made | {"student": "s002"},
        lambda made: {key: value for key, value in made.items() if key != "versions"},
    ],
)
def test_a_damaged_record_is_named_with_its_path(tmp_path: Path, damage) -> None:
    made = record()
    path = record_path(tmp_path, "tiny", "s001")
    path.parent.mkdir(parents=True)
    path.write_text(damage if isinstance(damage, str) else json.dumps(damage(made)), "utf-8")
    with pytest.raises(DamagedRecordError, match=re.escape(f"{path}: this record is damaged (")):
        read_record(path)
    write_record(tmp_path, made | {"student": "s000"})
    found = read_records(tmp_path)
    assert next(found)["student"] == "s000"
    with pytest.raises(DamagedRecordError, match=re.escape(str(path))):
        next(found)


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("score", True, "score is not a number"),
        ("score", float("nan"), "score is not a number"),
        ("student", 7, "student is not text"),
        ("notes", [None], "notes.0 is not text"),
        ("versions", {"numpy": 2}, "versions.numpy is not text"),
        ("submission", {"file": "f"}, "submission has no 'sha256'"),
        ("exercises", {}, "exercises is not a list"),
        ("staff", {"traceback": []}, "staff.traceback is not text"),
    ],
)
def test_every_member_of_a_record_has_its_type(tmp_path: Path, member: str, value: object, words: str) -> None:
    path = record_path(tmp_path, "tiny", "s001")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({**record(), member: value}), "utf-8")
    with pytest.raises(DamagedRecordError, match=re.escape(f"damaged ({words})")):
        read_record(path)


def test_members_of_a_newer_version_are_welcome(tmp_path: Path) -> None:
    write_record(tmp_path, record() | {"news": 1})
    assert len(list(read_records(tmp_path))) == 1


def test_the_seed_in_an_early_record_gives_way_to_its_id_where_it_is_seen(tmp_path: Path) -> None:
    write_record(tmp_path, record() | {"seed": 'a "secret"'})
    path = record_path(tmp_path, "tiny", "s001")
    found = read_record(path)
    assert found is not None
    assert found["seed"] == seed_id('a "secret"')
    assert "secret" not in path.read_text("utf-8")
    assert read_record(path) == found


def test_the_seed_leaves_the_history_too(tmp_path: Path) -> None:
    kept = tmp_path / "history" / "tiny" / "s001.jsonl"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"seed": "one secret", "notes": ["\\"seed\\": \\"mine\\""]}\n{"seed": "one secret"}\n', "utf-8")
    prepare(tmp_path)
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [line["seed"] for line in lines] == [seed_id("one secret")] * 2
    assert lines[0]["notes"] == ['"seed": "mine"']


def test_the_id_of_a_seed_tells_nothing_of_it_and_is_always_the_same() -> None:
    assert seed_id("a") == seed_id("a") != seed_id("b")
    assert is_seed_id(seed_id("a"))
    assert not is_seed_id("a")


def test_there_is_no_record_where_there_is_no_file(tmp_path: Path) -> None:
    assert read_record(tmp_path / "none.json") is None
    assert list(read_records(tmp_path)) == []


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "file"
    write_atomically(path, "old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_a_killed_run_left_are_removed_once_they_are_old(tmp_path: Path) -> None:
    write_record(tmp_path, record())
    folder = tmp_path / "records" / "tiny"
    old, young = folder / ".new-1", folder / ".new-2"
    for path in (old, young):
        path.write_text("{")
    os.utime(old, (0, 0))
    prepare(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [".new-2", "s001.json"]


def test_writing_into_a_folder_removes_what_a_killed_run_left_there(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = (own_leftover().replace(f"-{os.getpid()}-", f"-{pid}-") for pid in (ended.pid, os.getpid()))
    (tmp_path / f"{dead}folder").mkdir()
    for name in (f"{dead}file", f"{dead}folder/file", f"{alive}file"):
        (tmp_path / name).write_text("{")
    write_atomically(tmp_path / "file", "new")
    assert {path.name for path in tmp_path.iterdir()} == {"file", f"{alive}file"}


# --- when a record still holds -----------------------------------------------------------------------------------


def test_a_record_holds_for_the_very_same_submission() -> None:
    assert is_current(record(), SUBMISSION, KEY, "none")


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "another"},
        {"file": Path("tiny.py")},
        {"file": None},
        {"submitted": DUE},
        {"notes": ("another note",)},
        {"problem": "it cannot be read"},
    ],
)
def test_a_record_of_another_submission_does_not_hold(change) -> None:
    assert not is_current(record(), replace(SUBMISSION, **change), KEY, "none")


def test_a_record_of_another_assignment_sandbox_or_version_does_not_hold(monkeypatch) -> None:
    made = record()
    assert not is_current(made, SUBMISSION, replace(KEY, fingerprint="another"), "none")
    assert not is_current(made, SUBMISSION, KEY, "strict")
    monkeypatch.setattr("platform.python_version", lambda: "3.99")
    assert not is_current(made, SUBMISSION, KEY, "none")


def test_a_broken_record_never_holds() -> None:
    broken = make_record(SUBMISSION, RecordStatus.BROKEN, None, KEY, "none", 0.0)
    assert not is_current(broken, SUBMISSION, KEY, "none")
