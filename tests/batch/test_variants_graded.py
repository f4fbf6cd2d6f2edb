"""A class in which each student has a variant: released, worked on, swapped, graded, and made again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.api import grade_file, load_course
from autograder.authoring.course import CourseFolder
from autograder.authoring.variants import Variant, read_variant
from autograder.cli.main import main
from autograder.cli.sample_class import fill_in
from autograder.errors import UsageError
from autograder.keys.load import answer_key, key_for
from autograder.keys.personal_keys import PersonalKeys
from autograder.records.schema import Record
from autograder.records.store import read_records
from support.with_variants import VARIANTS, course_with_variants

STUDENTS = ("ann", "bob", "cid")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CourseFolder]:
    """The course, released with a kit for each student, whose right answers are handed in; bob hands in ann's."""
    made = course_with_variants(tmp_path_factory.mktemp("variants"))
    (made.root / "roster.csv").write_text("student\n" + "\n".join(STUDENTS))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        assert main(["release", "--variants"]) == 0
        for student in STUDENTS:
            hand_in(made, student, solved(made, "ann" if student == "bob" else student))
        assert main(["grade", "--jobs", "1"]) == 0
        yield made


def variant_of(course: CourseFolder, student: str) -> Variant:
    made = read_variant(course.solutions / "tiny", course.course.seed, student)
    assert made is not None
    return made


def by_hand(variant: Variant) -> dict[str, str]:
    """Return answers as a student writes them who reads the numbers in the text and works out the mean."""
    mean = np.loadtxt(io.BytesIO(variant.files["data/heights.csv"]), delimiter=",").mean()
    start, rate = variant.values["START"], variant.values["RATE"]
    return {
        "people": f"def people(years):\n    return {start} * (1 - {rate}) ** years\n",
        "double": "def double(x):\n    return 2 * x\n",
        "scaled": "def scaled(x):\n    return x / norm(x)\n",
        "mean_height": f"mean_height = {mean}\n",
    }


def kit_of(course: CourseFolder, student: str) -> dict[str, bytes]:
    with zipfile.ZipFile(course.root / "dist" / "kits" / f"{student}.zip") as kit:
        place = "student-kit/assignments/tiny/"
        return {name.removeprefix(place): kit.read(name) for name in kit.namelist() if name.startswith(place)}


def solved(course: CourseFolder, student: str, suffix: str = ".ipynb") -> str:
    return fill_in(kit_of(course, student)[f"tiny{suffix}"].decode(), suffix, by_hand(variant_of(course, student)))


def hand_in(course: CourseFolder, student: str, text: str, suffix: str = ".ipynb") -> None:
    folder = course.root / "submitted" / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"tiny{suffix}").write_text(text, "utf-8")


def records(course: CourseFolder, out: str = "grades") -> dict[str, Record]:
    return {each["student"]: each for each in read_records(course.root / out)}


def test_each_students_right_answers_are_right_in_their_own_variant(course: CourseFolder) -> None:
    scores = {name: record["score"] for name, record in records(course).items()}
    assert scores == {"ann": 100.0, "bob": 30.0, "cid": 100.0}


def test_a_neighbours_copy_scores_nothing_on_what_differs_and_all_on_what_does_not(course: CourseFolder) -> None:
    bob, ann = records(course)["bob"], variant_of(course, "ann").code.split("-")
    own = variant_of(course, "bob").code.split("-")
    differs = {name: any(ann[place] != own[place] for place in places) for name, places in RESTS.items()}
    assert {each["name"]: each["score"] == 0 for each in bob["exercises"]} == differs
    assert differs["people"]
    assert differs["mean_height"]
    assert not differs["double"]


RESTS = {"people": (1, 2), "double": (), "scaled": (0,), "mean_height": (4,)}


def test_whose_copy_it_is_is_said_to_the_staff_and_not_to_the_student(
    course: CourseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "grades"]) == 1
    assert "another's copy  bob/tiny  it is the copy of ann" in capsys.readouterr().out
    assert main(["export", "feedback", "grades"]) == 0
    told = (course.root / "grades" / "feedback" / "bob" / "tiny.txt").read_text("utf-8")
    assert "made for another student" in told
    assert "ann" not in told.replace("another", "")


def test_the_record_says_which_variant_it_was(course: CourseFolder) -> None:
    found = records(course)
    ann = variant_of(course, "ann")
    assert found["ann"]["variant"] == {"id": ann.code, "drawn": str(ann), "handed_in": ann.code}
    assert found["bob"]["variant"]["handed_in"] == ann.code != found["bob"]["variant"]["id"]


def test_the_kits_own_checks_fit_the_students_variant_and_know_another_copy(
    course: CourseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in kit_of(course, "cid").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "tiny.ipynb").write_text(solved(course, "cid"))
    assert main(["check", str(tmp_path / "tiny.ipynb")]) == 0
    (tmp_path / "tiny.ipynb").write_text(solved(course, "ann"))
    capsys.readouterr()
    assert main(["check", str(tmp_path / "tiny.ipynb")]) == 1
    assert "made for another student" in capsys.readouterr().out


def test_a_kit_tells_nothing_of_another_student(course: CourseFolder) -> None:
    ann, everything = variant_of(course, "ann"), b"".join(kit_of(course, "cid").values())
    assert ann.code.encode() not in everything
    assert str(ann.values["RATE"]).encode() not in everything
    assert ann.files["data/heights.csv"] != kit_of(course, "cid")["data/heights.csv"]


@pytest.mark.parametrize("lie", ["own code", "no code", "no cell"])
def test_answers_copied_into_ones_own_notebook_are_judged_by_ones_own_variant(
    course: CourseFolder, tmp_path: Path, lie: str
) -> None:
    """What a neighbour worked out is wrong there, whatever the notebook says of itself."""
    ann, bob = variant_of(course, "ann").code, variant_of(course, "bob").code
    text = solved(course, "ann", ".py")
    if lie == "own code":
        text = text.replace(ann, bob)
    elif lie == "no code":
        text = text.replace(f'VARIANT = "{ann}"', "")
    else:
        text = text.replace('# %% given="variant"', "# %%").replace("VARIANT", "OTHER")
    (tmp_path / "tiny.py").write_text(text)
    record = grade_file(course, "tiny", tmp_path / "tiny.py", student="bob")
    scores = {each["name"]: each["score"] for each in record["exercises"]}
    assert scores == {"people": 0.0, "double": 10.0, "scaled": 20.0, "mean_height": 0.0}


def test_a_code_that_was_made_up_gains_nothing_and_breaks_nothing(course: CourseFolder, tmp_path: Path) -> None:
    ann = variant_of(course, "ann").code
    for code in ("ffffff", "0" * 6 + "-" + "1" * 6, "-".join(["abcdef"] * 500)):
        (tmp_path / "tiny.py").write_text(solved(course, "ann", ".py").replace(ann, code))
        record = grade_file(course, "tiny", tmp_path / "tiny.py", student="ann")
        assert record["status"] == "graded"
        assert record["score"] == (100.0 if len(code) > 1000 else 10.0)  # what is no code says nothing
        assert len(record["variant"]["handed_in"]) < 100


def test_a_grade_is_reproduced_and_a_second_run_changes_nothing(
    course: CourseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = records(course)
    assert main(["reproduce", "grades/records/tiny/bob.json"]) == 0
    assert main(["grade", "--jobs", "1"]) == 0
    assert "3 unchanged" in capsys.readouterr().out
    assert records(course) == before


def test_several_processes_give_the_same_records(course: CourseFolder) -> None:
    assert main(["grade", "--jobs", "2", "--executor", "processes", "--out", "others"]) == 0
    one, other = (
        {name: {**each, "seconds": 0} for name, each in records(course, o).items()} for o in ("grades", "others")
    )
    assert one == other


def test_what_two_variants_have_in_common_is_made_once(course: CourseFolder) -> None:
    (assignment,) = course.course.assignments
    sample = answer_key(course, assignment)
    maker = PersonalKeys(course, assignment, sample)
    keys = [{each.name: each for each in maker.key(f"s{number}").exercises} for number in range(12)]
    assert len({id(key["double"]) for key in keys}) == 1
    assert len({id(key["scaled"]) for key in keys}) <= 2  # the norm is the largest or the sum
    assert len({id(key["people"]) for key in keys}) == 12


def test_a_file_without_a_students_name_has_no_variant(course: CourseFolder, tmp_path: Path) -> None:
    (tmp_path / "tiny.py").write_text(solved(course, "ann", ".py"))
    with pytest.raises(UsageError, match="differs from student to student"):
        grade_file(course, "tiny", tmp_path / "tiny.py")


def test_a_variant_that_draws_other_names_for_some_breaks_their_grade_and_nobody_elses(
    course: CourseFolder, tmp_path: Path
) -> None:
    import shutil

    root = tmp_path / "course"
    shutil.copytree(course.root, root, ignore=shutil.ignore_patterns("grades", "others", "dist"))
    odd = VARIANTS.replace(
        "    return {", "    more = {'MORE': 1} if draw.index(2) else {}\n    return {\n        **more,"
    )
    (root / "solutions" / "tiny" / "variants.py").write_text(odd)
    copy = load_course(root)
    (assignment,) = copy.course.assignments
    seen = set()
    for number in range(6):
        try:
            key_for(copy, assignment, f"s{number}")
            seen.add("made")
        except Exception as error:
            seen.add(str(error).rpartition("/")[2])
    assert seen == {"made", "variants.py:4: variant(draw) draws other names for some: always draw all"}


def test_the_public_checks_of_a_kit_carry_the_code_and_no_seed(course: CourseFolder) -> None:
    made = json.loads(kit_of(course, "ann")["public_checks.json"])
    assert made["variant"] == variant_of(course, "ann").code
    assert course.course.seed not in json.dumps(made)


def test_a_check_in_a_notebook_tells_of_another_copy_and_of_a_changed_file(
    course: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in kit_of(course, "cid").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    exec(f'{solved(course, "cid", ".py")}\ncheck("double")', {"__name__": "__main__"})
    assert "another student" not in capsys.readouterr().out
    (tmp_path / "data" / "heights.csv").write_text("1,1\n")
    exec(f'{solved(course, "ann", ".py")}\ncheck("double")', {"__name__": "__main__"})
    told = capsys.readouterr().out
    assert "made for another student" in told
    assert "`data/heights.csv` is no longer the file that was handed out" in told
