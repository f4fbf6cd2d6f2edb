"""What rests on a lesson's data gets credit for being right except for an earlier answer, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.core.model import Limits
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.release.folder import released_folders, write_folders
from autograder.sandbox.host.session import AnySandbox
from support.graded_once import Graded, marked
from support.handed_in import TRIPLE
from support.tiny import LESSON, make_course

LIMITS = Limits(call_seconds=20, cell_seconds=20, total_seconds=120)
DATA = "ROWS, YEARS = np.arange({0} * 64.0).reshape({0}, 64) / 100, np.arange(2000, 2100)\n"
RETURNS = "return 4 * x + double(ROWS)[0, 1] - double(YEARS)[0] / 2000 + 1.98"
NO_MISTAKES = "from autograder.mistakes import mistake"
QUAD = f"def quad(x):\n    {RETURNS}"


@pytest.mark.parametrize("rows", [300, 1797])
def test_what_depends_on_a_wrong_answer_about_large_data_gets_its_points(
    rows: int, tmp_path: Path, course_sandbox: AnySandbox
) -> None:
    given = LESSON.replace("import check\n", f"import check\n\n{DATA.format(rows)}")
    assert given.count("return double(double(x))") == 1
    course = make_course(tmp_path, lesson=given.replace("return double(double(x))", RETURNS), answers=NO_MISTAKES)
    write_folders(course.assignments, released_folders(course))
    key = answer_key(course, course.course.assignments[0])
    report = Graded(grade(key, marked(double=TRIPLE, quad=QUAD), course_sandbox, LIMITS))
    assert report["double"].score < 40
    assert report["quad"].score == 60, report.messages("quad")
