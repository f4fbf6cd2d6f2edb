"""The lessons are written in words of our own: no run of words is shared with the texts that they draw on.

Those texts are not ours to hand out, so most copies of this repository lie nowhere near them. They are looked for in
the folder that COURSE_SOURCES names, else in `shared/sources` beside the repository.
"""

from __future__ import annotations

import ast
import io
import os
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support.real_course import ASSIGNMENTS, COURSE, LESSONS

RUN = 8  # words
SOURCES = Path(os.environ.get("COURSE_SOURCES") or COURSE.root.parent / "shared" / "sources")
# Titles, which are cited in quotation marks, are names.
FORMULA_CODE_OR_TITLE = re.compile(
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$]*\$|https?://\S+|\"[A-Z][^\"]{0,90}\"", re.DOTALL
)
Run = tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words of prose: formulas, code, titles, numbers and names of one letter are nobody's."""
    plain = FORMULA_CODE_OR_TITLE.sub(" ", text).replace("’", "'").replace("-\n", "").lower()
    found = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", re.sub(r"\S*[_\\^={}<>]\S*", " ", plain))
    return [word for word in found if len(word) > 1 or word in ("a", "i")]


def runs(text: str) -> Iterator[Run]:
    found = words(text)
    return (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


@cache
def of_the_sources() -> dict[Run, str]:
    """Return every run of words of the sources, and where it is."""
    texts = sorted(path for path in SOURCES.glob("*.txt") if path.is_file()) if SOURCES.is_dir() else []
    if not texts:
        pytest.skip(f"the sources are not at {SOURCES}")
    return {run: path.name for path in texts for run in runs(path.read_text("utf-8", errors="replace"))}


def shared(text: str) -> list[str]:
    """Return the passages of a text that stand in the sources too, each as long as it is."""
    known = of_the_sources()
    passages: list[list[str]] = []
    joined = False
    for run in runs(text):
        if run not in known:
            joined = False
        elif joined:
            passages[-1].append(run[-1])
        else:
            passages.append([f"{known[run]}:", *run])
            joined = True
    return [" ".join(passage) for passage in passages]


def of_code(source: str) -> Iterator[str]:
    """Yield the comments and docstrings of Python code."""
    lines = [token.string.lstrip("# ") for token in _tokens(source) if token.type == tokenize.COMMENT]
    yield "\n".join(lines)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(source).readline)


# --- the tests ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_prose_of_a_lesson_is_our_own(name: str) -> None:
    prose = "\n".join(cell.source for cell in LESSONS[name].cells if cell.kind == "markdown")
    assert not shared(prose)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_comments_and_docstrings_of_a_lesson_are_our_own(name: str) -> None:
    code = [cell.source for cell in LESSONS[name].cells if cell.kind == "code"]
    assert not [passage for source in code for text in of_code(source) for passage in shared(text)]


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.parametrize("file", ["checks.py", "answers.py"])
def test_what_students_are_told_about_their_answers_is_our_own(name: str, file: str) -> None:
    source = (COURSE.solutions / name / file).read_text("utf-8")
    assert not [passage for text in of_code(source) for passage in shared(text)]


def test_formulas_code_titles_and_names_are_nobody_s() -> None:
    text = 'The sum $a + b$ of `x` and W_1, 3 times,\n```\nx = 1\n``` isn’t\n$$ L $$ a y_2 loss, see "The Gradient".'
    assert words(text) == [*("the", "sum", "of", "and", "times", "isn't", "a", "loss", "see")]


def test_a_run_of_shared_words_is_found_across_lines_and_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict.fromkeys(runs("we went up the hill $h$ and came down on the other side"), "walk.txt")
    monkeypatch.setitem(globals(), "of_the_sources", lambda: known)
    assert shared("When we went up the hill\nand came $x$ down. Then on the way") == [
        "walk.txt: we went up the hill and came down"
    ]
    assert not shared("When we went down the hill and came up on the other side")
