"""The distribution: its name is not the module's, an index would take it, and a stranger in its place is noticed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

from autograder import distribution
from autograder.cli import main as command_line
from autograder.records.store import versions

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_name_in_the_project_file_is_the_one_that_messages_tell_people_to_install() -> None:
    assert PROJECT["name"] == distribution.NAME


def test_records_carry_the_version_of_the_distribution() -> None:
    assert versions()["autograder"] == PROJECT["version"]


@pytest.mark.parametrize("folder", ["autograder-4.2.dist-info", "autograder-0.1.0.dist-info"])
def test_another_distribution_in_our_folder_is_said_in_one_line(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    said = distribution.clash(tmp_path)
    assert said is not None
    assert folder.removesuffix(".dist-info") in said
    assert "pip uninstall" in said
    assert "\n" not in said


def test_our_own_distribution_is_no_clash(tmp_path: Path) -> None:
    (tmp_path / f"{distribution.NAME}-{PROJECT['version']}.dist-info").mkdir()
    assert distribution.clash(tmp_path) is None


def test_every_command_says_it_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command_line, "clash", lambda: "another package is here")
    command_line.main(["export", "csv", "nowhere"])
    assert capsys.readouterr().err.splitlines()[0] == "autograder: another package is here"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def test_the_wheel_has_what_an_index_and_a_type_checker_ask_for(built: Path) -> None:
    (path,) = built.glob("*.whl")
    assert path.name == f"proofgrade-{PROJECT['version']}-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        assert "autograder/py.typed" in wheel.namelist()
        (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        metadata = HeaderParser().parsestr(wheel.read(name).decode("utf-8"))
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata["Requires-Python"] == ">=3.11"
    shown = str(metadata.get_payload())
    assert "autograder new course" in shown
    assert "](" not in shown, "a page on an index has no files beside it"
    assert set(metadata.get_all("Provides-Extra") or ()) == set(PROJECT["optional-dependencies"])


def test_the_source_distribution_holds_the_tests_and_no_solution(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        folders = {name.split("/")[1] for name in archive.getnames()}
    assert {"autograder", "tests", "README.md", "LICENSE", "pyproject.toml"} <= folders
    assert not folders & {"solutions", "assignments", "course_config.py"}


def test_an_index_would_take_both(built: Path) -> None:
    pytest.importorskip("twine")
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built.iterdir())]
    shown = subprocess.run(command, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout
