"""What a platform is: the files that it is given, and what it is told of a graded submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.bundles.graded import Graded
from autograder.bundles.sealed import grader_of, seal
from autograder.bundles.wheels import installs
from autograder.core.model import RecordStatus
from autograder.core.text import neutral_line
from autograder.distribution import NAME, own_version
from autograder.errors import AutograderError
from autograder.scaffold.write import filled
from autograder.settings import Assignment

Files = Mapping[str, bytes]  # by path in the bundle
BROKEN = 2
GRADER = ("install.sh", "grade.sh")


@dataclass(frozen=True)
class Answer:
    """What a platform is told: the text of the file that it reads (None: no file), what is printed, the exit code."""

    document: str | None = None
    printed: str = ""
    code: int = 0


@dataclass(frozen=True)
class Making:
    """What bundles are made of. released: what students have, by assignment; wheels: by file name, our own included.

    python: the version ("3.12") of those wheels. repository: where students' template lies ("OWNER/NAME"), "" if that
    is not known. image: of a container, for platforms that run one. by_email: the platform says whose work it grades.
    """

    folder: CourseFolder
    assignments: tuple[Assignment, ...]
    released: Mapping[str, Files]
    wheels: Files
    python: str
    repository: str = ""
    image: str = ""
    by_email: bool = False

    @property
    def own_wheel(self) -> str:
        return next(name for name in self.wheels if name.startswith(f"{NAME}-"))

    def filled(self, template: str, **values: str) -> bytes:
        """Return a template with values in it."""
        usual = {
            "python": self.python,
            "version": own_version(),
            "name": NAME,
            "wheel": self.own_wheel,
            "title": self.folder.course.title,
            "assignments": ", ".join(assignment.name for assignment in self.assignments),
            "first": self.assignments[0].name,
            "modules": installs(self.folder.course.modules),
        }
        return filled(template_text(template), usual | values).encode()

    def sealed(self, assignment: Assignment) -> bytes:
        """Return an assignment's sealed key. Raises AutograderError if the seed were in it."""
        made = seal(grader_of(self.folder, assignment, self.by_email))
        if self.folder.course.seed.encode() in made:
            raise AutograderError(f"the course's seed would be in the key of '{assignment.name}': nothing was written")
        return made

    def grader(self) -> dict[str, bytes]:
        """Return what every private bundle has in common: the programs and the wheels."""
        programs = {name: self.filled(f"grader/{name}") for name in GRADER}
        return {**programs, **{f"wheels/{name}": data for name, data in self.wheels.items()}}


@dataclass(frozen=True)
class Platform:
    """A platform: its name on the command line, what it is for, its files, and what it is told of what was graded.

    needs_wheels: a bundle holds everything that it installs. public: it lies where students can read it. emails: reads
    the platform's file that says whose work it is. same_for_all: where there is none, why no variants can be graded.
    """

    name: str
    purpose: str
    files: Callable[[Making], Files]
    answer: Callable[[Sequence[Graded]], Answer]
    needs_wheels: bool = False
    public: bool = False
    emails: Callable[[Path], Sequence[str]] | None = None
    same_for_all: str = ""


def template_text(name: str) -> str:
    """Return the text of a template."""
    return (files("autograder.bundles") / "templates" / name).read_text("utf-8")


def below(folder: str, content: Files) -> dict[str, bytes]:
    """Return files in a folder."""
    return {f"{folder}/{name}": data for name, data in content.items()}


def broken(graded: Graded) -> Answer | None:
    """Return what a platform is told where we broke: no file, so that nobody takes it for a score of 0."""
    if graded.status is not RecordStatus.BROKEN:
        return None
    why = neutral_line(graded.record["notes"][-1])
    return Answer(printed=f"This could not be graded, through our fault: {why}\n", code=BROKEN)
