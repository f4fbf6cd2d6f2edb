"""Copies are found in every disguise, what many share is no evidence, and no answer does harm by being compared."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from autograder.cli.sample_class import _sheet
from autograder.similarity.answers import ClassWork, Written, without_words
from autograder.similarity.compare import compare
from autograder.similarity.fingerprints import WINDOW, fingerprints, winnowed
from autograder.similarity.normal_form import LONGEST, labels, normal_forms
from autograder.similarity.page import same_file, who
from support.browser import faults
from support.disguises import DISGUISES
from support.handed_in import answered, hand_in, released_course
from support.real_course import workbook

ANSWER = '''\
def f(x, w, delta=0.001):
    """Return something."""
    y = np.dot(x, w)
    z = np.square(x) + 2.0
    total = np.sum(y, axis=0)
    for i in range(3):
        z += total * i
    return z - y
'''


def same(source: str) -> bool:
    forms, others = normal_forms(ANSWER), normal_forms(source)
    assert forms is not None
    assert others is not None
    return [*map(labels, forms)] == [*map(labels, others)]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("y = np.dot(x, w)", "product: np.ndarray = x @ w\n    y = product"),
        ("np.sum(y, axis=0)", "y.sum(axis=1)  # along the other axis"),
        ("    y = np.dot(x, w)\n    z = np.square(x) + 2.0\n", "    z = 7 + x**2\n    y = x.dot(w)\n"),
        ("z += total * i", "z = z + i * total"),
        ('"""Return something."""', '"""Other words."""\n    import numpy as np'),
        ("return z - y", "result = np.subtract(z, y)\n    return result"),
    ],
)
def test_what_a_copy_changes_does_not_count(was: str, becomes: str) -> None:
    assert was in ANSWER
    assert same(ANSWER.replace(was, becomes))


@pytest.mark.parametrize(
    ("was", "becomes"), [("z - y", "y - z * y"), ("np.dot", "np.outer"), ("for i in", "if 1 in"), ("axis", "keepdims")]
)
def test_what_an_answer_does_counts(was: str, becomes: str) -> None:
    assert not same(ANSWER.replace(was, becomes))


def a_class(students: int = 24) -> dict[str, dict[str, str]]:
    """A made-up class; those that hand in the solution or nothing are left out."""
    return {f"s{number:03}": dict(_sheet(workbook("chain_rule"), number).answers) for number in range(9, students + 9)}


def work(sheets: dict[str, dict[str, str]]) -> ClassWork:
    known = {name: [cell.source] for name, cell in workbook("chain_rule").lesson.exercises.items()}
    return ClassWork([Written(name, sources, name) for name, sources in sheets.items()], {}, known)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_copy_ranks_above_all_pairs_that_did_not_copy(disguise: str) -> None:
    sheets = a_class()
    copied = [*sheets][:5]
    chance = random.Random(disguise)
    for student in copied:
        sheets[f"{student}-copy"] = {
            name: DISGUISES[disguise](source, chance) for name, source in sheets[student].items()
        }
    found = [match.students for match in compare(work(sheets)).matches]
    assert set(found[:5]) == {(student, f"{student}-copy") for student in copied}


def test_what_a_quarter_of_the_class_shares_weighs_nothing() -> None:
    sheets = {f"s{number:02}": {"f": ANSWER} for number in range(12)}
    assert compare(work(sheets)).matches == []
    (match,) = compare(work(ring("a", "b") | few(10))).matches
    assert match.students == ("a", "b")


def ring(*students: str, source: str = ANSWER) -> dict[str, dict[str, str]]:
    """Students who wrote the same."""
    return {name: {f"f{n}": source for n in range(9)} for name in students}


def test_those_who_wrote_the_same_are_one_match_and_who_wrote_nearly_the_same_is_one_more() -> None:
    near = ring("d", source=ANSWER.replace("range(3)", "reversed(range(3))"))
    near["c"] = ring("c", source=ANSWER.replace("total", "sums"))["c"]
    matches = compare(work(ring("a", "b") | near | few(20))).matches
    assert [match.students for match in matches] == [("a", "b", "c"), ("a", "b", "c", "d")]
    assert [who(match) for match in matches] == ["a, b and c", "a, b and c, with d"]
    hashes = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert same_file(matches[0], hashes) == ["a and b: the same file, byte for byte"]
    assert same_file(matches[0], dict.fromkeys("abc", "1")) == ["the same file, byte for byte"]


def test_who_wrote_the_same_as_a_group_that_hands_in_together_is_found() -> None:
    together = lambda first, second: {first, second} <= {"a", "b"}  # noqa: E731
    (match,) = compare(work(ring("a", "b", "c") | few(20)), together).matches
    assert match.students == ("a", "b", "c")


def few(students: int) -> dict[str, dict[str, str]]:
    """Answers that share nothing with ANSWER."""
    return {f"s{number}": {f"f{n}": f"def f(x): return g{number}(x)" for n in range(9)} for number in range(students)}


def test_what_was_handed_out_weighs_nothing() -> None:
    sheets = ring("a", "b") | few(10)
    handed_out = ClassWork(work(sheets).students, {f"f{n}": ANSWER for n in range(9)}, {})
    assert compare(handed_out).matches == []


def test_members_of_one_group_are_not_compared() -> None:
    sheets = work(ring("a", "b") | few(10))
    assert compare(sheets, lambda first, second: {first, second} == {"a", "b"}).matches == []


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50), min_size=WINDOW))
def test_what_two_share_leaves_a_common_fingerprint_wherever_it_lies(
    before: list[int], other: list[int], common: list[int]
) -> None:
    first, second = ({mark for _, mark in winnowed(part + common)} for part in (before, other))
    assert first & second


HOSTILE = {
    "minus": "x = " + "-" * 19_000 + "1",
    "comparisons": "x = " + "a<" * 9_900 + "a",
    "calls": "x = f" + "()" * 9_000,
    "lambdas": "x = " + "lambda:" * 2_800 + "1",
    "statements": "\n".join(f"v{n} = v{n} + 1" for n in range(1_200)),
    "blocks": "\n".join(" " * n + "if a:" for n in range(95)) + "\n" + " " * 95 + "pass",
    "doubling": "def f():\n" + "\n".join(f" v{n} = (v{n + 1}, v{n + 1})" for n in range(800)),
    "circle": "def f():\n a = b\n b = a\n",
    "no text": "x = 1\0",
    "half a letter": 'x = "\ud800"',
    "endless": "x = 1\n" * LONGEST,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_no_answer_takes_long_or_raises(source: str) -> None:
    began = time.process_time()
    fingerprints(source)
    without_words(source)
    assert time.process_time() - began < 10


LONG = """\
def double(x):
    # I, Ada, wrote <b>this</b>
    kept = {key: np.max(x) for key in "ada"}
    while kept:
        kept.popitem()
    return np.where(x > 0, np.cumsum(x), x) * 2
"""
HELPED = """\
def quad(values):
    found = [helper(each) for each in values.tolist()]
    return np.asarray(found).reshape(values.shape)
"""
HELPER = """\
def helper(number):
    while number < 99:
        number = max(number * 4, number + 1)
    return number
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    made = released_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    for student in ("ada", "<i>eve"):
        text = answered(made, ".py", double=LONG.replace("kept", student[-3:]), quad=HELPED)
        hand_in(made, student, f"{text}\n# %%\n{HELPER}", "tiny.py")
    for number in range(6):
        one = f"def double(x):\n    return h{number}(x)\n"
        hand_in(made, f"s{number}", answered(made, double=one, quad=one.replace("double", "quad")))
    hand_in(made, "untouched", answered(made))
    hand_in(made, "broken", b"\xff\xfe\x00")
    hand_in(made, "half", answered(made, double="def double(x:\n", quad="def quad(x):\n    return x +\n"))
    return made


def test_the_command_shows_the_pair_on_a_sound_page_and_nothing_of_it_is_run(
    course: CourseFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["similarity", "tiny"]) == 0
    out = capsys.readouterr().out
    assert "<i>eve and ada: quad, double" in out
    assert "8 students; matches worth a look: 1" in out
    assert "not proof of copying" in out
    page = tmp_path / "grades" / "similarity" / "tiny.html"
    text = page.read_text("utf-8")
    assert "<strong>Similar answers are not proof of copying" in text
    assert "1 match among the 28 pairs in the class: answers that are 50 % similar or more." in text
    assert "<i>" not in text
    assert "<b>" not in text
    assert "<mark>    while number &lt; 99:" in text, "the helper in a cell of its own belongs to the answer"
    assert text.count("not Python, too long") == 2


def test_an_anonymous_page_has_no_names_comments_or_texts(course: CourseFolder, tmp_path: Path) -> None:
    assert main(["similarity", "tiny", "--anonymous", "--out", "elsewhere"]) == 0
    text = (tmp_path / "elsewhere" / "similarity" / "tiny.html").read_text("utf-8")
    assert "I, Ada" not in text
    assert text.count("not Python, too long") == 2
    assert "&#34;ada&#34;" not in text
    assert "&lt;i&gt;eve" not in text
    assert "untouched" not in text
    assert text.count("<mark>") > 4


def test_a_group_of_the_roster_hands_in_together(
    course: CourseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roster.csv").write_text("student,group\nada,T1\n<i>eve,T1\n", "utf-8")
    assert main(["similarity", "tiny"]) == 0
    assert "worth a look: 0" in capsys.readouterr().out
    assert main(["similarity", "tiny", "--anonymous"]) == 0
    assert "worth a look: 0" in capsys.readouterr().out


def test_an_assignment_that_is_none_is_named(course: CourseFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["similarity", "huge"]) == 2
    assert "no assignment 'huge'" in capsys.readouterr().err


def test_the_page_is_accessible(course: CourseFolder, tmp_path: Path) -> None:
    assert main(["similarity", "tiny"]) == 0
    page = tmp_path / "grades" / "similarity" / "tiny.html"
    assert faults(page) == []
