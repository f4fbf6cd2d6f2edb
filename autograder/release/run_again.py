"""The same release in other processes, beside this one: what they make of the course must be the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder import temporary
from autograder.authoring.chance import has_sets
from autograder.authoring.course import CourseFolder, find_course, open_workbook
from autograder.authoring.source import read_source
from autograder.errors import UsageError
from autograder.release.compare_runs import refuse_differences, run_of

SOURCES = ("lesson.py", "checks.py", "answers.py")
HASH_SEEDS = (1, 2, 3)  # one other process could have the same order of a small set by chance


@contextmanager
def also_in_other_runs(folder: CourseFolder, names: Sequence[str]) -> Iterator[None]:
    """Have other processes read these assignments meanwhile. Raises SourceError where they make something else."""
    chosen = folder.chosen(names)
    texts = (read_source(path) for each in chosen for path in _sources(folder, each.name))
    seeds = HASH_SEEDS if any(map(has_sets, texts)) else HASH_SEEDS[:1]
    with temporary.folder("autograder-release") as place:
        others = [_Run(folder.root, place / str(seed), [each.name for each in chosen], seed) for seed in seeds]
        try:
            yield
            made = [other.result() for other in others]
        finally:
            for other in others:
                other.end()
    for each in chosen:
        workbook = open_workbook(folder, each)
        mine = run_of(workbook)
        for runs in made:
            refuse_differences(workbook, mine, runs[each.name])


def _sources(folder: CourseFolder, name: str) -> Iterator[Path]:
    return (path for each in SOURCES if (path := folder.solutions / name / each).is_file())


class _Run:
    """Another process that reads the course; place: where it writes what it makes."""

    def __init__(self, root: Path, place: Path, names: Sequence[str], seed: int) -> None:
        self._place, self._said = place, place.with_suffix(".err")
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, place, *names],
                cwd=root,
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what an author's code prints, it prints in this process, too
                stderr=said,
            )

    def result(self) -> dict[str, dict[str, dict[str, object]]]:
        """Return what it makes of each assignment. Raises UsageError if it ends without."""
        if code := self._process.wait():
            *_, last = ["", *self._said.read_text("utf-8", "replace").split("\n")[:-1]]
            raise UsageError(
                f"a second run of the release, which checks that it makes the same, ended with {code}: {last}"
            )
        return dict(json.loads(self._place.read_text("utf-8")))

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def main(place: str, *names: str) -> None:
    """Write what this process makes of these assignments of the course in the current folder."""
    folder = find_course()
    made = {each.name: run_of(open_workbook(folder, each)) for each in folder.chosen(names)}
    Path(place).write_text(json.dumps(made), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
