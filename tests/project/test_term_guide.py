"""The guide to a term says what the program does: its sheets are read as they stand there, its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.cli.main import _parser
from autograder.gradebook.extensions import read_extensions
from autograder.gradebook.overrides import read_overrides
from autograder.gradebook.roster import read_roster
from support.real_course import COURSE

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "term.md").read_text("utf-8")
BLOCKS = [re.sub(r"(?m)^ {3}", "", block).strip() for block in re.findall(r"```(?:sh)?\n(.*?)```", GUIDE, re.DOTALL)]


def block(start: str) -> str:
    (found,) = [each for each in BLOCKS if each.startswith(start)]
    return found + "\n"


def test_the_sheets_in_the_guide_are_read(tmp_path: Path) -> None:
    folder = CourseFolder(tmp_path, COURSE.course)
    (tmp_path / "decisions").mkdir()
    (tmp_path / "roster.csv").write_text(block("student,name,email"), "utf-8")
    (tmp_path / "decisions/extensions.csv").write_text(block("student,assignment,until"), "utf-8")
    (tmp_path / "decisions/overrides.csv").write_text(block("student,assignment,exercise"), "utf-8")
    assert [each.group for each in read_roster(tmp_path / "roster.csv")] == ["", "Team 1"]
    assert len(read_extensions(folder.root, folder.course)) == 3
    assert len(read_overrides(folder.root)) == 4


COMMANDS = re.findall(r"(?m)^(?:   )?autograder (.+?)(?: +#.*)?$", "\n".join(BLOCKS))
COMMANDS += re.findall(r"`autograder ([a-z][^`]*)`", GUIDE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_the_guide_is_one(command: str) -> None:
    words = shlex.split(command)
    if words == ["export"]:
        words = ["export", "csv", "grades"]
    assert _parser(words).parse_args(words).command == words[0]
