"""A class whose objects, or a function whose calls, share what each should have for itself: that is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.checks import equal
from autograder.cli.main import main
from autograder.core.model import Status
from autograder.core.shared_state import shared_by_all
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.grading.shared_state import MISTAKE, naming_shared_state
from support.tiny import make_course

IN_BODY = "class Bag:\n    items = []\n    def put(self, x):\n        self.items.append(x)\n"
SHARING = {
    "a list in the body": IN_BODY,
    "a dict in the body": "class Bag:\n    items: dict = dict()\n    def put(self, x):\n        self.items[x] = 1\n",
    "added to": "class Bag:\n    items = []\n    def put(me, x):\n        me.items += [x]\n",
    "a default": (
        "class Bag:\n    def __init__(self, items=[]):\n        self.items = items\n"
        "    def put(self, x):\n        self.items.append(x)\n"
    ),
}
OWN = {
    "made in __init__": IN_BODY.replace("    def put", "    def __init__(self):\n        self.items = []\n    def put"),
    "a number": "class Bag:\n    size = 0\n    def put(self, x):\n        self.size += 1\n",
    "only read": "class Bag:\n    names = ['a']\n    def put(self, x):\n        return self.names[0]\n",
    "of the class, by its name": IN_BODY.replace("self.items", "Bag.items"),
    "a copied default": SHARING["a default"].replace("= items", "= list(items)"),
    "another class": IN_BODY.replace("Bag", "Other"),
    "a default that is only read": "def Bag(x, names=['a']):\n    return names[0] + x\n",
    "a default that is copied": "def Bag(x, names=[]):\n    return names + [x]\n",
    "no Python": "class Bag:\n    items = [\n",
}


@pytest.mark.parametrize("source", SHARING.values(), ids=SHARING)
def test_what_all_objects_share_is_found(source: str) -> None:
    assert "so all objects of `Bag`" in shared_by_all(source, "Bag")


@pytest.mark.parametrize(
    "source",
    [
        "def Bag(x, seen=[]):\n    seen.append(x)\n    return seen\n",
        "def Bag(x, *, seen={}):\n    seen[x] = 1\n    return seen\n",
        "def Bag(x, seen=list()):\n    seen += [x]\n    return seen\n",
    ],
)
def test_what_all_calls_share_is_found(source: str) -> None:
    assert "so each call goes on with what earlier ones have left in it" in shared_by_all(source, "Bag")
    assert shared_by_all(source.replace("seen=", "seen=None or "), "Bag") == ""


@pytest.mark.parametrize("source", OWN.values(), ids=OWN)
def test_what_each_object_has_for_itself_is_left_alone(source: str) -> None:
    assert shared_by_all(source, "Bag") == ""


def report(status: Status, mistake: str | None = None) -> ExerciseReport:
    verdict = Verdict(equal("y", points=1), status, 0.0, "expected [1], got [1, 1]", "look there", mistake)
    return ExerciseReport("Bag", 1.0, (verdict,))


def test_it_is_named_where_something_is_wrong_and_has_no_name_yet() -> None:
    (verdict,) = naming_shared_state(report(Status.FAILED), IN_BODY).verdicts
    assert (verdict.mistake, verdict.advice[:20]) == (MISTAKE, "`items` is made once")
    for other in (report(Status.PASSED), report(Status.FAILED, "known")):
        assert naming_shared_state(other, IN_BODY) == other


LESSON = '''# %% given="setup"
from autograder import check

# %% exercise="Bag"
class Bag:
    """Holds things: put(x) adds one; items is a list of them."""

    ### BEGIN SOLUTION
    def __init__(self):
        self.items = []

    def put(self, x):
        self.items.append(x)

    ### END SOLUTION
'''
CHECKS = """from autograder.checks import Exercise, equal


def Bag(answer, draw):
    one, other = answer.Bag(), answer.Bag()
    one.put(1)
    other.put(2)
    return {"one": one.items, "other": other.items}


EXERCISES = [Exercise(Bag, points=100, checks=[equal("one", points=50), equal("other", points=50)])]
"""
ANSWERS = '''from autograder.mistakes import mistake


@mistake("Bag")
class Backwards:
    """The newest comes first here."""

    def __init__(self):
        self.items = []

    def put(self, x):
        self.items = [x, x]
'''


def test_a_student_is_told_in_check_and_in_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path, lesson=LESSON, checks=CHECKS, answers=ANSWERS)
    monkeypatch.chdir(course.root)
    assert main(["release"]) == 0
    text = f'# %% exercise="Bag"\n{IN_BODY}'
    handed_in = course.root / "submitted" / "ann" / "tiny" / "tiny.py"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_text(text)
    mine = course.root / "assignments" / "tiny" / "mine.py"
    mine.write_text(text)
    capsys.readouterr()
    assert main(["check", str(mine)]) == 1
    assert "so all objects of `Bag` share it" in " ".join(capsys.readouterr().out.split())
    assert main(["grade", "--jobs", "1"]) == 0
    assert MISTAKE in (course.root / "grades" / "records" / "tiny" / "ann.json").read_text()
