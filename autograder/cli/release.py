"""`autograder release`: solutions/ → assignments/ and the student kit."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, count

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    release = add_command(
        commands,
        "release",
        _release,
        "make assignments/ and the student kit from solutions/",
        example="autograder release chain_rule\nautograder release --variants roster.csv",
    )
    release.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    release.add_argument(
        "--variants",
        nargs="?",
        type=Path,
        const=Path("roster.csv"),
        metavar="ROSTER",
        help="also make dist/kits/STUDENT.zip, with their own variants, for each student in it (default: roster.csv)",
    )


def _release(options: argparse.Namespace) -> int:
    from autograder.api import load_course

    release_into(load_course(), options.assignments, options.variants)
    return 0


def release_into(folder: CourseFolder, names: Sequence[str], roster: Path | None = None) -> None:
    """Write the released folders of these assignments (all: none named), and a student kit that holds them.

    roster: where it is given, each student in it gets a kit of their own, too.
    """
    students = _students(roster)  # a fault in it stops this before anything is written
    from autograder.authoring.guessable_seed import guessable
    from autograder.core.data_names import is_data
    from autograder.release.absent_modules import absent_modules
    from autograder.release.folder import released_folders, write_folders
    from autograder.release.gone import former_names, gone
    from autograder.release.kit import build_kit, course_map
    from autograder.release.run_again import also_in_other_runs
    from autograder.release.solved import refuse_failing_solutions

    with also_in_other_runs(folder, names):
        built = released_folders(folder, names)
        refuse_failing_solutions(folder, built)
    lost = list(gone(folder.assignments, built, former_names(folder, built)))
    changed = write_folders(folder.assignments, built)
    made = f"{count(len(built), 'assignment')}, {count(len(changed), 'file')} changed"
    print(f"released:    {folder.assignments}: {made}")
    for name, files in built.items():
        if data := {path: content for path, content in files.items() if is_data(path)}:
            size = sum(map(len, data.values())) / 1000
            print(f"data:        {name}: {count(len(data), 'file')}, {size:.1f} kB, as they lie in data/")
    kit = folder.root / "dist" / "student-kit.zip"
    build_kit(kit, folder.course, built, course_map(folder.solutions))
    print(f"student kit: {kit}")
    for told in (*lost, *absent_modules(folder), *filter(None, [guessable(folder.course.seed)])):
        print(f"NOTE:        {told}.")
    _warn_of_unchecked(built)
    _warn_of_tries(folder, built)
    _release_variants(folder, built, students)


def _warn_of_unchecked(built: Mapping[str, Mapping[str, bytes]]) -> None:
    from autograder.authoring.check_cells import unchecked
    from autograder.core.exercise import is_question
    from autograder.keys.public import FILE, load
    from autograder.notebooks.percent import read_percent

    for name, files in built.items():
        exercises = [each.name for each in load(files[FILE].decode()).exercises if not is_question(each.checks)]
        if missing := unchecked(read_percent(files[f"{name}.py"].decode()), exercises):
            print(f"NOTE:        {name}: no cell checks {', '.join(missing)}: students expect one below each,")
            print(f'             `# %% check="{missing[0]}"` and then check("{missing[0]}").')


def _warn_of_tries(folder: CourseFolder, built: Mapping[str, Mapping[str, bytes]]) -> None:
    from autograder.release.tries import tried_out

    if names := ", ".join(tried_out(folder.course, built)):
        print(f"NOTE:        {names}: feedback tells after each try whether an answer to a question is right.")
        print('             If students may try often, set Feedback(hidden="nothing") in course_config.py,')
        print("             and few_tries=True if they may not.")


def _students(roster: Path | None) -> list[str]:
    """Return whose kits to make: those in the roster who have not dropped the course."""
    from autograder.errors import UsageError
    from autograder.gradebook.roster import DROPPED, read_roster

    if roster is None:
        return []
    if students := [each.name for each in read_roster(roster) if each.status != DROPPED]:
        return students
    raise UsageError(f"there is no student in {roster}: name a roster (autograder new roster makes one)")


def _release_variants(folder: CourseFolder, built: Mapping[str, Mapping[str, bytes]], students: Sequence[str]) -> None:
    """Write each student's kit; where nobody is named, say of which assignments there are variants."""
    from autograder.gradebook.groups import drawn_for
    from autograder.release.variants import kit_path, personal_kits, personal_names

    names = ", ".join(personal_names(folder, built))
    if names and not students:
        print(f"variants:    {names}: what is released is a sample; --variants roster.csv makes each student's kit")
    if students and not names:
        print("variants:    nothing differs from student to student: the student kit is everybody's")
    for student, content in personal_kits(folder, built, students if names else (), drawn_for):
        path = kit_path(folder.root, student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if names and students:
        print(f"variants:    {names}: {count(len(students), 'kit')} in {kit_path(folder.root, '').parent}")
