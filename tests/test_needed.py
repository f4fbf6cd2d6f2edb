"""Which cells of a submission run: all that an answer may rest on, and nothing that only draws and prints."""

from __future__ import annotations

import pytest

from autograder.model import Cell
from autograder.needed import SOURCE_AT_MOST, names_bound, names_read, needed

PLOT = "import matplotlib.pyplot as plt\n\nx = [1, 2]\nplt.plot(x)"
HOUSE = "house = 3\nprint(house)"
STREET = "street = [house, house]\nfor number in street:\n    print(number)"
UNMARKED = (PLOT, HOUSE, STREET)


def answer(source: str) -> Cell:
    return Cell("code", source, exercise="f")


def run(*sources: str) -> list[str]:
    """Return which cells run beside an answer that needs nothing."""
    cells = [*(Cell("code", source) for source in sources), answer("def f(x):\n    return 2 * x")]
    return [cell.source for cell in needed(cells, UNMARKED)][:-1]


def with_answer(source: str) -> list[str]:
    """Return which of the lesson's own cells run beside an answer."""
    return [cell.source for cell in needed([*(Cell("code", cell) for cell in UNMARKED), answer(source)], UNMARKED)][:-1]


def test_cells_of_the_lesson_that_nothing_reads_do_not_run() -> None:
    assert run(*UNMARKED) == []


def test_a_cell_that_differs_in_blank_lines_only_is_the_lessons_own() -> None:
    assert run("\nhouse = 3   \n\nprint(house)\n") == []


def test_a_students_own_cell_runs() -> None:
    assert run("helper = 3") == ["helper = 3"]


def test_a_cell_of_the_lesson_that_was_changed_runs() -> None:
    assert run(HOUSE.replace("3", "4")) == [HOUSE.replace("3", "4")]


def test_an_answer_always_runs_even_where_it_reads_like_a_cell_of_the_lesson() -> None:
    assert needed([answer(HOUSE)], UNMARKED) == (answer(HOUSE),)


def test_a_cell_whose_name_an_answer_reads_runs() -> None:
    assert with_answer("def f(y):\n    return y + house") == [HOUSE]


def test_what_such_a_cell_reads_runs_too() -> None:
    assert with_answer("def f(y):\n    return street") == [HOUSE, STREET]


def test_an_import_in_a_cell_of_the_lesson_counts_as_a_name() -> None:
    assert with_answer("def f(y):\n    plt.plot(y)") == [PLOT]


def test_the_order_of_the_file_is_kept() -> None:
    assert run(HOUSE, "a = house", PLOT, "b = 1") == [HOUSE, "a = house", "b = 1"]


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x",
        "def f(y, x=2):\n    return x",
        "def f(y: int, *x: float, **house) -> float:\n    return x",
        "async def f(\n    y,\n    x,\n):\n    return x",
        "def f(y):\n    x = y\n    return x",
        "def f(y):\n    for x, house in y:\n        return x",
        "def f(y):\n    if y:\n        x, house = y\n    return x",
        "def f(y):\n    return [x + g(x, house) for x, house in y]",
        "def f(y):\n    return sum(x for z in y for x in z if x > 0)",
        "def f(y):\n    # x is not what it was\n    return y.x",
        'def f(y):\n    """Return x at `house`."""\n    return "x" + \'house\'',
    ],
)
def test_a_functions_own_names_are_no_names_of_the_lesson(source) -> None:
    assert with_answer(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(y=x):\n    return y",
        "def f(x=x):\n    return x",
        "def f(y: x):\n    return y",
        "def f(y) -> x:\n    return y",
        "@x\ndef f(y):\n    return y",
        "def f(y):\n    x[0] = 1\n    return y",
        "def f(y):\n    x.y = 1\n    return y",
        "def f(y):\n    print(\n        x=3,\n    )\n    return x",
        "def f(y):\n    def g():\n        x = 3\n    return x",
        "def f(y):\n    return x == 3",
        "def f(y):\n    return f'{x}'",
        "def f(y):\n    return 'it''s' + x + 'it''s'",
        "def f(y):\n    return '''\n''' + x + '''\n    x = 1\n'''",
        "def f(y):\n    a = '\\''; return x # '",
        "def f(y):\n    return ｘ",
        "class A:\n    def f(self, x):\n        return x",
        "f = lambda y: x",
        "def f(y):\n    return [x for x in x]",
        "def f(y):\n    return [x for x in y] + x",
        "def f(y):\n    return [z for z in y if x]",
        "if True:\n    def f(x):\n        return x",
        "    def f(x):\n        return x",
        "def f(y):\n    return y.a + (1).real + x",
    ],
)
def test_where_the_text_leaves_a_doubt_the_cell_runs(source) -> None:
    assert PLOT in with_answer(source)


@pytest.mark.parametrize(
    "trick",
    ["globals()['x']", "eval('x')", "get_ipython()", "f.__globals__", "vars()", "sys.modules", "getattr(y, 'x')"],
)
def test_a_text_that_may_read_any_name_has_every_cell_run(trick) -> None:
    assert with_answer(f"def f(y):\n    return {trick}") == list(UNMARKED)


@pytest.mark.parametrize("line", ["%matplotlib inline", "!ls", "x?", "%%time\nf(x)"])
def test_a_cell_with_magics_has_every_cell_run(line) -> None:
    assert run(*UNMARKED, line) == [*UNMARKED, line]


def test_names_that_a_cell_keeps_to_itself_are_not_bound_by_it() -> None:
    source = "def g(a):\n    b = a\n    global c\n    c = 1\nd = [e for e in range(3)]\nimport numpy.linalg"
    assert names_bound(source) == {"g", "c", "d", "numpy"}


def test_a_file_of_monstrous_size_runs_as_it_is() -> None:
    cells = (Cell("code", "#" * SOURCE_AT_MOST), Cell("code", HOUSE))
    assert needed(cells, UNMARKED) == cells


@pytest.mark.parametrize(
    "piece",
    [
        *('"""\\', "'\\", '"', "f'", "\\'", "(", "()", "[(", "def f(", "a,", " a,a", "# ", "a=", "x\n ", " for a,b "),
        *("[for a in ", "[a for a in a]", "for "),
    ],
)
def test_a_hostile_text_is_read_to_its_end(piece) -> None:
    source = (piece * SOURCE_AT_MOST)[:SOURCE_AT_MOST]  # so long that a quadratic reading would take minutes
    names_read(source)
    names_read(f"def f(y):\n    {source}")
