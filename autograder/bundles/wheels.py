"""The wheels that grading takes, so that a bundle installs without a network: those of a folder, or fetched by pip.

The network is needed only while a bundle is made. Versions are those that are installed here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from autograder import temporary
from autograder.distribution import NAME
from autograder.errors import AutograderError, UsageError
from autograder.release.wheel import own_wheel

BEYOND = ("pyseccomp", "pip")  # the filter of system calls, and what installs the rest where an image has no pip
GLIBC = (17, 35)  # of the images that graders run in; numpy's wheels ask for 2.27 or 2.28
MACHINE = "x86_64"
LINUX = {
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": MACHINE,
    "extra": "",
}
PYTHON = re.compile(r"3\.(\d+)")
_NAME = re.compile(r"[-_.]+")


def this_python() -> str:
    """Return the version of the running Python as wheels name it: "3.12"."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def bundled_wheels(python: str, folder: Path | None = None, modules: Sequence[str] = ()) -> dict[str, bytes]:
    """Return all wheels by file name, our own first, for a Python of this version on Linux.

    folder: where they lie; pip fetches them if it is None. modules: what answers may import besides. Raises UsageError
    if one is missing there, AutograderError if pip cannot fetch one.
    """
    if not (found := PYTHON.fullmatch(python)) or int(found[1]) < 11:
        raise UsageError(f"'{python}' is not a version of Python that can grade: name one like 3.12, 3.11 or newer")
    name, data = own_wheel()
    needed = dict(required(python, modules))
    if folder is not None:
        return {name: data, **_from_folder(folder, needed)}
    with temporary.folder("autograder-wheels") as fetched:
        _fetch(needed, python, fetched)
        return {name: data, **_from_folder(fetched, needed)}


def required(python: str, modules: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name of every distribution that grading takes besides ours, and its version here ("" if unknown).

    modules: what answers may import besides. Raises UsageError if one is not installed here.
    """
    from packaging.requirements import Requirement

    there = {**LINUX, "python_version": python, "python_full_version": f"{python}.0"}
    waiting = list(dict.fromkeys([NAME, *BEYOND, *distributions_of(modules)]))
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        try:
            found = distribution(name)
        except PackageNotFoundError:
            found = None
        if name != NAME:
            yield name, found.version if found else ""
        for line in (found.requires if found else None) or ():
            wanted = Requirement(line)
            if normal(wanted.name) not in seen and (wanted.marker is None or wanted.marker.evaluate(there)):
                seen.add(normal(wanted.name))
                waiting.append(normal(wanted.name))


def distributions_of(modules: Sequence[str]) -> list[str]:
    """Return the names of the distributions that modules come from. Raises UsageError if one is not installed here."""
    tops = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    found = packages_distributions() if tops else {}
    if missing := sorted(tops - found.keys()):
        raise UsageError(
            f"'{missing[0]}', which answers may import, is in no package installed here: a bundle needs it"
        )
    return sorted({normal(found[top][0]) for top in tops})


def installs(modules: Sequence[str]) -> str:
    """Return what pip is asked for so that answers may import these modules: " pandas==2.3", "" for none."""
    return "".join(f" {name}=={distribution(name).version}" for name in distributions_of(modules))


def normal(name: str) -> str:
    """Return a distribution's name as it is compared. Source: PEP 503."""
    return _NAME.sub("-", name).lower()


def pinned(python: str, modules: Sequence[str] = ()) -> str:
    """Return what grading takes besides our own wheel as the lines of a requirements file."""
    rows = sorted(required(python, modules))
    return "".join(f"{name}=={version}\n" if version else f"{name}\n" for name, version in rows if name != "pip")


def _from_folder(folder: Path, needed: dict[str, str]) -> dict[str, bytes]:
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of wheels")
    wheels = {normal(path.name.partition("-")[0]): path for path in sorted(folder.glob("*.whl"))}
    if missing := sorted(needed.keys() - wheels.keys()):
        named = " ".join(f"{name}=={needed[name]}" if needed[name] else name for name in missing)
        raise UsageError(f"{folder} lacks wheels: pip download --only-binary :all: --no-deps --dest {folder} {named}")
    return {wheels[name].name: wheels[name].read_bytes() for name in sorted(needed)}


def _fetch(needed: dict[str, str], python: str, target: Path) -> None:
    """Have pip fetch wheels for a Linux machine, whatever this one is. Raises AutograderError."""
    platforms = [f"manylinux_2_{minor}_{MACHINE}" for minor in range(*GLIBC)] + [f"manylinux2014_{MACHINE}"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--implementation", "cp", "--python-version", python, "--dest", str(target)]
    command += [option for name in platforms for option in ("--platform", name)]
    command += [f"{name}=={version}" if version else name for name, version in sorted(needed.items())]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise AutograderError(
            f"pip could not fetch the wheels for Python {python}: {reason}. Fetch them elsewhere, and name "
            "their folder: --wheels FOLDER"
        )
