"""The recipe of the container: sound as it is read, and its steps run in a Debian root where one is asked for.

`CONTAINER_ROOT=build/container-root pytest tests/project/test_containerfile.py` makes that root with debootstrap
(as root, with a network, some minutes), or uses the one that is there; nested namespaces and an engine's own profile
are not tried.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from support.container_steps import Root, command_of, read_steps
from support.handed_in import SOLVED, answered, hand_in, released_course

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "Containerfile"
pytestmark = pytest.mark.skipif(not RECIPE.is_file(), reason="not a checkout: there is no recipe")
STEPS = list(read_steps(RECIPE.read_text("utf-8"))) if RECIPE.is_file() else []
ASKED = os.environ.get("CONTAINER_ROOT", "")


def rests(instruction: str, stage: str = "") -> list[str]:
    return [step.rest for step in STEPS if step.instruction == instruction and stage in ("", step.stage)]


def test_its_last_stage_runs_the_command_as_nobody_in_particular() -> None:
    last = STEPS[-1].stage
    assert last == "course"
    (user,) = rests("USER", last)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert command_of(STEPS, last) == {"ENTRYPOINT": ["autograder"], "CMD": ["--help"]}
    after = [step.instruction for step in STEPS if step.stage == last]
    assert after[after.index("USER") :] == ["USER", "ENTRYPOINT", "CMD"]


def test_its_base_has_a_version_and_every_other_stage_is_its_own() -> None:
    stages: list[str] = []
    for rest in rests("FROM"):
        base, _, name = rest.partition(" AS ")
        assert base in stages or re.fullmatch(r"docker\.io/library/debian:[a-z]+-slim", base), base
        stages.append(name)
    assert stages == ["system", "wheels", "grader", "course"]


def test_it_copies_what_is_there_and_nothing_that_is_secret() -> None:
    sources = [source for rest in rests("COPY") for source in rest.split()[:-1]]
    assert all((ROOT / source).exists() for source in sources)
    assert set(sources) == {"LICENSE", "autograder", "pyproject.toml", "requirements.lock"}
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(sources)


def test_what_is_fetched_is_checked_by_hash_and_the_rest_comes_from_there() -> None:
    installs = [command for rest in rests("RUN") for command in rest.split("&&") if "/pip " in command]
    fetching = [command for command in installs if "--no-index" not in command]
    assert len(fetching) == 1
    assert "--require-hashes" in fetching[0]
    assert "--requirement requirements.lock" in fetching[0]


def test_it_leaves_no_lists_of_packages_behind() -> None:
    updates = [rest for rest in rests("RUN") if "apt-get" in rest]
    assert updates
    assert all("--no-install-recommends" in rest and rest.endswith("rm -rf /var/lib/apt/lists/*") for rest in updates)


@pytest.fixture(scope="module")
def container() -> Root:
    """A root in which every step has been run."""
    if not ASKED:
        pytest.skip("CONTAINER_ROOT names no folder to make a Debian root in")
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("a Debian root takes root and debootstrap")
    path = Path(ASKED)
    suite = re.search(r"debian:([a-z]+)-slim", rests("FROM")[0])
    assert suite is not None
    if not (path / "etc" / "debian_version").is_file():
        subprocess.run(["debootstrap", "--variant=minbase", suite[1], str(path)], check=True)
    for name in ("resolv.conf", "hosts"):
        shutil.copy(Path("/etc", name), path / "etc" / name)
    root = Root(path, ROOT)
    if trusted := os.environ.get("PIP_CERT"):  # this machine's network has a certificate of its own
        shutil.copy(trusted, path / "etc" / "trusted.crt")
        root.environment["PIP_CERT"] = "/etc/trusted.crt"
    for step in STEPS:
        root.do(step)
    return root


@pytest.mark.slow
def test_a_class_is_graded_in_it_as_nobody_in_particular(container: Root) -> None:
    folder = container.path / "course"
    shutil.rmtree(folder, ignore_errors=True)
    course = released_course(folder)
    hand_in(course, "s001", answered(course, **SOLVED))
    subprocess.run(["chown", "-R", "1000:1000", str(folder)], check=True)
    done = container.run(["autograder", "grade", "--jobs", "1"])
    assert re.search(r"s001 +100 +100", done.stdout), done.stdout + done.stderr
    assert (folder / "grades" / "grades.csv").stat().st_uid == 1000


@pytest.mark.slow
def test_every_program_that_the_readme_promises_starts(container: Root) -> None:
    assert "✓ portable" in container.run(["autograder", "doctor"]).stdout
    assert "usage" in container.run(["autograder", "--help"]).stdout
