"""Data files in the sandbox, at each of its levels: read at the lesson's own paths, changed by nobody, no others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, Job, Outcome, Returned
from autograder.core.model import Cell, Limits
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.host.session import AnySandbox
from support.running import ask

FORKED = [f"forked {level}" for level in Level] if hasattr(os, "pidfd_open") else []
LIMITS = Limits(call_seconds=20, cell_seconds=20, total_seconds=60)


@pytest.fixture(scope="module", params=[*FORKED, "spawned none"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[AnySandbox]:
    kind, level = request.param.split()
    if Level(level) not in available():
        pytest.skip(f"{level} is not available here")
    with open_sandbox(kind, Level(level)) as opened:
        yield opened


def npy() -> bytes:
    import io

    made = io.BytesIO()
    np.save(made, np.arange(6.0).reshape(2, 3))
    return made.getvalue()


FILES = (("data/x.csv", b"1,2\n3,4\n"), ("data/deep/x.npy", npy()))
GIVEN = 'import numpy as np\nTABLE = np.loadtxt("data/x.csv", delimiter=",")\n'
READERS = {
    "opened": 'open("data/x.csv").read()',
    "as_bytes": 'len(open("data/x.csv", "rb").read())',
    "dotted": 'open("./data/../data/x.csv").readline()',
    "by_path": '__import__("pathlib").Path("data", "x.csv").read_text()',
    "by_csv": 'list(__import__("csv").reader(open("data/x.csv", newline="")))',
    "loadtxt": 'np.loadtxt("data/x.csv", delimiter=",")',
    "genfromtxt": 'np.genfromtxt("data/x.csv", delimiter=",")[1, 0]',
    "load": 'np.load("data/deep/x.npy", allow_pickle=False)[1, 2]',
    "listed": '__import__("os").listdir("data")',
    "is_file": '__import__("os").path.isfile("data/x.csv")',
    "at_the_top": "TABLE.sum()",
}
EXPECTED = {
    "opened": "1,2\n3,4\n",
    "as_bytes": 8,
    "dotted": "1,2\n",
    "by_path": "1,2\n3,4\n",
    "by_csv": [["1", "2"], ["3", "4"]],
    "loadtxt": [[1, 2], [3, 4]],
    "genfromtxt": 3.0,
    "load": 5.0,
    "listed": ["deep", "x.csv"],
    "is_file": True,
    "at_the_top": 10.0,
}
CHANGES = {
    "written": 'open("data/x.csv", "w").write("9")',
    "appended": 'open("data/x.csv", "a").write("9")',
    "written_in_place": 'open("data/x.csv", "r+").write("9")',
    "written_though_opened_to_read": 'open("data/x.csv", "rb").write(b"9")',
    "removed": '__import__("os").remove("data/x.csv")',
    "renamed": '__import__("os").rename("data/x.csv", "data/y.csv")',
    "replaced": '(open("mine.csv", "w").close(), __import__("os").replace("mine.csv", "data/x.csv"))',
    "saved": 'np.savetxt("data/x.csv", np.zeros(3))',
}
ELSEWHERE = {
    "absolute": 'open("/etc/passwd").read()',
    "above": 'open("data/../../etc/passwd").read()',
    "hidden": 'open("hidden_data/x.csv").read()',
    "hidden_above": 'open("../hidden_data/x.csv").read()',
    "not_there": 'open("data/none.csv").read()',
}


def notebook(bodies: dict[str, str], files: tuple[tuple[str, bytes], ...] = FILES) -> Job:
    cells = tuple(Cell("code", f"def {name}():\n    return {body}") for name, body in bodies.items())
    return Job((GIVEN,), cells, tuple(bodies), files=files)


def values(sandbox: AnySandbox, bodies: dict[str, str], *, job: Job | None = None) -> dict[str, Outcome]:
    with sandbox.open(job or notebook(bodies), LIMITS) as session:
        return dict(zip(bodies, ask(session, *(Call(name, ()) for name in bodies)), strict=True))


def plain(outcome: Outcome) -> object:
    assert isinstance(outcome, Returned), outcome
    return outcome.value.tolist() if isinstance(outcome.value, np.ndarray) else outcome.value


def test_all_usual_ways_to_read_find_the_shipped_bytes(sandbox: AnySandbox) -> None:
    assert {name: plain(each) for name, each in values(sandbox, READERS).items()} == EXPECTED


def test_nothing_changes_a_file_for_the_next_call_or_the_next_student(sandbox: AnySandbox) -> None:
    first = values(sandbox, {**CHANGES, "opened": READERS["opened"]})
    assert {name for name in CHANGES if not isinstance(first[name], Failed)} == set()
    assert plain(first["opened"]) == "1,2\n3,4\n"
    assert plain(values(sandbox, {"opened": READERS["opened"]})["opened"]) == "1,2\n3,4\n"


def test_no_other_file_is_read(sandbox: AnySandbox) -> None:
    assert {name for name, each in values(sandbox, ELSEWHERE).items() if not isinstance(each, Failed)} == set()


def test_the_next_submission_finds_its_own_files_alone(sandbox: AnySandbox) -> None:
    values(sandbox, {"opened": READERS["opened"]})
    bodies = {"opened": '__import__("os").path.exists("data")'}
    bare = Job((), (Cell("code", f"def opened():\n    return {bodies['opened']}"),), ("opened",))
    assert plain(values(sandbox, bodies, job=bare)["opened"]) is False


def test_a_name_that_leads_out_of_the_folder_reaches_no_file(sandbox: AnySandbox, tmp_path: Path) -> None:
    odd = (("../../outside.csv", b"1"), ("/absolute.csv", b"2"))
    job = notebook({"read": 'open("/absolute.csv").read()'}, (*FILES, *odd))
    assert isinstance(values(sandbox, {"read": ""}, job=job)["read"], Failed)
