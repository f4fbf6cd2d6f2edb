"""Moodle's own importers as referees, where PHP is installed and MOODLE names a checkout of Moodle's source.

It is under the GPL and stays outside of this repository.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from reports.test_lms import GRADES, MOODLE, SHEET, content, filled

from autograder.reports.moodle import moodle
from autograder.reports.moodle_feedback import moodle_feedback

PHP, SOURCE = shutil.which("php"), os.environ.get("MOODLE", "")
SCRIPT = Path(__file__).parents[1] / "support/moodle_reads.php"
pytestmark = pytest.mark.skipif(not PHP or not SOURCE, reason="PHP, or MOODLE=a checkout of Moodle, is not there")


def moodle_says(*what: str) -> Any:
    ran = subprocess.run([str(PHP), str(SCRIPT), SOURCE, *what], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("style", ["utf-8", "utf-8-sig", "utf-16"])
def test_moodles_importer_reads_every_grade_that_was_filled_in(tmp_path: Path, style: str) -> None:
    sheet = tmp_path / "filled.csv"
    sheet.write_bytes(content(filled(tmp_path, MOODLE.encode(style), moodle, SHEET)))
    read = moodle_says("worksheet", str(sheet))
    assert {number: float(grade) if grade else None for number, grade in read.items()} == GRADES


def test_moodles_importer_gives_each_file_of_feedback_to_its_student(tmp_path: Path) -> None:
    exported = filled(tmp_path, MOODLE.replace("Ada Lovelace", "Ada_M. ~Lovelace"), moodle_feedback, SHEET)
    with zipfile.ZipFile(io.BytesIO(content(exported))) as packed:
        names = packed.namelist()
    read = moodle_says("feedback", *names)
    assert {name: found and str(found["0"]) for name, found in read.items()} == {
        name: name.split("_")[1] for name in names
    }
    assert {found["1"].strip("/") for found in read.values()} == {"feedback.html"}
