"""What the documents point at is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if "node_modules" not in path.parts]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
HERE = ("autograder/", "tests/", "docs/", "bench/", ".github/", ".ci/")


def named(text: str) -> Iterator[str]:
    """Yield the paths between backticks, except for patterns."""
    for found in re.findall(r"`([\w./-]+/[\w./-]*)`", text):
        if not found.startswith(("/", "~")):
            yield found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_that_a_document_names_are_there(path: Path) -> None:
    missing = [name for name in named(path.read_text("utf-8")) if name.startswith(HERE) and not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_rooms_that_the_architecture_names_are_those_of_the_package() -> None:
    rows = re.findall(r"^\| (`.+?) \|", ARCHITECTURE, re.MULTILINE)
    rooms = {name.strip("`/") for row in rows for name in row.split(", ")}
    there = {path.stem for path in (ROOT / "autograder").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms == there - {"__init__", "__main__", "__pycache__", "py"}


def test_its_layers_are_those_that_the_linter_holds() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    held = [set(re.findall(r"\w+", layer)) - {"__main__"} for layer in contracts[0]["layers"]]
    rows = re.findall(r"^\| (`.+?) \|", ARCHITECTURE, re.MULTILINE)
    shown = [{name.strip("`/") for name in row.split(", ")} for row in rows]
    assert shown == [layer for layer in held if layer]


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((.+?)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_the_files_of_the_four_flows_are_in_the_package() -> None:
    flows = ARCHITECTURE[ARCHITECTURE.index("## Four flows") : ARCHITECTURE.index("## Where a newcomer starts")]
    files = [name for name in named(flows) if name.endswith((".py", ".md"))]
    assert len(files) > 20
    assert [name for name in files if not (ROOT / "autograder" / name).is_file()] == []
