"""A download, collected, and what lies where afterwards."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from hypothesis import strategies as st

from autograder.collecting.collect import Collected, Collection, collect
from autograder.gradebook.roster import Student

EXERCISES = {"tiny": ("double", "quad"), "other_one": ("half", "third")}


def notebook(source: str, exercise: str = "double") -> bytes:
    cell = {"cell_type": "code", "metadata": {"exercise": exercise}, "source": source, "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def student(name: str, full_name: str, number: int, **more: str) -> Student:
    return Student(name, full_name, f"{name}@x.org", "", "enrolled", str(100 + number), str(500 + number), **more)


ADA, ZOE, BOB = student("ada", "Ada Lovelace", 1), student("zoe", "Zoë van Ëck", 2), student("bob", "Bob Ng", 3)
ROSTER = (ADA, ZOE, BOB)
WORK = {"ada": notebook("a"), "zoe": notebook("z"), "bob": notebook("b")}


def collected(tmp: Path, source: Path, **more: object) -> Collected:
    more = {"roster": ROSTER, "asked": "tiny", **more}
    return collect(Collection(tmp / "submitted", EXERCISES, **more), [source])  # type: ignore[arg-type]


def work_in(tmp: Path, assignment: str = "tiny") -> dict[str, bytes]:
    found = (tmp / "submitted").glob(f"[!.]*/{assignment}/{assignment}.ipynb")
    return {path.parent.parent.name: path.read_bytes() for path in found}


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "collected.csv"
    } | {"collected.csv": ((folder / "collected.csv").read_bytes(), 0)}


def mapping(tmp: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((tmp / "submitted" / "collected.csv").read_text("utf-8").splitlines()))


NAMES = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=2, max_size=8)


@st.composite
def classes(draw: st.DrawFn) -> tuple[dict[str, bytes], dict[str, Student]]:
    people = draw(
        st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6, unique_by=lambda name: " ".join(name).casefold())
    )
    roster = {f"s{i}": student(f"s{i}", " ".join(name), i) for i, name in enumerate(people)}
    return {name: notebook(draw(st.text("abcxyz =0123", max_size=20))) for name in roster}, roster
