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
    ("worth", "hidden", "told"),
    [("points=8", "name", ["tiny"]), ("points=8", "nothing", []), ("practice=True", "name", [])],
)
def test_it_names_assignments_with_questions_for_points(
    tmp_path: Path, worth: str, hidden: str, told: list[str]
) -> None:
    checks = QUESTION.format(worth)
    folder = make_course(tmp_path, lesson=CELLS, checks=checks, answers='"""None."""\n')
    (assignment,) = folder.course.assignments
    total = 8 if "points" in worth else 0
    assignment = replace(assignment, points=total)
    built = {"tiny": build_folder(open_workbook(folder, assignment))}
    course = replace(folder.course, feedback=Feedback(hidden=hidden, hidden_after_due="message"))
    assert list(tried_out(course, built)) == told
