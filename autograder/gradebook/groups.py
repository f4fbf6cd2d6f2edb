"""For whom a variant is drawn: for each student, or where an assignment is worked on in groups for each group."""

from __future__ import annotations

from autograder.authoring.course import CourseFolder
from autograder.gradebook.roster import ROSTER, read_roster
from autograder.settings import Assignment

GROUP = "group/{}"  # no folder of a student's has such a name


def drawn_for(folder: CourseFolder, assignment: Assignment, student: str) -> str:
    """Return the name that a student's variant of an assignment is drawn for. Raises SourceError for a bad roster.

    It is the student's own; of an assignment with in_groups that of the group in roster.csv, if there is one.
    """
    if not assignment.in_groups:
        return student
    listed = next((each for each in read_roster(folder.root / ROSTER) if each.name == student), None)
    return GROUP.format(listed.group.casefold()) if listed is not None and listed.group else student
