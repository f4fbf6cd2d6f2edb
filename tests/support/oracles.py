"""How other systems read what we export, written from their own rules alone: nothing of the package is imported.

Sources: canvas-lms lib/gradebook_importer.rb; moodle mod/assign/feedback/offline and feedback/file; Jenkins
junit-10.xsd; the autograder specifications of Gradescope.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xmlschema

EXCUSED = "EX"


def canvas_reads(data: bytes) -> dict[str, dict[str, float | str | None]]:
    """Return ID -> assignment's number -> score, "EX" or None, as Canvas' importer does; refuse what it refuses."""
    text = data.decode("utf-8-sig")
    head = "\n".join(text.splitlines()[:3])
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","))
    header = rows[0]
    assert {"Student", "ID", "Section"} <= set(header) or {"LastName", "FirstName", "ID", "Section"} <= set(header)
    start = max(index for index, title in enumerate(header) if title == "Section") + 1
    numbers: dict[int, str] = {}
    for index, title in enumerate(header[start:], start):
        if match := re.search(r" \((\d+)\)\s*$", title):
            numbers[index] = match[1]
    possible = next((row for row in rows if row[0].strip() == "Points Possible"), [])
    read_only = {index for index, cell in enumerate(possible) if cell.strip() == "(read only)"}
    scores: dict[str, dict[str, float | str | None]] = {}
    for row in rows[1:]:
        if not row or row[0].strip() in ("Points Possible", "Student, Test") or "Manual Posting" in row:
            continue
        assert len(row) == len(header)
        kept = {number: index for index, number in numbers.items() if index not in read_only}
        scores[row[header.index("ID")]] = {number: _canvas_score(row[index]) for number, index in kept.items()}
    return scores


def _canvas_score(cell: str) -> float | str | None:
    cell = cell.strip()
    if cell in ("", "-"):
        return None
    if cell.upper() == EXCUSED:
        return EXCUSED
    assert re.fullmatch(r"\d+([.,]\d{1,2})?", cell), cell
    return float(cell.replace(",", "."))


def moodle_reads(data: bytes, maximum: float, comma: bool = False) -> dict[str, float | None]:
    """Return participant's number -> grade, as Moodle's offline grading does; a grade out of range is an error."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(rows[0])
    grades = {}
    for row in rows:
        number = re.fullmatch(r"Participant (\d+)", row["Identifier"])
        assert number is not None
        grade = row["Grade"].strip()
        if grade in ("", "-"):
            grades[number[1]] = None
            continue
        assert ("," in grade) <= comma
        grades[number[1]] = float(grade.replace(",", "."))
        assert 0 <= float(grade.replace(",", ".")) <= maximum
    return grades


def moodle_gives_out(data: bytes) -> dict[tuple[str, str], str]:
    """Return (full name, participant's number) -> feedback, as Moodle's zip importer finds its users."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            folder, _, file = name.partition("/")
            full, number, plugin = folder.split("_", 2)
            assert plugin == "assignfeedback_file"
            assert file
            assert not file.startswith((".", "~"))
            found[full, number] = packed.read(name).decode("utf-8")
    return found


JENKINS = Path(__file__).with_name("junit-10.xsd")  # from jenkinsci/xunit-plugin, MIT License


def jenkins_reads(data: bytes) -> list[ElementTree.Element]:
    """Return the suites of a JUnit file that Jenkins' schema accepts."""
    xmlschema.validate(data, JENKINS)
    root = ElementTree.fromstring(data)
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "-1")) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute, "0")) == sum(case.find(tag) is not None for case in cases)
    return list(root)


VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


def gradescope_reads(results: Mapping[str, Any]) -> float:
    """Return the score of a results.json that Gradescope takes."""
    assert isinstance(results["score"], float | int)
    assert results["visibility"] in VISIBILITIES
    assert results["stdout_visibility"] in VISIBILITIES
    for test in results["tests"]:
        assert test["visibility"] in VISIBILITIES
        assert test.get("status", "passed") in ("passed", "failed")
        assert test.get("output_format", "text") in FORMATS
        assert isinstance(test.get("number", ""), str)
    return float(results["score"])
