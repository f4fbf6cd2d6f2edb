"""What the documentation tells its readers to type: found in its pages, and run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SECONDS = 600  # a page's longest block takes five on a machine that has nothing else to do
COMMAND = ("sh", "bash", "console", "shell")
_FENCE = re.compile(
    r"(?P<note>(?:^ *<!--[^\n]*-->\n)?)^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^ *```", re.MULTILINE | re.DOTALL
)
_TYPED = re.compile(r"(?m)^ *(?:\$ )?(?:autograder|make|pip|python3?|jupyter|pytest|git|dask|docker|podman) +\S")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code of a page: kind is what stands behind the backticks, note the comment on the line above."""

    page: str
    line: int
    kind: str
    text: str
    note: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def reason(self) -> str:
        """Why it is not run here, or ""."""
        return self.note.removeprefix("not run:").strip() if self.note.startswith(("not run:", "run by ")) else ""

    @property
    def exit_code(self) -> int:
        found = re.fullmatch(r"exit (\d)", self.note)
        return int(found[1]) if found else 0

    @property
    def is_command(self) -> bool:
        return self.kind in COMMAND

    @property
    def shows_a_command(self) -> bool:
        """Say whether a block without a mark, or one of the shell's, holds what a reader would type."""
        return self.is_command or (not self.kind and _TYPED.search(self.text) is not None)

    @property
    def file(self) -> str:
        """The path of the file that a block of Python shows, or ""."""
        found = re.match(r"# file: (\S+)\n", self.text)
        return found[1] if found else ""


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page."""
    text, name = page.read_text("utf-8"), page.relative_to(ROOT).as_posix()
    for found in _FENCE.finditer(text):
        inner = "".join(line.removeprefix(found["indent"]) for line in found["text"].splitlines(keepends=True))
        note = found["note"].strip().removeprefix("<!--").removesuffix("-->").strip()
        yield Block(name, text.count("\n", 0, found.start("text")), found["kind"], inner, note)


@dataclass(slots=True)
class Reader:
    """Somebody who types what a page says, from top to bottom; folder is where they are by now."""

    folder: Path
    home: Path

    def type(self, block: Block) -> subprocess.CompletedProcess[str]:
        """Run a block of commands; the next one goes on in the folder where this one ends."""
        ends = self.home / "where"
        script = f"{block.text}\nended=$?\npwd > '{ends}'\nexit $ended\n"
        flags = ["-eu"] if not block.exit_code else ["-u"]
        ran = self._run(["bash", *flags, "-o", "pipefail", "-c", script])
        if ends.is_file():
            self.folder = Path(ends.read_text("utf-8").strip())
        return ran

    def run_program(self, block: Block) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "-c", block.text])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        own = {**os.environ, "HOME": str(self.home), "PATH": path, "PYTHONWARNINGS": ""}
        return subprocess.run(command, cwd=self.folder, env=own, capture_output=True, text=True, timeout=SECONDS)
