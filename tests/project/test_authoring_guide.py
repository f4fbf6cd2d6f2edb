"""What docs/authoring.md tells an author to do is done here to the letter, and must work."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from autograder import checks, questions
from autograder.api import load_course
from autograder.authoring.assignment import load_workbook
from autograder.authoring.questions import right_variations, wrong_variations
from autograder.cli.main import main
from autograder.cli.sample_class import fill_in, solved_cells
from autograder.records.schema import Record
from autograder.records.store import read_records

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text("utf-8")
AUDIT = "".join(path.read_text("utf-8") for path in (ROOT / "autograder" / "audit").glob("*.py"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new course with the assignments of the guide beside its first one, released."""
    folder = tmp_path_factory.mktemp("guide") / "linear_algebra"
    assert main(["new", "course", str(folder)]) == 0
    for block in re.findall(r"```\w*\n(.*?)```", GUIDE, re.DOTALL):
        if named := re.match(r"# file: (\S+)\n", block):
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block[named.end() :], "utf-8")
    lines = "".join(re.findall(r'^ +Assignment\("\w+".*\n', GUIDE, re.MULTILINE))
    config = (folder / "course_config.py").read_text("utf-8")
    (folder / "course_config.py").write_text(config.replace("assignments=(\n", f"assignments=(\n{lines}"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["release"]) == 0
    return folder


def graded(course: Path, assignment: str, answers: dict[str, dict[str, str]]) -> dict[str, Record]:
    """Hand in answers, student by student, and grade them; the current folder must be the course's."""
    stub = (course / "assignments" / assignment / f"{assignment}.ipynb").read_text("utf-8")
    for student, cells in answers.items():
        folder = course / "submitted" / student / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_text(fill_in(stub, ".ipynb", cells), "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--assignment", assignment]) == 0
    return {each["student"]: each for each in read_records(course / "grades") if each["assignment"] == assignment}


def test_its_checks_pass_the_audit(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    code = main(["audit"])
    assert code == 0, capsys.readouterr().out


def test_a_student_without_solutions_sees_nothing_attempted_yet(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    assert main(["check", "assignments/cubes/cubes.ipynb"]) == 0
    assert capsys.readouterr().out.count("not attempted") == 2


def test_the_answers_to_its_first_assignment_are_graded(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    ann = {
        "cube": "def cube(x):\n    return x * x * x\n",
        "cube_slope": "def cube_slope(x):\n    return 3 * x**2\n",
    }
    records = graded(course, "cubes", {"ann": ann, "bob": {"cube": "def cube(x):\n    return x**2\n"}})
    assert {name: records[name]["score"] for name in ("ann", "bob")} == {"ann": 10.0, "bob": 1.0}
    assert records["bob"]["exercises"][0]["checks"][1]["mistake"] == "square"


def test_each_kind_rejects_what_it_is_for(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    differences = "scaled_cubes(x + 1e-4, factor) - scaled_cubes(x - 1e-4, factor)"
    numeric = f"def cubes_slope(x, factor, upstream):\n    return upstream * ({differences}) / 2e-4\n"
    overwriting = "def split(x):\n    n = np.maximum(-x, 0.0)\n    x[x < 0] = 0.0\n    return x, n\n"
    record = graded(
        course, "kinds", {"eve": {"cubes_slope": numeric, "split": overwriting, "last_digits": "Rounding."}}
    )["eve"]
    failed = {each["kind"] for part in record["exercises"] for each in part["checks"] if each["status"] != "passed"}
    assert failed == {"analytic", "unchanged", "rubric"}
    assert (record["status"], record["exercises"][-1]["answer"]["text"]) == ("needs_grading", "Rounding.")


def test_what_was_learnt_by_heart_is_right_in_public_and_not_beside_the_hidden_file(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    reads = 'def mean_height():\n    return float(np.loadtxt("data/heights.csv", delimiter=",").mean())\n'
    by_heart = "def mean_height():\n    return 1.6875\n"
    records = graded(course, "heights", {"kim": {"mean_height": reads}, "lee": {"mean_height": by_heart}})
    assert {name: records[name]["score"] for name in ("kim", "lee")} == {"kim": 4.0, "lee": 0.0}
    assert records["lee"]["public"] is not None
    assert records["lee"]["public"]["score"] == 4.0


def test_each_student_has_a_variant_and_a_neighbours_copy_counts_where_nothing_differs(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    (course / "roster.csv").write_text("student\nann\nbob\n")
    assert main(["release", "decay", "--variants"]) == 0
    ann = load_workbook(course / "solutions" / "decay", load_course().course.seed, "ann")
    assert ann.variant is not None
    values = ann.variant.values
    answers = solved_cells(ann) | {
        "people": f"def people(years):\n    return {values['START']} * (1 - {values['RATE']}) ** years\n"
    }
    with zipfile.ZipFile(course / "dist" / "kits" / "ann.zip") as kit:
        stub = kit.read("student-kit/assignments/decay/decay.ipynb").decode()
    for student in ("ann", "bob"):
        (course / "submitted" / student / "decay").mkdir(parents=True, exist_ok=True)
        filled = fill_in(stub, ".ipynb", answers)
        (course / "submitted" / student / "decay" / "decay.ipynb").write_text(filled, "utf-8")
    assert main(["grade", "submitted", "--out", "grades", "--assignment", "decay"]) == 0
    found = {each["student"]: each for each in read_records(course / "grades") if each["assignment"] == "decay"}
    assert found["ann"]["score"] == 10.0
    assert found["bob"]["exercises"][0]["score"] == found["bob"]["exercises"][2]["score"] == 0.0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "bob/decay" in line)
    assert "another's copy" in line
    assert "the copy of ann" in line


WRONG_WORDS = {
    "count_words": """def count_words(text, least=1):
    words = text.replace(",", " ").replace(".", " ").split()
    return {word: words.count(word) for word in words if len(word) >= least}""",
    "print_table": """def print_table(counts):
    for word in sorted(counts):
        print(f"{word} : {counts[word]}")""",
    "digit_sum": """def digit_sum(n):
    if n < 0:
        raise TypeError("negative")
    return sum(map(int, str(n)))""",
    "Stack": """class Stack:
    def __init__(self):
        self.items = ()
    def push(self, x):
        self.items += (x,)
    def pop(self):
        *left, top = self.items
        self.items = tuple(left)
        return top
    def __len__(self):
        return 7""",
    "halvings": "def halvings(x):\n    return [x, x / 2, x / 4]",
    "primes": "primes = [str(n) for n in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)]\nwhile False:\n    pass",
    "every_second": "def every_second(x):\n    return np.array([float(each) for each in x[::2]])",
    "distances": "def distances(x, y):\n    return np.array([(a * a + b * b) ** 0.5 for a, b in zip(x, y)])",
    "throws": "def throws(rng, n):\n    return np.random.randint(0, 6, n)",
    "draw_line": "def draw_line(x, y):\n    plt.plot(x, y + 0.01)",
    "shuffled": "def shuffled(words, rng):\n    return sorted(words)[:3]",
}
SAID_OF_WORDS = {
    "equal of counts": "there is a key too many, '",
    "equal of long": "there is a key too many, '",
    "printed of table": "what was printed: line 1 differs: expected '",
    "raised of negative": "expected a ValueError, but TypeError was raised: 'negative'",
    "uses of source": "this exercise is to be solved with recursion, and your answer has none",
    "equal of size": "expected 2, got 7",
    "equal of left": "a list, got ('",
    "raised of empty": "expected an IndexError, but ValueError was raised",
    "equal of items": "expected 5 items, got 3; the last 2 items missing, from ",
    "equal of primes": "at [0] expected 2, an int, got '2', a str",
    "avoids of source": "line 2 of your answer uses `while`: this exercise is to be solved without",
    "dtype of half": "expected dtype int64, got float64",
    "shared of shares": "expected a view, which shares its argument's memory, got a copy with memory of its own",
    "vectorised of many (hidden)": " steps of Python for arrays of length 2500, and ",
    "distributed of throws": "expected none to be 0, got 1",
    "equal of same": "expected True, got False",
    "figure of picture": "(7 of 7 entries are wrong)",
    "is_another_order of order": "these are not the words that were passed, each of them once",
}


def test_right_answers_of_every_kind_pass_and_wrong_ones_are_named(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    workbook = load_workbook(course / "solutions" / "words")
    others = {known.exercise: known.source for known in workbook.right}
    answers = {"zoe": solved_cells(workbook), "yan": others, "tom": WRONG_WORDS}
    records = graded(course, "words", answers)
    assert [records[name]["score"] for name in ("zoe", "yan")] == [33.0, 33.0]
    checks_of_tom = [each for part in records["tom"]["exercises"] for each in part["checks"]]
    said = {each["name"]: each["message"] for each in checks_of_tom if each["status"] != "passed"}
    assert said.keys() == SAID_OF_WORDS.keys()
    assert [(name, said[name]) for name, words in SAID_OF_WORDS.items() if words not in said[name]] == []


def test_a_question_of_each_kind_is_graded_and_its_wrong_answers_are_told_why(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    workbook = load_workbook(course / "solutions" / "quiz")
    wrong = {known.exercise: known.source for known in wrong_variations(workbook.questions)}
    others = {known.exercise: known.source for known in right_variations(workbook.questions)}
    records = graded(course, "quiz", {"zoe": solved_cells(workbook), "yan": others, "tom": wrong, "una": {}})
    scores = {name: records[name]["score"] for name in ("zoe", "yan", "tom", "una")}
    assert scores == {"zoe": 10, "yan": 10, "tom": 0, "una": 0}
    failed = [part for part in records["tom"]["exercises"] if part["status"] == "failed"]
    assert [part["name"] for part in failed] == list(workbook.questions)
    assert all(part["checks"][1]["mistake"] and part["checks"][1]["advice"] for part in failed)
    assert {part["status"] for part in records["una"]["exercises"]} == {"not_attempted"}


def test_every_kind_of_question_has_an_example_that_these_tests_run_and_a_row_in_the_table() -> None:
    blocks = "".join(re.findall(r"```python\n(# file: .*?)```", GUIDE, re.DOTALL))
    assert [kind for kind in questions.__all__ if f" {kind}(\n" not in blocks or f"| `{kind}` |" not in GUIDE] == []


def test_every_kind_has_an_example_that_these_tests_run_and_a_row_in_the_table() -> None:
    kinds = set(checks.__all__) - {"Check", "Exercise", "Verdict"}
    blocks = "".join(re.findall(r"```python\n(# file: .*?)```", GUIDE, re.DOTALL))
    assert {kind for kind in kinds if not re.search(rf"[ \[]{kind}\(", blocks)} == set()
    assert {kind for kind in kinds if f"| `{kind}` |" not in GUIDE} == set()


def test_what_it_says_of_the_audit_are_the_audits_own_words() -> None:
    table = GUIDE[GUIDE.index("| it says |") :]
    said = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(said) == 7
    for sentence in said:
        words = re.split(r"'\w+'|^this mutant |\d+(?= or more)|\d+(?=;)|…", sentence)
        assert all(part.strip() in AUDIT for part in words), sentence
