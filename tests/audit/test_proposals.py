"""For mutants that survive the audit proposes lines for checks.py, and pasted there they kill what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit.mutation import Survivors, try_mutants
from autograder.audit.proposals import Proposals, proposals
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.cli.main import main
from support.tiny import CONFIG, make_course

LESSON = '''\
# %% given="setup"
import numpy as np

from autograder import check

# %% exercise="weigh"
def weigh(table, w, scale=2.0):
    """Return the weighted sums of the rows, and how much they add up to. table: (m, n). w: (n,)."""
    ### BEGIN SOLUTION
    sums = scale * (np.abs(table) @ w)
    return sums, sums.sum()
    ### END SOLUTION

# %% check="weigh"
check("weigh")
'''
ANSWERS = '"""None are known."""\n'
TEMPLATE = '''\
"""Weak checks."""

import numpy as np

from autograder.checks import Exercise, equal, value


def weigh(answer, draw):
    """Weak."""
    {probe}
    return {{"sums": r[0], "total": r[1]{more}}}


EXERCISES = [Exercise(weigh, points={points}, checks=[{checks}])]
'''
BOTH = 'value("sums", points=50), value("total", points=50)'
WEAK = {  # what a check is blind to, and a mutant that survives it
    "it knows positive numbers alone": (
        "r = answer.weigh(draw.positive(3, 4), draw.normal(4))",
        BOTH,
        "sums = scale * (table @ w)",
    ),
    "it knows one size alone": (
        "r = answer.weigh(np.array([[draw.number(-9, 9)]]), np.array([draw.number(-9, 9)]), draw.number(2, 9))",
        BOTH,
        "sums, sums.mean()",
    ),
    "it looks at one of two results": (
        "r = answer.weigh(draw.normal(3, 4), draw.normal(4))",
        'value("sums", points=100)',
        "(sums, -sums.sum())",
    ),
}


def course(folder: Path, probe: str, checks: str, more: str = "", points: int = 100) -> Workbook:
    text = TEMPLATE.format(probe=probe, checks=checks, more=more, points=points)
    config = CONFIG.replace("points=100", f"points={points}")
    made = make_course(folder, lesson=LESSON, checks=text, answers=ANSWERS, config=config)
    return load_workbook(made.solutions / "tiny")


def found(book: Workbook) -> tuple[Survivors, Proposals]:
    survivors = try_mutants(book, "a seed")
    (made,) = proposals(book, survivors, "a seed")
    return survivors, made


def diffs(mutants: tuple[object, ...]) -> set[str]:
    return {getattr(mutant, "diff") for mutant in mutants}  # noqa: B009


@pytest.mark.parametrize("weakness", WEAK)
def test_lines_that_are_pasted_kill_the_mutants_that_they_name(tmp_path: Path, weakness: str) -> None:
    probe, checks, mutant = WEAK[weakness]
    survivors, made = found(course(tmp_path / "weak", probe, checks))
    named = {diff for line in made.lines for diff in diffs(line.kills)}
    assert any(mutant in diff for diff in named)
    assert named | diffs(made.equivalent) == diffs(survivors.missed) | diffs(survivors.equivalent)
    more = "".join(f", {line.probe}".rstrip(",") for line in made.lines)
    checks += "".join(f", {line.check}".rstrip(",") for line in made.lines)
    stronger = course(tmp_path / "strong", probe, checks, more, 100 + len(made.lines))
    left = try_mutants(stronger, "a seed")
    assert not named & (diffs(left.missed) | diffs(left.equivalent))


def test_another_way_to_write_the_solution_is_called_that_with_the_inputs_that_were_tried(tmp_path: Path) -> None:
    probe, checks, _ = WEAK["it looks at one of two results"]
    _, made = found(course(tmp_path, probe, checks))
    assert any("sums = (np.abs(table) @ w) * scale" in diff or "sums.sum()" in diff for diff in diffs(made.equivalent))
    assert made.tried > 100


def test_the_command_proposes_lines_where_a_mutant_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course(tmp_path, *WEAK["it looks at one of two results"][:2])
    monkeypatch.chdir(tmp_path)
    assert main(["audit"]) == 1
    shown = capsys.readouterr().out
    assert '"more_1": answer.weigh(np.array([[' in shown
    assert 'value("more_1", points=1),' in shown
    assert "are probably equivalent: nothing tells them apart in" in shown


TEXT_LESSON = '''\
# %% given="setup"
from autograder import check

# %% exercise="is_palindrome"
def is_palindrome(text):
    """Say whether the letters of text read the same backwards; capitals are as good as small letters."""
    ### BEGIN SOLUTION
    letters = [char.lower() for char in text if char.isalpha()]
    return letters == letters[::-1]
    ### END SOLUTION

# %% exercise="show"
def show(counts):
    """Print a line for each word, in alphabetical order."""
    ### BEGIN SOLUTION
    for word in sorted(counts):
        print(f"{word}: {counts[word]}")
    ### END SOLUTION
'''
TEXT_CHECKS = '''\
"""Weak checks."""

from autograder.checks import Exercise, equal, printed


def is_palindrome(answer, draw):
    """A word and its mirror image."""
    word = draw.words(1)[0]
    return {{"even": answer.is_palindrome(word + word[::-1]){texts}}}


def show(answer, draw):
    """One word."""
    return {{"shown": answer.show.printed({{"a": 1, "b": 2}}){prints}}}


EXERCISES = [
    Exercise(is_palindrome, points={points}, checks=[equal("even", points=40){text_checks}]),
    Exercise(show, points={shows}, checks=[printed("shown", points=60){print_checks}]),
]
'''


def test_texts_and_what_is_printed_are_varied_too(tmp_path: Path) -> None:
    def book(name: str, found: tuple[Proposals, ...]) -> Workbook:
        lines = {each.exercise: each.lines for each in found}
        texts, prints = lines.get("is_palindrome", ()), lines.get("show", ())
        checks = TEXT_CHECKS.format(
            texts="".join(f", {line.probe}".rstrip(",") for line in texts),
            prints="".join(f", {line.probe}".rstrip(",") for line in prints),
            text_checks="".join(f", {line.check}".rstrip(",") for line in texts),
            print_checks="".join(f", {line.check}".rstrip(",") for line in prints),
            points=40 + len(texts),
            shows=60 + len(prints),
        )
        config = CONFIG.replace("points=100", f"points={100 + len(texts) + len(prints)}")
        made = make_course(tmp_path / name, lesson=TEXT_LESSON, checks=checks, answers=ANSWERS, config=config)
        return load_workbook(made.solutions / "tiny")

    weak = book("weak", ())
    made = proposals(weak, try_mutants(weak, "a seed"), "a seed")
    killed = {diff for each in made for line in each.lines for diff in diffs(line.kills)}
    for mutant in ("char for char in text if char.isalpha()", "letters == letters", "in list(counts)"):
        assert any(mutant in diff for diff in killed), mutant
    strong = book("strong", made)
    left = try_mutants(strong, "a seed")
    assert not killed & (diffs(left.missed) | diffs(left.equivalent))
