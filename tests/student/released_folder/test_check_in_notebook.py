"""check("…") in a notebook: one line where all is well, and a sentence for all that can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.student.check import check
from support.students_folder import REPOSITORY


def run(source: str, **names: object) -> None:
    """Run the code of a notebook's cells."""
    exec(compile(source, "<notebook>", "exec"), {"np": np, "check": check, **names})


Printed = Callable[[], str]


@pytest.fixture
def printed(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """What was printed so far, with the folder as the current one."""
    monkeypatch.chdir(folder)
    return lambda: capsys.readouterr().out


def test_in_a_notebook_too_an_earlier_exercise_is_to_be_fixed_first(printed: Printed) -> None:
    names = {"double": lambda x: 3 * x, "quad": lambda x: 9 * x, "check": check, "np": np}
    exec('check("quad")', names)
    assert "it may rest on `double`, which is not right yet: fix that first" in printed()
    exec('check("quad")', names | {"double": lambda x: 2 * x})
    assert "rest on" not in printed()


def test_check_prints_one_line_when_all_is_well(printed: Printed) -> None:
    run('def double(x):\n    return 2 * x\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_without_a_name_checks_all_that_is_defined(printed: Printed) -> None:
    run("def double(x):\n    return 2 * x\ncheck()")
    assert printed() == "✓ double: passes all 2 public checks\n"
    run("def double(x):\n    return 2 * x\ndef quad(x):\n    return 3 * x\ncheck()")
    assert [line[:10] for line in printed().splitlines() if line[0] != " "] == ["✓ double: ", "✗ quad: pa"]
    run("check()")
    assert printed() == "check(): no exercise is defined here yet: run the cells above, then this one again\n"


def test_a_newer_definition_that_is_no_python_is_not_passed_over(printed: Printed) -> None:
    cells = ["def double(x):\n    return 3 * x", "def double(x):\n    return 2 * (x"]
    run("def double(x):\n    return 3 * x\ncheck('double')", In=cells)
    assert "the newest `double` did not run, an older one was checked: line 2: SyntaxError: '(' was" in printed()
    run("def double(x):\n    return 3 * x\ncheck('double')", In=[*cells, cells[0]])
    assert "newest" not in printed()


def test_check_takes_the_function_itself_too(printed: Printed) -> None:
    run("def double(x):\n    return 2 * x\ncheck(double)")
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_of_a_stub_says_not_attempted(printed: Printed) -> None:
    run('def double(x):\n    raise NotImplementedError()\ncheck("double")')
    assert printed() == "· double: not attempted yet\n"


def test_check_names_a_known_mistake(printed: Printed) -> None:
    run('def double(x):\n    return x\ncheck("double")')
    assert "public checks\n    The input is returned as it came: double it.\n" in printed()


def test_check_of_a_function_that_raises_prints_a_sentence(printed: Printed) -> None:
    run('def double(x):\n    return {}["k"]\ncheck("double")')
    out = printed()
    head, meaning, raised, see, line = out.splitlines()
    assert head == "✗ double: passes none of 2 public checks"
    assert meaning.startswith("    The dictionary has no such key")
    assert raised.startswith("    `double` raised KeyError: 'k'")
    assert see == "    To see it, run in a cell:"
    assert line.startswith("        double(np.array([")


def test_check_before_the_cell_was_run_says_to_run_it(printed: Printed) -> None:
    run('check("double")')
    assert printed() == "· double: `double` is not defined here yet: run the cells above, then this one again\n"


def test_check_of_a_function_below_a_magic_that_does_not_run_it_says_so(printed: Printed) -> None:
    cell = "get_ipython().run_cell_magic('bash', '', 'def double(x):\\n    return 2 * x\\n')\n"
    run('check("double")', In=["", cell])
    assert printed() == (
        "· double: its cell begins with %%bash, so nothing in it is run: take that line out, and run it again\n"
    )


def test_check_of_a_misspelt_exercise_offers_the_right_name(printed: Printed) -> None:
    run('check("duoble")')
    assert printed() == 'check("duoble"): there is no such exercise; did you mean check("double")?\n'


def test_check_of_an_unknown_exercise_lists_those_there_are(printed: Printed) -> None:
    run('check("zzz")')
    assert printed() == 'check("zzz"): there is no such exercise; there are: double, quad\n'


def test_check_in_a_wrong_folder_says_where_the_notebook_belongs(
    printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    run('check("double")')
    assert printed().startswith('check("double"): no public_checks.json in ')


def test_check_finds_the_folder_from_the_one_above(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("..")
    run('def double(x):\n    return 2 * x\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n"


@pytest.mark.parametrize("name", ["__file__", "__vsc_ipynb_file__"])
def test_check_finds_the_folder_of_the_file_wherever_it_is_run(
    printed: Printed, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    run('def double(x):\n    return 2 * x\ncheck("double")', **{name: str(folder / "tiny.ipynb")})
    assert printed() == "✓ double: passes all 2 public checks\n"


def test_check_of_damaged_public_checks_says_so(printed: Printed, folder: Path) -> None:
    (folder / "public_checks.json").write_bytes(b"\xff\xfe[]")
    run('check("double")')
    assert printed() == "public_checks.json is damaged: copy it afresh from the released assignment\n"


def test_check_hands_out_fresh_copies_of_the_arguments(printed: Printed) -> None:
    run('def double(x):\n    x *= 2\n    return x\ncheck("double")\ncheck("double")')
    assert printed() == "✓ double: passes all 2 public checks\n" * 2


def test_check_leaves_numpys_random_and_error_state_alone(printed: Printed) -> None:
    np.random.seed(17)
    before, errors = np.random.get_state()[1].tolist(), np.geterr()  # type: ignore[union-attr]
    noisy = 'np.random.seed(1)\n    np.random.rand(3)\n    np.seterr(all="raise")'
    run(f'def double(x):\n    {noisy}\n    return 2 * x\ncheck("double")')
    assert np.random.get_state()[1].tolist() == before  # type: ignore[union-attr]
    assert np.geterr() == errors
    assert printed().startswith("✓")


def test_check_lets_the_student_interrupt(printed: Printed) -> None:
    with pytest.raises(KeyboardInterrupt):
        run('def double(x):\n    raise KeyboardInterrupt\ncheck("double")')


def test_check_works_in_a_real_notebook(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(folder / "tiny.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("raise NotImplementedError()", "return 2 * x")
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=60).execute()
    shown = [cell.outputs[0] for cell in notebook.cells if "check" in cell.metadata]
    assert {output.output_type for output in shown} == {"display_data"}  # a result would be nbgrader's score
    said = [output.data["text/plain"] for output in shown]
    assert said[0] == "✓ double: passes all 2 public checks"
    assert said[1].startswith("✗ quad: passes 1 of 2 public checks\n")
    assert "The input is doubled only once: do it again.</div>" in shown[1].data["text/html"]
    assert "The input is doubled only once: do it again." in said[1]
