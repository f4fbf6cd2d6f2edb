"""Variants: what is drawn for a student, where it stands in the lesson, what rests on it, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.audit.variants import audit_variants
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.authoring.drawn_names import drawn_names_of
from autograder.authoring.variants import Variant, read_variant
from autograder.core.variant_codes import code_in, not_theirs
from autograder.errors import SourceError
from autograder.keys.build import exercise_keys
from autograder.keys.personal_keys import places
from autograder.notebooks.percent import read_percent
from autograder.release.folder import build_folder, released_folders
from support.with_variants import ANSWERS, CHECKS, LESSON, VARIANTS, course_with_variants

SEED = "a secret of the tests"
ONE = "from autograder.variants import Draw, Drawn\n\n\ndef variant(draw: Draw) -> Drawn:\n    return RETURNED\n"


def drawn(course: CourseFolder, student: str = "ann", seed: str = SEED) -> Variant:
    made = read_variant(course.solutions / "tiny", seed, student)
    assert made is not None
    return made


def returning(folder: Path, returned: str) -> CourseFolder:
    return course_with_variants(folder, ONE.replace("RETURNED", returned))


def book(course: CourseFolder, student: str = "ann") -> Workbook:
    return open_workbook(course, course.course.assignments[0], student)


def test_a_variant_depends_on_the_seed_the_assignment_and_the_students_name_alone(tmp_path: Path) -> None:
    course = course_with_variants(tmp_path)
    assert drawn(course) == drawn(course)
    codes = {drawn(course, *who).code for who in [("ann",), ("bob",), ("ann", "another seed"), ("",)]}
    assert len(codes) == 4
    assert drawn(course, "").values == drawn(course, "", "another seed").values  # the sample is drawn from no secret


def test_constants_choices_and_data_are_drawn_and_stand_in_the_students_own_copy(tmp_path: Path) -> None:
    course = course_with_variants(tmp_path)
    variant, files = drawn(course), build_folder(book(course))
    text = files["tiny.py"].decode()
    assert f"In {variant.values['TOWN']} live {variant.values['START']} people" in text
    assert f"live in {variant.values['TOWN']} after" in text
    assert f"NORM = {variant.values['NORM']!r}" in text
    assert code_in(read_percent(text)) == variant.code
    assert np.loadtxt(files["data/heights.csv"].decode().splitlines(), delimiter=",").shape == (5, 2)
    assert files["data/heights.csv"] == variant.files["data/heights.csv"]


def test_what_is_told_in_the_text_alone_is_no_code_of_the_students_copy(tmp_path: Path) -> None:
    made = book(course_with_variants(tmp_path))
    assert set(made.told) == {"START", "RATE"}
    text = build_folder(made)["tiny.py"].decode()
    assert not re.search(r"^(START|RATE) = ", text, re.MULTILINE)


def test_a_given_cell_that_needs_what_is_told_in_the_text_is_refused(tmp_path: Path) -> None:
    needs = LESSON.replace('# %% exercise="people"', '# %% given="later"\nLATER = START + 1\n\n# %% exercise="people"')
    course = course_with_variants(tmp_path, lesson=needs)
    with pytest.raises(SourceError, match=r"lesson\.py:20: NameError: name 'START' is not defined"):
        book(course)


def test_each_exercise_depends_on_what_it_names_directly_or_by_way_of_others(tmp_path: Path) -> None:
    made = book(course_with_variants(tmp_path))
    assert made.variant is not None
    named = {name: {made.variant.names[place] for place in each} for name, each in places(made).items()}
    data = {"data/heights.csv"}
    assert named == {"people": {"START", "RATE"}, "double": set(), "scaled": {"NORM"}, "mean_height": data}


@pytest.mark.parametrize(
    "line",
    ["return eval('RA' + 'TE') * x", "return globals()['R'] * x", "import lesson\n    return lesson.RATE * x"],
)
def test_what_looks_names_up_at_run_time_depends_on_everything(tmp_path: Path, line: str) -> None:
    course = course_with_variants(tmp_path, lesson=LESSON.replace("return 2 * x", line))
    lesson = load_workbook(course.solutions / "tiny").lesson if "lesson" not in line else None
    text = lesson or load_workbook(course_with_variants(tmp_path / "b").solutions / "tiny").lesson
    cells = tuple(cell for cell in text.cells if cell.exercise != "double")
    found = drawn_names_of(
        type(text)(text.path, cells), f"def double(x):\n    {line}\n", "", ["RATE", "START"], ["double"]
    )
    assert found["double"] == {"RATE", "START"}


def test_a_table_that_is_changed_by_a_method_depends_on_what_the_method_is_given(tmp_path: Path) -> None:
    lesson = load_workbook(course_with_variants(tmp_path).solutions / "tiny").lesson
    text = "TABLE = []\nTABLE.append(RATE)\nOTHER = {}\nOTHER['x'] = START\n"
    text += "def f():\n    return TABLE\ndef g():\n    return OTHER"
    found = drawn_names_of(lesson, text, "", ["RATE", "START", "TOWN"], ["f", "g"])
    assert found == {"f": {"RATE"}, "g": {"START"}}


def test_another_students_copy_is_known_by_its_code_where_something_differs() -> None:
    rests = {"one": (0,), "both": (0, 1), "neither": ()}
    assert not_theirs("aaaaaa-bbbbbb", "aaaaaa-cccccc", rests) == {"both"}
    assert not_theirs("aaaaaa-bbbbbb", "aaaaaa-bbbbbb", rests) == frozenset()
    assert not_theirs("aaaaaa-bbbbbb", "", rests) == frozenset()
    assert not_theirs("aaaaaa-bbbbbb", "aaaaaa", rests) == {"one", "both"}


RENAMED = {
    "a name in the text": '{"TOWN": draw.choice(["Aalen", "Bonn"])}',
    "numbers that no answer depends on": '{"TOWN": draw.integers(1, 10**6)}',
}


@pytest.mark.parametrize("returned", RENAMED.values(), ids=RENAMED)
def test_a_renaming_alone_is_refused_as_a_variant(tmp_path: Path, returned: str) -> None:
    lesson = LESSON.replace('TOWN = "Aachen"\nNORM = "largest"', 'TOWN = "Aachen"').replace("START", "1000")
    lesson = lesson.replace("RATE", "0.1").replace('if NORM == "largest" else np.sum(np.abs(x))', "")
    lesson = lesson[: lesson.index('# %% exercise="mean_height"')]
    answers = ANSWERS.replace(
        "from lesson import RATE, START, norm, np", "from lesson import norm, np\nRATE, START = 0.1, 1000"
    )
    answers = answers[: answers.index('@mistake("mean_height")')]
    checks = re.sub(r"\n    Exercise\(mean_height.*", "", CHECKS)
    course = course_with_variants(
        tmp_path, ONE.replace("RETURNED", returned), lesson=lesson, checks=checks, answers=answers
    )
    config = (course.root / "course_config.py").read_text().replace("points=100", "points=70")
    (course.root / "course_config.py").write_text(config)
    from autograder.authoring.course import find_course

    with pytest.raises(SourceError, match=r"variants\.py:4: what is drawn changes words alone"):
        released_folders(find_course(tmp_path))


REFUSED = {
    "nothing": ("{}", "must return a dict"),
    "no dict": ("3", "must return a dict"),
    "a function": ('{"F": print}', "'F' is builtin_function_or_method, which cannot be written down"),
    "a set of its own": ('{"F": object()}', "cannot be written down"),
    "not a number": ('{"F": float("nan")}', "cannot be written down"),
    "no name": ('{"two words": 1}', "'two words' cannot be drawn"),
    "a keyword": ('{"def": 1}', "'def' cannot be drawn"),
    "the code": ('{"VARIANT": 1}', "'VARIANT' cannot be drawn"),
    "above": ('{"data/../../x": "1"}', "cannot be the name of a data file"),
    "absolute": ('{"data//etc/passwd": "1"}', "cannot be the name of a data file"),
    "elsewhere": ('{"files/x": "1"}', "'files/x' cannot be drawn"),
    "no file": ('{"data/x.csv": 3}', "a file is text, bytes or an array"),
    "too large": ('{"data/x.csv": bytes(9_000_000)}', "MB: an assignment may ship"),
    "a hidden one of none": ('{"hidden_data/x.csv": "1"}', "is drawn to stand in for data/x.csv, which is not shipped"),
    "raises": ('{"F": 1 / 0}', "ZeroDivisionError"),
    "too many": ("{f'N{n}': n for n in range(101)}", "101 names are drawn: 100 at most"),
    "another each time": ('{"F": __import__("time").perf_counter_ns()}', "returns something else each time"),
}


@pytest.mark.parametrize(("returned", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_drawn_is_said_with_the_line(tmp_path: Path, returned: str, message: str) -> None:
    lesson = LESSON.replace('TOWN = "Aachen"\nNORM = "largest"\n', "")
    course = course_with_variants(tmp_path, ONE.replace("RETURNED", returned), lesson=lesson)
    with pytest.raises(SourceError, match=r"variants\.py:[45]: .*" + re.escape(message)):
        book(course)


def test_a_lesson_without_a_place_for_it_is_refused(tmp_path: Path) -> None:
    course = course_with_variants(tmp_path, lesson=LESSON.replace('given="variant"', 'given="other"'))
    with pytest.raises(SourceError, match=r'lesson\.py: .*no cell is marked given="variant"'):
        book(course)


def test_other_code_in_the_cell_of_the_variant_is_refused(tmp_path: Path) -> None:
    for line in ("import math", "OTHER = 3", "x = [TOWN]"):
        course = course_with_variants(tmp_path, lesson=LESSON.replace('TOWN = "Aachen"', line))
        with pytest.raises(SourceError, match=r'lesson\.py:11: the cell given="variant" holds lines `NAME = value`'):
            book(course)


def test_a_misspelt_name_in_the_text_is_said_and_formulas_are_left_alone(tmp_path: Path) -> None:
    course = course_with_variants(tmp_path, lesson=LESSON.replace("of {{RATE}} fewer", "of {{RATES}} fewer"))
    with pytest.raises(SourceError, match=r"lesson\.py:3: 'RATES' is not drawn"):
        book(course)
    course = course_with_variants(tmp_path, lesson=LESSON.replace("of {{RATE}} fewer", r"of $\frac{{a}}{{b}}$ fewer"))
    assert r"$\frac{{a}}{{b}}$" in build_folder(book(course))["tiny.py"].decode()


def test_a_course_without_variants_has_a_given_cell_of_that_name_as_it_is(tmp_path: Path) -> None:
    plain = LESSON.replace('NORM = "largest"', 'NORM = "largest"\nSTART, RATE = 10, 0.5')
    course = course_with_variants(tmp_path, None, lesson=plain)
    (course.solutions / "tiny" / "data").mkdir()
    (course.solutions / "tiny" / "data" / "heights.csv").write_text("1,2\n3,5\n")
    made = book(course)
    assert made.variant is None
    assert 'TOWN = "Aachen"' in build_folder(made)["tiny.py"].decode()


def test_the_types_of_the_guide_are_public() -> None:
    assert "from autograder.variants import Draw, Drawn" in VARIANTS


def test_a_hidden_file_may_be_drawn_for_each_student_too(tmp_path: Path) -> None:
    more = VARIANTS.replace("    }\n", '        "hidden_data/heights.csv": draw.positive(5, 2),\n    }\n')
    course = course_with_variants(tmp_path, more)
    made = book(course)
    assert made.hidden is not None
    assert made.hidden.files["data/heights.csv"] != made.files["data/heights.csv"]
    assert made.hidden.files["data/heights.csv"] not in build_folder(made).values()
    (key,) = [each for each in exercise_keys(made, SEED) if each.name == "mean_height"]
    means = {trial.hidden_data: float(trial.expected["value of mean"].values) for trial in key.trials}
    assert means[True] == pytest.approx(made.hidden.solution["mean_height"])
    assert means[False] == pytest.approx(made.solution["mean_height"])


def test_audit_says_in_which_variant_a_mutant_survives_and_what_is_shared_though_it_differs(tmp_path: Path) -> None:
    loose = CHECKS.replace('[value("now", points=10), value("later", points=30, hidden=True)]', "PEOPLE")
    loose = loose.replace(
        "EXERCISES", 'PEOPLE = [value("now", points=10), value("later", points=30, rtol=0.5)]\n\nEXERCISES', 1
    )
    course = course_with_variants(tmp_path, checks=loose)
    (assignment,) = course.course.assignments
    found = audit_variants(course, assignment, open_workbook(course, assignment), 1)
    assert found is not None
    assert found.tried == len(found.killed) == 2
    assert any(
        re.match(r"in the variant START=\d+, .*people: this mutant gets full marks, too", f) for f in found.findings
    )
    by_the_way = LESSON.replace("return 2 * x", "return 2 * x * float(TABLE)").replace(
        '# %% given="norm"',
        '# %% given="table"\nTABLE = np.frombuffer(open(DATA, "rb").read(3)[:1], np.uint8)[0] % 7\n\n# %% given="norm"',
    )
    by_the_way = by_the_way.replace(
        "from autograder import check\n", 'from autograder import check\n\nDATA = "d" + "ata/he" + "ights.csv"\n'
    )
    course = course_with_variants(tmp_path / "b", lesson=by_the_way)
    (assignment,) = course.course.assignments
    found = audit_variants(course, assignment, open_workbook(course, assignment), 3)
    assert found is not None
    assert any("double: it differs, and nothing that is drawn is named in it" in told for told in found.findings)
