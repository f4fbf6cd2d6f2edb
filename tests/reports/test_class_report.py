"""The class report: what its numbers are, and how wrong answers get a name."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.errors import SourceError, UsageError
from autograder.reports.answer_entry import entry, unknown_names
from autograder.reports.class_report import ReportSources, report_pages
from autograder.reports.cluster_names import name_cluster, read_names
from autograder.reports.clusters import Cluster, clusters
from autograder.reports.histogram import histogram
from autograder.reports.item_analysis import analyse, correlation, graded_by_people
from autograder.reports.misconceptions import exercises_on_the_map, misconceptions
from support.books import gradebook_of, sheet
from support.made_records import check, exercise, record
from support.reported_class import UNNAMED, a_class, right, wrong

SOURCES = ReportSources()


# --- numbers -----------------------------------------------------------------------------------------------------


def test_difficulty_discrimination_and_the_share_of_each_status() -> None:
    double = analyse([each for each in a_class() if len(each["exercises"]) == 2])[0]
    assert double.mean_share == pytest.approx((6 * 50 + 5 * 10) / 11 / 50)
    assert double.share("failed") == pytest.approx(5 / 11)
    totals = np.array([50.0] * 6 + [10] * 3 + [50] * 2)
    scores = np.array([50.0] * 6 + [10] * 5)
    assert double.discrimination == pytest.approx(np.corrcoef(scores, totals)[0, 1])


def test_discrimination_is_corrected_an_exercise_is_not_held_against_itself() -> None:
    rng = np.random.default_rng(1)
    records = [
        record(
            *(
                exercise(name, check("value", points=float(p), max_points=10))
                for name, p in zip("ab", pair, strict=True)
            )
        )
        for pair in rng.integers(0, 10, (400, 2))
    ]
    assert all(abs(each.discrimination or 1) < 0.15 for each in analyse(records))


def test_what_does_not_vary_has_no_discrimination() -> None:
    assert correlation(np.ones(9), np.arange(9)) is None
    assert correlation(np.arange(3), np.arange(3)) is None


def test_what_a_check_contributes() -> None:
    shape, value = analyse([record(right()), record(wrong())])[0].checks
    assert (shape.passed, shape.attempted, shape.mean) == (2, 2, 10)
    assert (value.passed, value.attempted, value.mean, value.max_points) == (1, 2, 20, 40)


def test_what_people_grade_is_said_to_be_in_no_statistics_and_is_no_attempt_on_the_map() -> None:
    essay = exercise("essay", {**check("clear", "needs_grading", 0, 10), "kind": "rubric"})
    waiting = record(right(), essay, status="needs_grading", score=None)
    assert [each.name for each in analyse([waiting])] == ["double"]
    assert graded_by_people([waiting, record(right())]) == ("essay",)
    assert [each.exercise for each in exercises_on_the_map([waiting], ())] == ["double"]
    page = report_pages(gradebook_of([waiting]), SOURCES)["tiny.html"]
    assert "since people grade it: <code>essay</code>." in page


def test_what_carries_no_points_has_no_difficulty() -> None:
    practice = record(exercise("practice", check("answer", points=0, max_points=0)))
    assert analyse([practice])[0].mean_share is None
    assert '<td data-value="-1">–</td>' in report_pages(gradebook_of([practice]), SOURCES)["tiny.html"]


def test_every_score_is_in_one_bar_and_extra_credit_has_its_own() -> None:
    bars = histogram([0.0, 0.0999, 0.1, 0.999, 1.0, 1.05])
    assert [bar.count for bar in bars] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1]
    assert bars[-1].label == "above 100 %"


def test_the_misconception_map_counts_students_once_and_compares_with_last_year() -> None:
    found = misconceptions(a_class(), last_year=[record(wrong()), record(right())])
    assert [(each.exercise, each.name, len(each.students)) for each in found] == [
        ("double", "unchanged", 3),
        ("quad", "unchanged", 3),
    ]
    assert (found[0].sentence, found[0].before, found[1].before) == ("Double it.", 0.5, None)
    assert found[0].attempted == 12


# --- wrong answers without a name --------------------------------------------------------------------------------


def test_unnamed_wrong_answers_are_put_together_by_what_they_return() -> None:
    (found,) = clusters(a_class())
    seen = ("value of y", "at [0] expected 1, got 2")
    assert found == Cluster("tiny", "double", ("u00", "u01"), "abc:1,2,3,4", *seen, 40, 50, public=True)


def test_what_is_wrong_with_right_results_of_earlier_exercises_is_no_cluster() -> None:
    inherited = {"returned": "abc:1,2,3,4", "blamed": ["single"]}
    assert clusters([record(wrong(mistake=None, **inherited)) for _ in range(3)]) == ()


def test_a_cluster_that_no_public_check_rejects_is_said_to_be_one() -> None:
    hidden = check("value of y", "failed", 0, 40, hidden=True, message="at [0] expected 1, got 2")
    (found,) = clusters([record(exercise("double", check("shape of y", points=10), hidden)) for _ in range(2)])
    assert not found.public
    page = report_pages(gradebook_of([record(exercise("double", hidden), student=name) for name in "ab"]), SOURCES)
    assert "The audit would refuse it" in page["tiny.html"]


def test_named_ones_and_single_ones_are_no_cluster() -> None:
    assert clusters([record(wrong()), record(wrong(mistake=None, returned="abc:1,2,3,4"))]) == ()


def test_what_only_raises_is_put_together_by_its_words() -> None:
    raising = [
        record(exercise("double", check("value", "error", 0, 40, message=f"`double` raised IndexError (line {n})")))
        for n in (2, 5)
    ]
    assert len(clusters(raising)[0].students) == 2


def test_a_cluster_becomes_an_entry_that_is_ready_to_paste() -> None:
    made = entry("double", ["x = (", UNNAMED + "\nother = 1\n"], "three_added")
    assert made.startswith('@mistake("double")\ndef three_added(x):\n    """')
    assert "mine" not in made
    ast.parse(made)


@pytest.mark.parametrize(
    "source", ["", "(" * 5000, "double(3)", "from lesson import double", "def other(x): pass", "\0"]
)
def test_what_does_not_define_the_exercise_gives_no_entry(source: str) -> None:
    assert entry("double", [source], "name") == ""


def test_what_an_answer_uses_of_its_cell_comes_along_inside_it() -> None:
    helpers = "import math\nunused = 1\ndef half(x):\n    return x / two\ntwo = 2\n"
    cell = helpers + "def double(x):\n    return 4 * half(math.floor(x))"
    made = entry("double", [cell], "floored")
    space: dict[str, Any] = {"mistake": lambda exercise: lambda function: function}
    exec(made, space)
    assert space["floored"](3.5) == 6
    assert "unused" not in made
    assert unknown_names(made, ()) == ()


@pytest.mark.parametrize(
    ("cell", "call"),
    [
        ("double = lambda x, y=1: x + y", "named(3) == 4"),
        ("start = 5\ndouble = start + 1", "named() == 6"),
        ("class double:\n    def __init__(self, x):\n        self.x = x", "named(2).x == 2"),
        ("@cached\ndef double(x):\n    return x", "named(2) == 2"),
    ],
)
def test_an_answer_of_any_kind_becomes_an_entry(cell: str, call: str) -> None:
    space: dict[str, Any] = {"mistake": lambda exercise: lambda function: function}
    exec(entry("double", [cell], "named"), space)
    assert eval(call, space)


def test_a_name_that_neither_the_entry_nor_answers_py_defines_is_said() -> None:
    made = entry("double", ["def double(x):\n    return helper(np.abs([y for y in x]))"], "named")
    assert unknown_names(made, {"np"}) == ("helper",)
    page = report_pages(gradebook_of(a_class()), ReportSources(answers=lambda cluster: [UNNAMED.replace("x + 3", "z")]))
    assert "<code>z</code> is defined neither in the entry nor in answers.py" in page["tiny.html"]


# --- a name that stays -------------------------------------------------------------------------------------------


def test_a_cluster_that_is_named_once_is_called_so_from_then_on_and_counted_last_year_too(tmp_path: Path) -> None:
    (found,) = clusters(a_class())
    made = name_cluster(tmp_path, [found], (found.id, "three_added", "Double it, do not add."))
    assert read_names(tmp_path) == (made,)
    near = [record(wrong(mistake=None, returned="abc:1.0001,2,3,4"), student="old"), record(right(), student="new")]
    (mistake,) = misconceptions([each for each in a_class() if each["student"][0] == "u"], near, [made])
    assert (mistake.name, mistake.sentence, mistake.students) == (
        "three_added",
        "Double it, do not add.",
        ("u00", "u01"),
    )
    assert (mistake.before, mistake.is_new) == (0.5, True)
    sources = ReportSources(names=[made], answers=lambda cluster: [UNNAMED])
    pages = report_pages(gradebook_of(a_class()), sources)
    assert pages["answers-tiny.py"].endswith('''def three_added(x):
    """Double it, do not add."""
    return x + 3
''')
    assert "No two students have the same one." in pages["tiny.html"]
    known = replace(sources, known={"tiny": frozenset({"three_added"})})
    assert "answers-tiny.py" not in report_pages(gradebook_of(a_class()), known)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("nobody", "a", "b"), "no cluster 'nobody' has no name yet"),
        (("ID", "two words", "b"), "cannot be a name"),
        (("ID", "lambda", "b"), "cannot be a name"),
        (("ID", "named", "  "), "needs a sentence"),
        (("ID", "taken", "b"), "is the name of another mistake"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(given: tuple[str, str, str], message: str, tmp_path: Path) -> None:
    (found,) = clusters(a_class())
    other = replace(found, returned="def:1,2,3,4")
    name_cluster(tmp_path, [other], (other.id, "taken", "A sentence."))
    with pytest.raises(UsageError, match=message):
        name_cluster(tmp_path, [found], [found.id if word == "ID" else word for word in given])
    assert len(read_names(tmp_path)) == 1


def test_a_fault_in_the_file_of_names_is_said_with_its_line(tmp_path: Path) -> None:
    sheet(tmp_path, "decisions/mistakes.csv", "assignment,exercise,name,sentence,returned", "tiny,double,a b,say,abc:1")
    with pytest.raises(SourceError, match=r"mistakes.csv:2: 'a b' cannot be a name"):
        read_names(tmp_path)
