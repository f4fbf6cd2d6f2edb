"""Temporary folders of processes that were killed go with the next process that makes one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder import temporary
from autograder.authoring.working_folder import WorkingFolder

MAKE = "import time; from autograder.temporary import new_folder; print(new_folder('kind'), flush=True); time.sleep(60)"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody knows whose a folder is")
def test_what_a_killed_process_left_is_removed_and_what_a_living_one_has_is_not(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    makers = [subprocess.Popen([sys.executable, "-c", MAKE], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        left, kept = (Path(maker.stdout.readline().strip()) for maker in makers if maker.stdout)
        makers[0].kill()
        makers[0].wait()
        with temporary.folder("kind") as mine:
            assert {*tmp_path.iterdir()} == {kept, mine}
        assert {*tmp_path.iterdir()} == {kept}
        assert left != kept
    finally:
        for maker in makers:
            maker.kill()
            maker.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody knows whose a folder is")
def test_data_files_lie_in_such_a_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    working = WorkingFolder({"data/x.csv": b"1"})
    with working.entered():
        assert Path("data/x.csv").read_bytes() == b"1"
    assert [path.name.startswith("autograder-data-") for path in tmp_path.iterdir()] == [True]
    del working
    assert not [*tmp_path.iterdir()]
