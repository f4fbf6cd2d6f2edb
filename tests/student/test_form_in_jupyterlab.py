"""The form of a question in JupyterLab: what is picked in it is put into the cell, saved, checked and graded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.records.store import read_records
from support.browser_notebook import READ, BrowserNotebook
from support.chromium import Page, opened
from support.tiny import make_course

PROGRAMS = os.environ.get("JUPYTERLAB", "")
SECONDS = 90.0
LESSON = """# %% given="setup"
from autograder import answer

# %% exercise="slope"
answer("slope", ...)

# %% exercise="flat"
answer("flat", ...)
"""
CHECKS = """from autograder.questions import choose_one, choose_several

EXERCISES = [
    choose_one("slope", points=50, ask="What is the slope of $3x$?", right="3", wrong={"0": "No.", "1": "No."}),
    choose_several("flat", points=50, ask="Which are flat?", right={"$y = 1$": "It is.", "$y = 2$": "It is."},
                   wrong={"$y = x$": "It rises.", "$y = -x$": "It falls."}),
]
"""


@contextmanager
def jupyterlab(folder: Path, own: Path) -> Iterator[str]:
    """Serve a folder in JupyterLab to this machine alone; the value is its address. own: for what it keeps."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {name: str(own) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", f"--ServerApp.root_dir={folder}"]
    options += ["--IdentityProvider.token=", "--LabApp.news_url=None", "--LabApp.expose_app_in_browser=True"]
    command = [str(Path(PROGRAMS) / "jupyter-lab"), *options]
    process = subprocess.Popen(command, env=os.environ | places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/lab/tree"
    finally:
        process.terminate()
        process.wait(20)


def picked(page: Page, exercise: str, labels: str) -> None:
    """Tick boxes of a form with the mouse, and wait for the line that it shows."""
    cell = f"cells.find(cell => cell.model.metadata.exercise === {json.dumps(exercise)})"
    page.wait(f"{READ} return !!{cell}.node.querySelector('input[type=checkbox]')")
    for number in map("abcd".index, labels):
        page.run(f"{READ} {cell}.node.querySelectorAll('input[type=checkbox]')[{number}].id = 'now'")
        page.click("#now")
        page.run("document.querySelector('#now').id = ''")
    page.wait(f"{READ} return {cell}.outputArea.node.innerText.includes('it will be')")


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS, reason="JUPYTERLAB names no environment")
def test_what_is_picked_in_a_form_is_saved_and_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(tmp_path / "course", lesson=LESSON, checks=CHECKS, answers="")
    monkeypatch.chdir(course.root)
    assert main(["release"]) == 0
    work = course.root / "submitted" / "ann" / "tiny"
    shutil.copytree(course.root / "assignments" / "tiny", work)
    own = tmp_path / "own"
    own.mkdir()
    with jupyterlab(work, own) as address, opened(f"{address}/tiny.ipynb", width=1300, height=1200) as page:
        notebook = BrowserNotebook(page)
        notebook.run_everything()  # draws the forms
        picked(page, "slope", "ab")  # of one choice, the last counts
        picked(page, "flat", "ad")
        notebook.run_everything()  # puts the lines into the cells
        notebook.run_everything()
        page.run("await window.jupyterapp.commands.execute('docmanager:save')")
    saved = (work / "tiny.ipynb").read_text("utf-8")
    assert 'answer(\\"slope\\", \\"b\\")' in saved
    assert 'answer(\\"flat\\", [\\"a\\", \\"d\\"])' in saved
    assert main(["grade", "--jobs", "1"]) == 0
    (record,) = read_records(course.root / "grades")
    assert {each["name"]: each["checks"][0]["status"] for each in record["exercises"]} == {
        "slope": "passed",
        "flat": "passed",
    }
