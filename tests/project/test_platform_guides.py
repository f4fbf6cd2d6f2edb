"""The guides for those who come from elsewhere, and to other people's graders: what they say to type works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.bundles import wheels
from autograder.cli.main import _parser, main

ROOT = Path(__file__).parents[2]
COMING = ("coming_from_github_classroom", "coming_from_nbgrader", "coming_from_otter")
TEXTS = {name: (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in (*COMING, "platforms")}
BLOCKS = {name: re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL) for name, text in TEXTS.items()}
# Words that stand for what a reader has: an image, a repository, a file from an LMS.
INLINE = re.compile(r"`autograder ([a-z][^`]*)`")
COMMANDS = [
    command
    for name, text in TEXTS.items()
    for command in [*INLINE.findall(text), *re.findall(r"(?m)^autograder (.+?)(?: +#.*)?$", "\n".join(BLOCKS[name]))]
]
VALUES = {"bundle PLATFORM": "bundle gradescope", "export": "export csv grades"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_the_guides_is_one(command: str) -> None:
    words = VALUES.get(command, command).split()
    assert _parser(words).parse_args(words).command == words[0]


@pytest.mark.parametrize("name", COMING)
def test_the_first_commands_of_a_guide_do_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Fetching wheels takes a network: that is another test's affair.
    monkeypatch.setattr(wheels, "_fetch", _stand_ins)
    monkeypatch.chdir(tmp_path)
    lines = BLOCKS[name][0].splitlines()
    assert lines[0] == "pip install 'proofgrade[instructor]'"
    for line in lines[1:]:
        program, *words = line.split()
        if program == "cd":
            monkeypatch.chdir(words[0])
        else:
            assert program == "autograder"
            assert main(words) == 0, line
    assert (Path.cwd() / "assignments" / "first_steps" / "first_steps.ipynb").is_file()
    for bundle in (Path.cwd() / "dist" / "bundles").glob("*"):
        assert (bundle / "README.md").is_file()


def _stand_ins(needed: dict[str, str], python: str, target: Path) -> None:
    for name in needed:
        (target / f"{name.replace('-', '_')}-1-py3-none-any.whl").write_bytes(b"")


def test_the_table_of_platforms_is_of_those_that_there_are() -> None:
    from autograder.bundles.platforms import PLATFORMS

    shown = re.findall(r"(?m)^autograder bundle (\w+)", BLOCKS["platforms"][0])
    assert shown == [platform.name for platform in PLATFORMS]


def test_the_container_is_built_of_the_recipe_that_there_is() -> None:
    (build,) = re.findall(r"docker build -f (\S+)", TEXTS["platforms"])
    assert (ROOT / build).is_file()
