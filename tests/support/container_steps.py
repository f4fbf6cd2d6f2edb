"""A Containerfile read, and its steps run one by one in a root that is there: what a container engine would do."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

INSTRUCTIONS = {"ARG", "FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "ENTRYPOINT", "CMD"}
VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Step:
    """One instruction with its rest, in the stage that it belongs to ("" before the first)."""

    stage: str
    instruction: str
    rest: str


def read_steps(text: str) -> Iterator[Step]:
    """Yield the steps of a Containerfile; lines that go on are one, and ${NAME} is what ARG says."""
    stage, arguments = "", dict[str, str]()
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    for line in filter(str.strip, joined.splitlines()):
        instruction, _, rest = line.strip().partition(" ")
        assert instruction in INSTRUCTIONS, line
        if instruction == "ARG":
            name, _, value = rest.partition("=")
            arguments[name] = value
        if instruction == "FROM":
            rest = VARIABLE.sub(lambda found: arguments[found[1]], rest)
            stage = rest.partition(" AS ")[2]
        yield Step(stage, instruction, rest)


@dataclass
class Root:
    """A system's root, and what the steps so far have set. All stages share it: what one makes, the next has."""

    path: Path
    context: Path
    folder: str = "/"
    user: str = "0:0"
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})

    def do(self, step: Step) -> None:
        """Do one step. Raises CalledProcessError if a command fails."""
        if step.instruction == "RUN":
            self.run(["/bin/sh", "-c", re.sub(r"--mount=\S+ +", "", step.rest)])
        elif step.instruction == "COPY":
            *sources, target = step.rest.split()
            for source in sources:
                self._copy(source, target, len(sources) > 1)
        elif step.instruction == "WORKDIR":
            self.folder = step.rest
            self._below(step.rest).mkdir(parents=True, exist_ok=True)
        elif step.instruction == "ENV":
            name, _, value = step.rest.partition("=")
            self.environment[name] = value
        elif step.instruction == "USER":
            self.user = step.rest

    def run(self, command: list[str], **told: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a container would. Raises CalledProcessError."""
        line = f"cd {shlex.quote(self.folder)} && exec {shlex.join(command)}"
        variables = [f"{name}={value}" for name, value in {**self.environment, **told}.items()]
        whole = [
            "chroot",
            f"--userspec={self.user}",
            str(self.path),
            "/usr/bin/env",
            "-i",
            *variables,
            "/bin/sh",
            "-c",
            line,
        ]
        return subprocess.run(whole, check=True, capture_output=True, text=True)

    def _copy(self, source: str, target: str, several: bool) -> None:
        into = self._below(str(Path(self.folder, target)))
        if (self.context / source).is_dir():
            shutil.copytree(self.context / source, into, dirs_exist_ok=True)
            return
        into.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.context / source, into if several or target.endswith("/") else into / source)

    def _below(self, path: str) -> Path:
        return self.path / path.lstrip("/")


def command_of(steps: list[Step], stage: str) -> Mapping[str, list[str]]:
    """Return the exec forms of a stage's ENTRYPOINT and CMD."""
    forms = {step.instruction: step.rest for step in steps if step.stage == stage}
    return {name: json.loads(forms[name]) for name in ("ENTRYPOINT", "CMD") if name in forms}
