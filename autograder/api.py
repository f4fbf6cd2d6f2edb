"""The framework for programs: load a course, grade a file or a folder, check a file; no command line, no printing.

    from autograder.api import grade_folder, load_course

    course = load_course("backprop")
    for record in grade_folder(course, "backprop/submitted"):
        print(record["student"], record["assignment"], record["score"])

Only what `open_run` and `try_file` are for is written: records and grades.csv, and the count of tries. What goes wrong
with a course, a machine or a call is an AutograderError whose message says what to do; what goes wrong with a
submission is in its Record, never an exception.
On macOS and Windows, and for `jobs` above 1, the caller's file needs the usual `if __name__ == "__main__":`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, SourceError, UsageError

# What a function needs is imported when it is called: commands go through here, and people wait for them.
if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.class_run import ClassRun, GradedClass
    from autograder.core.verdicts import ExerciseReport, Report, Verdict
    from autograder.records.schema import Record
    from autograder.student.check_file import Checked
else:
    _LATER = {
        "CourseFolder": "autograder.authoring.course",
        "ClassRun": "autograder.class_run",
        "GradedClass": "autograder.class_run",
        "Checked": "autograder.student.check_file",
        **dict.fromkeys(("ExerciseReport", "Report", "Verdict"), "autograder.core.verdicts"),
        "Record": "autograder.records.schema",
    }

    def __getattr__(name: str) -> object:
        if name in _LATER:
            return getattr(import_module(_LATER[name]), name)
        raise AttributeError(f"module 'autograder.api' has no attribute '{name}'")


__all__ = [
    "AutograderError",
    "Checked",
    "ClassRun",
    "CourseFolder",
    "ExerciseReport",
    "GradedClass",
    "Record",
    "Report",
    "SourceError",
    "UsageError",
    "Verdict",
    "check_file",
    "grade_file",
    "grade_folder",
    "load_course",
    "open_run",
    "try_file",
]


def load_course(path: str | os.PathLike[str] = ".") -> CourseFolder:
    """Return the course whose course_config.py is in the folder `path`, or in one above it.

    course_config.py is executed: it is the staff's own code. Raises UsageError if there is none, SourceError (with file
    and line) if it is not right.
    """
    from autograder.authoring.course import find_course

    return find_course(Path(path))


def grade_file(
    course: CourseFolder,
    assignment: str,
    path: str | os.PathLike[str],
    *,
    student: str = "",
    sandbox: str | None = None,
) -> Record:
    """Grade one .ipynb or .py file, public and hidden checks, and return its record.

    The file runs in the sandbox: "strict" or "portable", the best one that works here if it is None; "none" runs it
    with the caller's own rights, which is for code of one's own. student is the name that the record gets, and whose
    variant it is, where the assignment differs from student to student.
    Its score is the one before lateness and decisions, as in all records.
    Raises UsageError for an assignment that the course does not have or that is not released, SourceError for one that
    is wrong, AutograderError if this machine has no such sandbox.
    """
    from autograder.batch.context import GradingContext
    from autograder.batch.grader import in_this_process
    from autograder.gradebook.groups import drawn_for
    from autograder.keys.load import key_for
    from autograder.sandbox.host.isolation import choose
    from autograder.submissions.read import read_one

    (chosen,) = course.chosen([assignment])
    key = key_for(course, chosen, drawn_for(course, chosen, student))
    context = GradingContext(course.course, {assignment: key}, choose(sandbox))
    submission = replace(read_one(Path(path), course.course.limits), student=student, assignment=assignment)
    with closing(in_this_process(context, [submission])) as records:
        return next(records)


def grade_folder(
    course: CourseFolder,
    submitted: str | os.PathLike[str],
    *,
    assignments: Sequence[str] = (),
    students: Collection[str] = (),
    sandbox: str | None = None,
    jobs: int = 1,
) -> Iterator[Record]:
    """Grade submitted/<student>/<assignment>/ for every student, and yield the records as they are ready.

    assignments and students: only these; all if there are none. sandbox: as for grade_file. jobs: processes; with more
    than one, records come in no particular order.
    Raises as grade_file does, and UsageError if there is no such folder or student; nobody is graded then.
    """
    from autograder.batch.batch import Batch, answer_keys, grade_unwritten
    from autograder.batch.executors import choose_executor
    from autograder.sandbox.host.isolation import choose

    chosen = course.chosen(tuple(dict.fromkeys(assignments)))
    batch = Batch(course, Path(submitted), Path(), chosen, frozenset(students), sandbox=choose(sandbox))
    return grade_unwritten(batch, answer_keys(batch), choose_executor(None, jobs, None, len(batch.refs)))


def open_run(
    course: CourseFolder,
    submitted: str | os.PathLike[str],
    out: str | os.PathLike[str] = "grades",
    *,
    assignments: Sequence[str] = (),
    students: Collection[str] = (),
    sandbox: str | None = None,
    jobs: int | None = None,
    executor: str | None = None,
    scheduler: str | None = None,
    force: bool = False,
    dry: bool = False,
) -> ClassRun:
    """Return a run over a class whose `grade()` does what `autograder grade` does: records and grades.csv in `out`.

    What has not changed since the last run is left as it is, unless `force`. assignments, students and sandbox: as for
    grade_folder; jobs: processes, for None one per core for a whole class; executor and scheduler: where to grade, as
    the command's options say. dry: write nothing.
    Raises UsageError for an assignment that the course does not have or that is not released, or for a wrong option;
    what the run itself raises, it says.
    """
    from autograder.batch.batch import Batch
    from autograder.batch.executors import choose_executor
    from autograder.class_run import ClassRun
    from autograder.sandbox.host.level import level_named

    chosen = course.chosen(tuple(dict.fromkeys(assignments)))
    level = None if sandbox is None else level_named(sandbox)
    batch = Batch(course, Path(submitted), Path(out), chosen, frozenset(students), force, level, dry)
    return ClassRun(batch, choose_executor(executor, jobs, scheduler, len(batch.refs)))


def check_file(path: str | os.PathLike[str]) -> Report:
    """Run the public checks on a student's .ipynb or .py file in its released folder, or on such a folder.

    This is for code of one's own, as `autograder check` is: it runs in a process of its own, within limits, but nothing
    keeps it from the caller's files. Raises UsageError if there is nothing to check.
    """
    from autograder.student.check_file import check_path

    return check_path(Path(path))


def try_file(path: str | os.PathLike[str], kind: str = "spawned", *, count: bool = True) -> Checked:
    """Do the same as check_file, and say how much of each exercise's sentence a student is told at this try.

    kind: how the process is made, "spawned" or, where the system has it, "forked". count: whether this counts as
    another try; tries are kept beside the file, as `autograder check` does. Raises UsageError if there is nothing to
    check.
    """
    from autograder.student.check_file import check_with_levels

    return check_with_levels(Path(path), kind, count)
