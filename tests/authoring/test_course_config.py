"""course_config.py is refused with the line of what is wrong, and names folders that exist."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from autograder.authoring.course import find_course, open_workbook, read_config
from autograder.errors import SourceError, UsageError
from autograder.keys.load import answer_key
from autograder.settings import Assignment, Course, Feedback, LatePolicy, Limits
from support.tiny import CONFIG, LESSON, make_course

LINE = '        Assignment("tiny", points=100, due=datetime(2027, 1, 22, 23, 59, tzinfo=UTC)),\n'


def complaint(folder: Path, config: str) -> str:
    """Return what is said of a course_config.py, from its name on."""
    with pytest.raises(SourceError) as caught:
        make_course(folder, config=config)
    assert str(caught.value).startswith(f"{folder}/course_config.py")
    return str(caught.value).removeprefix(f"{folder}/")


def changed(old: str, new: str) -> str:
    assert CONFIG.count(old) == 1
    return CONFIG.replace(old, new)


# --- finding -----------------------------------------------------------------------------------------------------


def test_a_course_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    make_course(tmp_path)
    found = find_course(tmp_path / "solutions" / "tiny")
    assert found.root == tmp_path
    assert found.course.title == "A tiny course"


def test_outside_of_a_course_one_is_told_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no course_config\.py here or above: run this in the course's folder"):
        find_course(tmp_path)


def test_assignments_are_chosen_by_name_and_all_by_default(tmp_path: Path) -> None:
    folder = make_course(tmp_path)
    assert folder.chosen(["tiny"]) == folder.chosen() == folder.course.assignments


def test_an_unknown_assignment_is_said_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no assignment 'tinny' in course_config\.py; there are: tiny"):
        make_course(tmp_path).chosen(["tinny"])


# --- mistakes in the file ----------------------------------------------------------------------------------------


def test_a_syntax_error_is_said_with_its_line(tmp_path: Path) -> None:
    text = changed('title="A tiny course",', 'title="A tiny course')
    assert complaint(tmp_path, text).startswith("course_config.py:8: this does not parse: unterminated string")


def test_an_unknown_keyword_is_said_with_its_line(tmp_path: Path) -> None:
    message = complaint(tmp_path, changed("points=100", "pionts=100"))
    assert message.startswith("course_config.py:11: TypeError: ")
    assert "unexpected keyword argument 'pionts'" in message


def test_a_name_that_is_not_defined_is_said_with_its_line(tmp_path: Path) -> None:
    message = complaint(tmp_path, changed('Assignment("tiny"', 'Asignment("tiny"'))
    assert message.startswith("course_config.py:11: NameError: name 'Asignment' is not defined")


def test_a_failing_import_is_said_with_its_line(tmp_path: Path) -> None:
    message = complaint(tmp_path, changed("import Assignment, Course", "import Assignment, Curse"))
    assert message.startswith("course_config.py:5: ImportError: cannot import name 'Curse'")


def test_a_missing_course_is_said(tmp_path: Path) -> None:
    text = changed("COURSE =", "MY_COURSE =")
    assert complaint(tmp_path, text) == "course_config.py: it must define COURSE = Course(…)"


def test_an_assignment_without_a_folder_is_said_with_its_line(tmp_path: Path) -> None:
    text = changed('Assignment("tiny"', 'Assignment("tinny"')
    assert complaint(tmp_path, text) == "course_config.py:11: assignment 'tinny' has no folder solutions/tinny"


def test_an_assignment_listed_twice_is_said_with_the_second_line(tmp_path: Path) -> None:
    assert complaint(tmp_path, changed(LINE, LINE + LINE)) == "course_config.py:12: assignment 'tiny' is listed twice"


def test_a_due_date_without_a_time_zone_is_refused(tmp_path: Path) -> None:
    text = changed(", tzinfo=UTC", "")
    assert complaint(tmp_path, text) == "course_config.py:11: the due date of 'tiny' needs a time zone: tzinfo=UTC"


def test_a_due_date_that_is_text_is_refused(tmp_path: Path) -> None:
    text = changed("datetime(2027, 1, 22, 23, 59, tzinfo=UTC)", "'2027-01-22'").replace('"tiny"', "'tiny'")
    message = complaint(tmp_path, text)
    assert message.startswith("course_config.py:11: the due date of 'tiny' must be datetime(year, month, day,")


def test_one_assignment_without_its_comma_is_refused(tmp_path: Path) -> None:
    text = changed("tzinfo=UTC)),\n", "tzinfo=UTC))\n")
    assert complaint(tmp_path, text) == (
        "course_config.py:10: assignments must be a tuple of Assignment(…): one alone still ends in a comma"
    )


def test_an_empty_seed_is_refused(tmp_path: Path) -> None:
    text = changed("a secret of the tests", "")
    assert complaint(tmp_path, text) == "course_config.py:9: seed is empty: hidden inputs are drawn from it"


def test_a_follow_through_above_one_is_refused(tmp_path: Path) -> None:
    text = changed("    seed=", "    follow_through=50,\n    seed=")
    assert complaint(tmp_path, text) == "course_config.py:9: follow_through is a share of the points, from 0 to 1"


@pytest.mark.parametrize("policy", ["at_most=50", "per_day=10", "per_day=-0.1"])
def test_a_late_policy_in_percent_is_refused(tmp_path: Path, policy: str) -> None:
    text = changed("    seed=", f"    late=LatePolicy({policy}),\n    seed=")
    text = text.replace(", Course\n", ", Course, LatePolicy\n")
    assert complaint(tmp_path, text) == "course_config.py:9: per_day and at_most are shares of the points, from 0 to 1"


@pytest.mark.parametrize(
    ("setting", "fix"),
    [
        ("late=None", "late must be LatePolicy(per_day=0.1, at_most=0.5); LatePolicy(per_day=0) takes no points off"),
        ("late=LatePolicy(grace=15)", "grace is a time, 0 or more: grace=timedelta(minutes=15)"),
        ('late=LatePolicy(per_day="10%")', "per_day and at_most are shares of the points, from 0 to 1"),
        ("limits=dict(call_seconds=1)", "limits must be Limits(…), with any of call_seconds, cell_seconds,"),
        ("limits=Limits(total_seconds=0)", "total_seconds must be a number above 0, not 0"),
        ("limits=Limits(call_seconds='2')", "call_seconds must be a number above 0, not '2'"),
        ("limits=Limits(reply_mb=0)", "reply_mb must be a whole number, 1 or more, not 0"),
        ("limits=Limits(memory_mb=-1)", "memory_mb must be a whole number, 1 or more, not -1"),
        ("limits=Limits(file_mb=0.5)", "file_mb must be a whole number, 1 or more, not 0.5"),
        ("limits=Limits(patience=0.5)", "patience says how many times its CPU time a submission may take: 1 or more"),
        ("follow_through='1'", "follow_through is a share of the points, from 0 to 1"),
        (
            "feedback=Feedback(hint_level=4)",
            "hint_level is 1 (what is wrong), 2 (also where to look), 3 (also the rule)",
        ),
        ("feedback=Feedback(few_tries='no')", "few_tries is True or False, not 'no'"),
        ("lesson_url='lessons'", "lesson_url is an address, as in"),
        ("follow_through=float('nan')", "follow_through is a share of the points, from 0 to 1"),
        ("modules=[1]", 'modules must be a tuple of names: ("scipy.special",)'),
        ("modules=None", 'modules must be a tuple of names: ("scipy.special",)'),
    ],
)
def test_a_setting_of_the_wrong_type_or_out_of_bounds_is_said_with_its_line(tmp_path, setting: str, fix: str) -> None:
    text = changed("    seed=", f"    {setting},\n    seed=").replace(
        ", Course\n", ", Course, Feedback, LatePolicy, Limits\n"
    )
    assert complaint(tmp_path, text).startswith(f"course_config.py:9: {fix}")


@pytest.mark.parametrize("points", ['"100"', "-1", "True", "None", "float('nan')"])
def test_points_that_are_no_number_are_said_with_their_line(tmp_path: Path, points: str) -> None:
    message = complaint(tmp_path, changed("points=100", f"points={points}"))
    assert message.startswith("course_config.py:11: the points of 'tiny' must be a number, 0 or more, as in points=100")


def test_a_seed_that_is_no_text_is_said(tmp_path: Path) -> None:
    message = complaint(tmp_path, changed('"a secret of the tests"', "7"))
    assert message == 'course_config.py:9: seed must be text in quotes: seed="…"'


# --- against the sources -----------------------------------------------------------------------------------------


def test_exercises_that_do_not_add_up_to_the_assignment_are_said(tmp_path: Path) -> None:
    folder = make_course(tmp_path, config=changed("points=100", "points=90"))
    with pytest.raises(SourceError) as caught:
        open_workbook(folder, folder.course.assignments[0])
    assert str(caught.value) == (
        f"{tmp_path}/solutions/tiny/checks.py: its exercises add up to 100 points, course_config.py says 90"
    )


def test_grading_before_the_release_says_what_to_run(tmp_path: Path) -> None:
    folder = make_course(tmp_path)
    with pytest.raises(UsageError, match="'tiny' is not released yet: run `make release` first"):
        answer_key(folder, folder.course.assignments[0])


def test_the_fingerprint_of_a_key_depends_on_settings_and_sources(tmp_path: Path) -> None:
    def fingerprint(name: str, config: str = CONFIG, lesson: str = LESSON) -> str:
        folder = make_course(tmp_path / name, config=config, lesson=lesson)
        stub = folder.assignments / "tiny" / "tiny.py"
        stub.parent.mkdir(parents=True)
        stub.write_text('# %% exercise="double"\ndef double(x):\n    raise NotImplementedError()\n', "utf-8")
        return answer_key(folder, folder.course.assignments[0]).fingerprint

    first = fingerprint("a")
    assert fingerprint("b") == first
    assert fingerprint("c", config=changed("a secret", "another secret")) != first
    # A due date is arithmetic on records: no student's code runs again for it.
    assert fingerprint("d", config=changed("2027, 1, 22", "2027, 1, 23")) == first
    assert fingerprint("e", lesson=LESSON.replace("The end.", "An end.")) != first


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "CEST"])
def test_an_unknown_time_zone_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    text = changed('seed="a secret of the tests",', f'seed="x", timezone="{name}",')
    assert complaint(tmp_path, text).startswith(f"course_config.py:9: timezone is '{name}': it must be the name of one")


def test_an_assignment_that_opens_after_it_is_due_is_refused(tmp_path: Path) -> None:
    text = changed("tzinfo=UTC)),", "tzinfo=UTC), opens=datetime(2027, 2, 1, tzinfo=UTC)),")
    assert "'tiny' opens only after it is due" in complaint(tmp_path, text)


def test_a_python_that_removes_docstrings_is_told_what_is_needed(tmp_path: Path) -> None:
    make_course(tmp_path)
    command = [sys.executable, "-OO", "-m", "autograder", "audit"]
    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert told.stderr.startswith("autograder: PYTHONOPTIMIZE=2 (or python -OO) removes the docstrings")
    assert told.stderr.count("\n") == 1


# --- every setting, with what nobody means -----------------------------------------------------------------------

SETTINGS = [
    *(("Limits", member.name) for member in fields(Limits)),
    *(("LatePolicy", member.name) for member in fields(LatePolicy)),
    *(("Feedback", member.name) for member in fields(Feedback)),
    *(("Assignment", member.name) for member in fields(Assignment)),
    *(("Course", member.name) for member in fields(Course)),
]
NOBODY_MEANS = (
    *(
        "1j",
        "-1",
        "10**400",
        "float('nan')",
        "float('-inf')",
        "'\\x1b[31m'",
        "b'x'",
        "[[]]",
        "{'a': {}}",
        "{1}",
        "object()",
    ),
    *("lambda: 0", "Limits", "type", "timedelta.max", "datetime.max.replace(tzinfo=UTC)", "(None,)", "('a b',)"),
)


USUAL = {
    "Assignment": {"name": "'tiny'", "points": "100"},
    "Course": {"title": "'t'", "seed": "'s'", "assignments": "(Assignment('tiny', points=1),)"},
}
AROUND = {
    "Limits": "Course(**REST, limits=({}))",
    "LatePolicy": "Course(**REST, late=({}))",
    "Feedback": "Course(**REST, feedback=({}))",
    "Assignment": "Course(title='t', seed='s', assignments=({},))",
    "Course": "{}",
}
REST = "REST = dict(title='t', seed='s', assignments=(Assignment('tiny', points=1),))"


def with_setting(call: str, setting: str, value: str) -> str:
    """Return a course_config.py in which this one setting has a line of its own."""
    others = [f"{name}={text}, " for name, text in USUAL.get(call, {}).items() if name != setting]
    made = AROUND[call].format(f"{call}({''.join(others)}\n{setting}={value})")
    return f"from datetime import *\nfrom autograder.settings import *\n{REST}\nCOURSE = {made}\n"


@pytest.mark.parametrize("setting", SETTINGS, ids=".".join)
def test_no_value_of_any_setting_gets_past_or_is_taken_for_a_bug_of_ours(tmp_path: Path, setting) -> None:
    (tmp_path / "solutions" / "tiny").mkdir(parents=True)
    path = tmp_path / "course_config.py"
    for value in NOBODY_MEANS if setting != ("Course", "seed") else NOBODY_MEANS[:5]:
        path.write_text(with_setting(*setting, value), "utf-8")
        with pytest.raises(SourceError) as caught:
            read_config(path)
        said = str(caught.value)
        assert said.startswith(f"{path}:5: ") or (said.startswith(f"{path}:4: ") and "TypeError" in said), (value, said)
        assert said.isprintable()
