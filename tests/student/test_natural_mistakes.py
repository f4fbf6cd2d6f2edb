"""Mistakes as beginners make them, several for each exercise of the lessons: each is told what to do, and truly so.

natural_mistakes.txt holds one per line: the exercise and the body of the function, its lines joined by \\n. They were
written without answers.py: what its authors foresaw is told in their words, slips of the pen by their kind, else what
exceptions and results mean. unusual_mistakes.txt and unusual_right_answers.txt are written the same way.
"""

from __future__ import annotations

import linecache
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.core.answer_key import ExerciseKey
from autograder.core.exercise import is_question
from autograder.core.verdicts import ExerciseReport
from autograder.core.wrong_results import NUMBERS
from autograder.student.check import _Notebook
from autograder.student.released import read_key
from autograder.student.view import FAIL, PASS, view_of

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir())
LINES = (Path(__file__).parent / "natural_mistakes.txt").read_text("utf-8").splitlines()
MISTAKES = [tuple(line.split(": ", 1)) for line in LINES]
GENERIC = {each.sentence for each in NUMBERS if isinstance(each.sentence, str)}
CELL = re.compile(r'# %% (given\S*|exercise="\w+").*?\n(.*?)(?=\n# %%|\Z)', re.DOTALL)
# What is said of some that no author foresaw.
TOLD = {
    "square: print(x**2)": "`print` shows a value but does not hand it on",
    "square: return [v**2 for v in x]": "`x * x` squares every entry at once",
    "square: return math.pow(x, 2)": "works on every entry of an array",
    "relu: return np.maximum(x)": "`maximum` takes from 2 to 3 positional arguments, and here it gets 1",
    "relu: return np.where(x > 0, x)": "needs both values",
    "sigmoid: return 1 / (1 + np.epx(-x))": "a slip for `np.exp`?",
    "sigmoid: return 1 / (1 + exp(-x))": "write `np.exp`",
    "deriv: return (func(input + delta) - func(input - delta)) / (2*delta)": "a slip for `input_`?",
    "string_move: return deriv(a, func) * pull": "the order of the arguments",
    "multiple_inputs_multiply: return sigma(xy)": "a slip for `x * y`?",
    "multiple_inputs_add_backward: return deriv(sigma, x + y)": "return them as a pair",
    "chain_forward: for i in chain:\\n    x = chain[i](x)\\nreturn x": "already gives the entries themselves",
    "matmul_backward_first: return W.transpose": "A function comes back and not its result",
    "matmul_backward_first: return W.T()": "without parentheses",
    "matmul_backward_second: return X.t": "a slip for `.T`?",
    "matmul_forward: return X.dot[W]": "A function is called with `( )`",
    "bias_gradient: return sum(dLdN, axis=0)": "np.sum(x, axis=0)",
    "linear_backward: return A @ dLdZ.T, np.sum(dLdZ, axis=1, keepdims=True)": "3 results are asked for and 2",
    "linear_backward: return dLdZ @ A.T, np.sum(dLdZ, axis=1, keepdims=True), W.T @ dLdZ": "W.T has 2, dLdZ has 3",
}


@cache
def lesson(assignment: str) -> tuple[Mapping[str, ExerciseKey], Mapping[str, str], list[str]]:
    """Return an assignment's public keys and the `def` lines of its exercises, by name, and its solution's cells."""
    text = (ROOT / "solutions" / assignment / "lesson.py").read_text("utf-8")
    cells, heads = [found[2] for found in CELL.finditer(text)], {}
    for cell in cells:
        if found := re.match(r"def (\w+)\(.*?\) *-> .*?:\n", cell, re.DOTALL):
            heads[found[1]] = found[0]
    return {key.name: key for key in read_key(ROOT / "assignments" / assignment).exercises}, heads, cells


@cache
def homes() -> Mapping[str, str]:
    """Return which assignment each exercise belongs to; in a question there is nothing to program."""
    keys = {name: lesson(name)[0] for name in ASSIGNMENTS}
    return {key.name: name for name in ASSIGNMENTS for key in keys[name].values() if not is_question(key.checks)}


def checked(exercise: str, body: str) -> ExerciseReport:
    """Return the report of a student who defines the exercise with this body in a solved notebook, and checks it."""
    keys, heads, cells = lesson(homes()[exercise])
    namespace: dict[str, Any] = {"__name__": "__main__"}
    lines = body.replace("\\n", "\n    ")
    for number, source in enumerate([*cells, f"{heads[exercise]}    {lines}\n"]):
        name = f"<cell {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), namespace)
    namespace |= {"math": math} if "math." in body else {}
    return _Notebook(namespace, {})._judged(keys[exercise])


def said(exercise: str, body: str) -> list[str]:
    """Return what that student reads."""
    view = view_of(checked(exercise, body))
    assert view.mark == FAIL
    return [*view.diagnosis, *view.hints]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "assignment", sorted({path.name for path in (ROOT / "assignments").iterdir() if path.is_dir()})
)
def test_every_natural_mistake_is_told_what_to_do(assignment: str) -> None:
    found = {f"{name}: {body}": said(name, body) for name, body in MISTAKES if homes()[name] == assignment}
    assert [line for line, words in found.items() if not words] == []
    generic = [line for line, words in found.items() if {*words} <= GENERIC]
    assert len(generic) <= 0.05 * len(found), generic
    for line, words in TOLD.items():
        if line in found:
            assert any(words in each for each in found[line]), (line, found[line])


def test_the_table_has_them_of_every_exercise() -> None:
    assert {name for name, _ in MISTAKES} >= {*homes()} - {"deep_backward"}
    assert {*TOLD} <= {*LINES}


def answers_in(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [(exercise, body) for exercise, _, body in (line.partition(": ") for line in lines)]


@pytest.mark.filterwarnings("ignore")
def test_three_of_four_unusual_mistakes_are_named_and_nearly_all_are_told_what_to_do() -> None:
    unusual = answers_in("unusual_mistakes.txt")
    reports = [checked(exercise, body) for exercise, body in unusual]
    named = sum(any(verdict.mistake for verdict in report.verdicts) for report in reports)
    assert named >= 0.75 * len(unusual)
    words = [{*view_of(report).diagnosis, *view_of(report).hints} for report in reports]
    assert sum(each <= GENERIC for each in words) <= 0.05 * len(unusual)


@pytest.mark.filterwarnings("ignore")
def test_a_right_answer_in_an_unusual_form_passes() -> None:
    right = answers_in("unusual_right_answers.txt")
    assert [each for each in right if view_of(checked(*each)).mark != PASS] == []
