"""Pyodide's lock file with our wheels in it, from a folder or from the network."""

from __future__ import annotations

import hashlib
import io
import json
import urllib.request
from pathlib import Path

import pytest

from autograder.errors import AutograderError, UsageError
from autograder.website.pyodide import (
    LOCK,
    NETWORK,
    RUNTIME,
    Wheel,
    from_folder,
    from_network,
    with_wheels,
)

OURS = Wheel("ours", "1.0", "ours-1.0-py3-none-any.whl", b"a wheel", "autograder", ("numpy", "matplotlib"))


def lock(python: str = "3.13.2") -> dict[str, object]:
    packages = {name: {"name": name, "file_name": f"{name}.whl", "sha256": "0"} for name in ("numpy", "scipy")}
    return {"info": {"python": python}, "packages": packages}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*RUNTIME, "numpy.whl"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / LOCK).write_text(json.dumps(lock()), "utf-8")
    return tmp_path


def test_a_folder_serves_what_lies_in_it_and_promises_nothing_else(folder: Path) -> None:
    found = from_folder(folder)
    assert sorted(found.files) == sorted((*RUNTIME, "numpy.whl"))
    assert list(found.lock["packages"]) == ["numpy"]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is not a Pyodide distribution: it has no pyodide-lock\.json"):
        from_folder(tmp_path)


def test_a_distribution_of_another_python_is_refused(folder: Path) -> None:
    (folder / LOCK).write_text(json.dumps(lock("3.12.1")), "utf-8")
    with pytest.raises(UsageError, match=r"holds Python 3\.12\.1; the notebooks' kernel needs 3\.13"):
        from_folder(folder)


def test_our_wheel_is_loaded_by_its_import_together_with_what_there_is_of_its_needs(folder: Path) -> None:
    made = with_wheels(from_folder(folder), [OURS])
    entry = json.loads(made.files[LOCK])["packages"]["ours"]
    assert entry["imports"] == ["autograder"]
    assert entry["depends"] == ["numpy"]
    assert entry["sha256"] == hashlib.sha256(b"a wheel").hexdigest()
    assert made.files[OURS.file] == b"a wheel"


def test_from_the_network_each_package_keeps_its_address_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: io.BytesIO(json.dumps(lock()).encode()))
    found = from_network()
    assert found.lock["packages"]["numpy"]["file_name"] == f"{NETWORK}numpy.whl"
    assert not found.files


def test_without_a_network_it_says_how_to_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no route")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    with pytest.raises(AutograderError, match="autograder site --pyodide FOLDER"):
        from_network()
