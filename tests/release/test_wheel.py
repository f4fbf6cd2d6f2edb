"""A distribution is packed as a wheel from where it is installed."""

from __future__ import annotations

import io
import zipfile

import pytest

from autograder.release.wheel import installed_wheel


def test_an_installed_distribution_is_packed_as_a_wheel_that_lists_its_files() -> None:
    pytest.importorskip("comm")
    file, content = installed_wheel("comm")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = wheel.namelist()
        (record,) = (name for name in names if name.endswith(".dist-info/RECORD"))
        assert record.startswith("-".join(file.split("-")[:2]))
        assert [line.split(",")[0] for line in wheel.read(record).decode().splitlines()] == names
    assert "comm/__init__.py" in names
    assert not any(name.endswith(("INSTALLER", ".pyc")) for name in names)
