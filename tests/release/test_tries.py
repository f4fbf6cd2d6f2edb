"""The release says where students could find out by handing in often which choice of a question is right."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.course import open_workbook
from autograder.release.folder import build_folder
from autograder.release.tries import tried_out
from autograder.settings import Feedback
from support.tiny import make_course

QUESTION = """
from autograder.questions import choose_one

EXERCISES = [choose_one("sign", {}, right="+", wrong={{"-": "No."}})]
"""
CELLS = '# %% given="setup"\nfrom autograder import answer\n\n# %% exercise="sign"\nanswer("sign", ...)\n'


@pytest.mark.parametrize(
    ("worth", "hidden", "few_tries", "told"),
    [
        ("points=8", "name", False, ["tiny"]),
        ("points=8", "name", True, []),
        ("points=8", "nothing", False, []),
        ("practice=True", "name", False, []),
    ],
)
def test_it_names_assignments_with_questions_for_points_until_the_course_has_decided(
    tmp_path: Path, worth: str, hidden: str, few_tries: bool, told: list[str]
) -> None:
    checks = QUESTION.format(worth)
    folder = make_course(tmp_path, lesson=CELLS, checks=checks, answers='"""None."""\n')
    (assignment,) = folder.course.assignments
    total = 8 if "points" in worth else 0
    assignment = replace(assignment, points=total)
    built = {"tiny": build_folder(open_workbook(folder, assignment))}
    course = replace(folder.course, feedback=Feedback(hidden, "message", few_tries=few_tries))
    assert list(tried_out(course, built)) == told
