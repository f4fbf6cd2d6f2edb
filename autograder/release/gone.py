"""Exercises that students have got, and that the next release no longer has: work on them would count for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.errors import UsageError
from autograder.keys.public import FILE, load


def gone(assignments: Path, built: Mapping[str, Mapping[str, bytes]], former: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each assignment that loses exercises. built: its files now; former: names that are known."""
    for name, files in built.items():
        before, now = _names(assignments / name / FILE), set(_names_in(files[FILE].decode()))
        if lost := [each for each in before if each not in now and each not in former]:
            new = sorted(now - set(before))
            fix = f'; if {new[0]} is one of them, write Exercise(…, was="{lost[0]}")' if new else ""
            yield f"{name}: {', '.join(lost)} was released before: what students have of it no longer counts{fix}"


def former_names(folder: CourseFolder, built: Mapping[str, Mapping[str, bytes]]) -> frozenset[str]:
    """Return by which names these assignments' exercises are known from before."""
    workbooks = (open_workbook(folder, each) for each in folder.chosen(list(built)))
    return frozenset(each.was for workbook in workbooks for each in workbook.exercises if each.was)


def _names(path: Path) -> list[str]:
    try:
        return _names_in(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, UsageError):  # never released, or not by this
        return []


def _names_in(text: str) -> list[str]:
    return [each.name for each in load(text).exercises]
