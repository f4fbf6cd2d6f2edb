"""What the documentation tells its readers to type works, in order, page by page, in a folder of their own.

What a page's readers have before they begin is laid out here, an empty folder where nothing is said.
"""

from __future__ import annotations

import ast
import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.main import command_names, main
from autograder.cli.sample_class import fill_in
from support.doc_pages import PAGES, ROOT, Block, Reader, blocks
from support.handed_in import SOLVED, released_course
from support.layouts import zipped
from support.real_course import COURSE
from support.tiny import CONFIG

BLOCKS = {page.relative_to(ROOT).as_posix(): list(blocks(page)) for page in PAGES}
ALL = [block for each in BLOCKS.values() for block in each]
TYPED = [name for name, found in BLOCKS.items() if any(block.is_command and not block.reason for block in found)]
LEAST_RUN = 13  # blocks, of all pages together
MOST_NOT_RUN = 16


def of_a_student(folder: Path, home: Path) -> None:
    """The kit, as it was downloaded."""
    kit = io.BytesIO()
    with zipfile.ZipFile(kit, "w") as archive:
        for path in sorted((COURSE.assignments / "derivatives").iterdir()):
            if path.is_file():
                archive.write(path, f"student-kit/assignments/derivatives/{path.name}")
    (folder / "student-kit.zip").write_bytes(kit.getvalue())


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Chain Rule (501),Final Score
    Points Possible,,,,,100.00,(read only)
"Lovelace, Ada",1327,S-17,s001,CS 101,,
"van Eck, Zoe",1328,S-18,s002,CS 101,,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)
Participant 901,Ada Lovelace,S-17,ada@example.edu,Submitted,,100.00,Yes,-
Participant 902,Zoe van Eck,S-18,zoe@example.edu,Submitted,,100.00,Yes,-
"""


def of_a_term(folder: Path, home: Path) -> None:
    """A course whose assignment has the guide's name, and what learning management systems gave out."""
    shutil.copytree(released_course(home / "tiny").root / "solutions/tiny", folder / "solutions/chain_rule")
    (folder / "course_config.py").write_text(CONFIG.replace('"tiny"', '"chain_rule"'), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["release"]) == 0
    stub = (folder / "assignments/chain_rule/chain_rule.ipynb").read_text("utf-8")
    work = fill_in(stub, ".ipynb", SOLVED).encode()
    (home / "Downloads").mkdir()
    zipped(
        home / "Downloads/submissions.zip", {"lovelaceada_1327_1_work.ipynb": work, "vaneckzoe_1328_2_hw.ipynb": work}
    )
    (home / "Downloads/Grades-CS101.csv").write_text(CANVAS, "utf-8")
    (folder / "2027-01-25T1200_Grades-CS101.csv").write_text(CANVAS, "utf-8")
    (folder / "Grades-CS101-chain_rule.csv").write_text(MOODLE, "utf-8")


BEFORE: dict[str, Callable[[Path, Path], None]] = {"docs/students.md": of_a_student, "docs/term.md": of_a_term}


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED)
def test_what_a_page_tells_to_type_works_in_order(page: str, tmp_path: Path) -> None:
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    if page in BEFORE:
        BEFORE[page](folder, home)
    reader = Reader(folder, home)
    for block in BLOCKS[page]:
        if block.reason:
            continue
        if block.file:
            path = reader.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text.split("\n", 1)[1], "utf-8")
        elif block.is_command:
            ran = reader.type(block)
            assert ran.returncode == block.exit_code, f"{block}\n{block.text}\n{ran.stdout}\n{ran.stderr}"
        elif block.kind == "python" and any(each.is_command and not each.reason for each in BLOCKS[page]):
            ran = reader.run_program(block)
            assert ran.returncode == 0, f"{block}\n{block.text}\n{ran.stderr}"


def test_what_a_check_is_said_to_tell_is_what_it_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(COURSE.assignments / "derivatives", tmp_path / "derivatives")
    notebook = folder / "derivatives.ipynb"
    answers = {"square": "def square(x):\n    return 2 * x\n"}
    notebook.write_text(fill_in(notebook.read_text("utf-8"), ".ipynb", answers), "utf-8")
    main(["check", str(notebook)])
    (quoted,) = [block.text for block in BLOCKS["docs/students.md"] if block.kind == "text"]
    assert capsys.readouterr().out.startswith(quoted)


@pytest.mark.parametrize("block", [each for each in ALL if each.kind == "python"], ids=str)
def test_a_block_of_python_is_python(block: Block) -> None:
    ast.parse(block.text)


def test_a_block_that_shows_commands_is_marked_as_such() -> None:
    assert [str(block) for block in ALL if block.shows_a_command and not (block.is_command or block.reason)] == []


def test_what_is_not_run_has_a_reason_and_is_little() -> None:
    count = Counter(block.note[:7] if block.reason else "run" for block in ALL if block.is_command or block.reason)
    assert count["run"] >= LEAST_RUN
    assert count["not run"] <= MOST_NOT_RUN
    assert [str(block) for block in ALL if block.note.startswith("not run") and len(block.reason) < 10] == []
    elsewhere = [block.note.removeprefix("run by ") for block in ALL if block.note.startswith("run by ")]
    assert [name for name in elsewhere if not (ROOT / name).is_file()] == []


def test_every_command_of_the_program_is_in_the_documentation() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in command_names() if f"autograder {name}" not in text] == []
