"""Watching: once at the start, once per save, and an end by Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.student.watch import stamp, watch


def test_it_runs_once_and_again_after_each_save(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, runs, looks = tmp_path / "a.py", [], []
    file.write_text("1", "utf-8")

    def pause(_: float) -> None:
        looks.append(1)
        if len(looks) == 3:
            file.write_text("longer", "utf-8")
        if len(looks) == 6:
            raise KeyboardInterrupt

    def run(first: bool) -> int:
        assert first == (not runs)
        runs.append(1)
        return len(runs)

    assert watch([file], run, pause) == 2
    assert capsys.readouterr().out.count("watching; Ctrl-C ends") == 2


def test_a_file_that_is_away_while_it_is_saved_is_no_error(tmp_path: Path) -> None:
    assert stamp([tmp_path / "gone.py"]) == {}
    (tmp_path / "a.ipynb").write_text("{}", "utf-8")
    assert list(stamp([tmp_path])) == [tmp_path / "a.ipynb"]


def test_a_file_that_cannot_be_read_does_not_keep_the_next_from_being_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "one.ipynb"), str(tmp_path / "two.ipynb")]) == 2
    said = capsys.readouterr().err
    assert "one.ipynb" in said
    assert "two.ipynb" in said
