"""Make a bundle, look through it for what its readers must not have, and only then write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.bundles.platform import Files, Making, Platform
from autograder.core.variant_codes import FILE as VARIANTS
from autograder.errors import AutograderError, UsageError
from autograder.release.leaks import refuse_leaks
from autograder.settings import Assignment

PROGRAMS = (".sh", "run_autograder", "autograder.py")
NOT_SEARCHED = (".whl", ".zip", ".tar", ".key")
MARK = ".autograder-bundle"


def make_bundle(platform: Platform, making: Making) -> Files:
    """Return a bundle's files by path. Raises SourceError or AutograderError if it would give too much away."""
    _refuse_variants(platform, making)
    made = platform.files(replace(making, by_email=platform.emails is not None))
    _refuse_seed(making.folder, made)
    if platform.public:
        for assignment in making.assignments:
            texts = _texts_beside(assignment, making.assignments, made)
            refuse_leaks(open_workbook(making.folder, assignment).lesson, texts)
    return made


def _refuse_variants(platform: Platform, making: Making) -> None:
    for each in making.assignments:
        if platform.emails is None and (making.folder.solutions / each.name / VARIANTS).is_file():
            told = f"'{each.name}' differs from student to student, and {platform.same_for_all}"
            raise UsageError(f"{told}: grade it with `autograder grade`, and name the other assignments here")


def _texts_beside(assignment: Assignment, all_of_them: Sequence[Assignment], files: Files) -> Files:
    """Return the texts that go with an assignment: later ones may provide functions that it asks for."""
    others = {_plain(other.name) for other in all_of_them if other is not assignment}
    texts = {name: data for name, data in files.items() if not name.endswith(NOT_SEARCHED) and _is_text(data)}
    return {name: data for name, data in texts.items() if others.isdisjoint(map(_plain, Path(name).parts))}


def _plain(folder: str) -> str:
    """Return a name as it is compared: platforms write those of folders in their own ways."""
    return folder.lower().replace("_", "-")


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_seed(folder: CourseFolder, files: Files) -> None:
    seed = folder.course.seed.encode()
    if found := next((name for name, data in files.items() if seed in data), None):
        raise AutograderError(f"the course's seed would be in {found}: nothing was written")


def write_bundle(files: Files, out: Path, private: bool) -> None:
    """Write a bundle into a folder of its own; what a former one left there is removed.

    private: nobody but the user may read it. Raises UsageError if the folder holds something else.
    """
    _empty(out)
    out.mkdir(parents=True, exist_ok=True)
    out.chmod(0o700 if private else 0o755)
    listed = "".join(f"{name}\n" for name in sorted(files)).encode()
    for name, data in {**files, MARK: listed}.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod((0o700 if private else 0o755) if name.endswith(PROGRAMS) else (0o600 if private else 0o644))


def _empty(out: Path) -> None:
    """Remove the files of a former bundle."""
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / MARK).is_file():
        raise UsageError(f"{out} holds something other than a bundle: name another folder (--out)")
    for name in (out / MARK).read_text("utf-8").splitlines():
        path = out / name
        if ".." in path.parts:
            continue
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == out or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def released(folder: CourseFolder, assignments: Sequence[Assignment]) -> Mapping[str, Files]:
    """Return what students have of these assignments. Raises UsageError if one is not released."""
    return {assignment.name: _released(folder.assignments / assignment.name) for assignment in assignments}


def _released(folder: Path) -> Files:
    if not folder.is_dir():
        raise UsageError(f"'{folder.name}' is not released yet: run `autograder release` first")
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items() if not _is_left_behind(name)}


def _is_left_behind(name: Path) -> bool:
    """Say whether a tool left it there: what a release writes is never hidden."""
    return any(part.startswith((".", "__")) for part in name.parts)
