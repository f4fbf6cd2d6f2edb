"""nbgrader's own programs as referees: they grade as we do, tell right from wrong, and show what we exported.

Each is the program that is installed, in a process of its own and for a bounded time; a course of three students of the
sample class: one who solved it, one who handed in the stub, and a mixture.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.main import main
from autograder.cli.sample_class import make_class
from autograder.records.store import read_records
from support.browser import CHROMIUM
from support.real_course import COURSE, workbook

nbgrader = pytest.importorskip("nbgrader.api")
pytest.importorskip("ipykernel")
pytestmark = pytest.mark.slow

NAME = "derivatives"
SECONDS = 400  # on a machine that has other things to do; 20 otherwise
TOKEN = "of-this-test-alone"


def nbgrader_says(folder: Path, *command: str) -> str:
    """Return what one of nbgrader's programs prints, the word of its exit code in front."""
    environment = {**os.environ, "HOME": str(folder), "JUPYTER_DATA_DIR": str(folder / "jupyter")}
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return f"{'done' if ran.returncode == 0 else 'failed'}: {ran.stdout}{ran.stderr}"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three students of the sample class, graded and exported; one of them has an override and is to see it."""
    root = tmp_path_factory.mktemp("term")
    for name in ("solutions", "assignments"):
        shutil.copytree(getattr(COURSE, name) / NAME, root / name / NAME)
    config = (COURSE.root / "course_config.py").read_text("utf-8")
    (root / "course_config.py").write_text(
        re.sub(r"(?m)^        Assignment\((?!\"derivatives\").*\n", "", config), "utf-8"
    )
    make_class([workbook(NAME)], COURSE.assignments, root / "submitted", 9)
    for number in (2, 3, 4, 6, 7, 8):
        shutil.rmtree(root / f"submitted/s{number:03}")
    (root / "decisions").mkdir()
    (root / "decisions/overrides.csv").write_text(
        f"student,assignment,exercise,score,reason\ns009,{NAME},square,1.25,graded by hand\n", "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["grade", "--quiet", "--unsafe-no-sandbox"]) == 0
        assert main(["export", "nbgrader", "grades"]) == 0
    return root / "grades/exports/nbgrader"


def book(course: Path) -> Any:
    return nbgrader.Gradebook(f"sqlite:///{course}/gradebook.db")


def test_formgrader_shows_scores_and_comments_and_what_is_graded_by_hand_there_becomes_an_override(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with book(exported) as found:
        (mixed,) = found.find_submission(NAME, "s009").notebooks
        score, comment = mixed.score, next(each.comment for each in mixed.comments if each.name == "square")
        place = mixed.id
    with formgrader(exported, tmp_path) as address:
        assert "derivatives" in shown(f"{address}/formgrader?token={TOKEN}", tmp_path)
        table = shown(f"{address}/formgrader/gradebook/{NAME}/{NAME}", tmp_path)
        page = shown(f"{address}/formgrader/submissions/{place}/", tmp_path)
        grades = {each["name"]: each for each in asked(f"{address}/formgrader/api/grades?submission_id={place}")}
        # What the page sends when a score is typed into its field.
        asked(f"{address}/formgrader/api/grade/{grades['check-relu']['id']}", {"manual_score": 2.5})
    assert f"{score:g} / 105" in table
    assert "0 / 105" in table
    assert comment.splitlines()[0] in page
    assert re.search(rf'id="check-relu"[^>]*placeholder="{grades["check-relu"]["auto_score"]:g}"', page)
    assert grades["check-square"]["manual_score"] == 1.25
    monkeypatch.chdir(exported.parents[2])
    assert main(["import", "nbgrader", str(exported)]) == 0
    assert f"s009,{NAME},relu,2.5,graded by hand in nbgrader" in Path("decisions/overrides.csv").read_text("utf-8")


class formgrader:
    """nbgrader's formgrader on loopback, on a port of its own, until the block ends."""

    def __init__(self, course: Path, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": str(self._port),
            "ServerApp.port_retries": "0",
            "ServerApp.allow_root": "True",
            "ServerApp.open_browser": "False",
            "ServerApp.default_url": "/formgrader",
            "ServerApp.jpserver_extensions": "{'nbgrader': True}",
            "IdentityProvider.token": TOKEN,
        }
        command = [sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items())]
        environment = {**os.environ, "HOME": str(home)}
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(command, cwd=course, env=environment, stdout=quiet, stderr=quiet)

    def __enter__(self) -> str:
        address, until = f"http://127.0.0.1:{self._port}", time.monotonic() + SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/api", timeout=10).close()
                return address
            time.sleep(0.2)
        self.__exit__()
        raise AssertionError("formgrader did not start")

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._server.wait(20)
        self._server.kill()
        self._server.wait()


def asked(address: str, more: dict[str, Any] | None = None) -> Any:
    """Return what formgrader's own interface answers; more is written, as its page does."""
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = json.dumps(more).encode() if more else None
    request = urllib.request.Request(address, data, headers, method="PUT" if more else "GET")
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.loads(answer.read())


def shown(address: str, home: Path) -> str:
    """Return a page's DOM once its scripts have run; home keeps the cookie that the token has earned."""
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=30000", "--dump-dom"]
    command = [str(CHROMIUM), *options, f"--user-data-dir={home / 'browser'}", address]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS).stdout


def test_nbgrader_exports_the_grades_and_generates_feedback_from_what_was_written(exported: Path) -> None:
    assert nbgrader_says(exported, "export").startswith("done")
    assert f"\n{NAME}," in (exported / "grades.csv").read_text("utf-8")
    assert nbgrader_says(exported, "generate_feedback", NAME, "--force").startswith("done")
    page = (exported / f"feedback/s009/{NAME}/{NAME}.html").read_text("utf-8")
    assert "1.25" in page
    assert "points" in page


def validated(exported: Path, folder: str) -> str:
    return nbgrader_says(exported, "validate", f"{folder}/{NAME}/{NAME}.ipynb")


def test_nbgrader_validate_tells_the_truth_of_a_stub_and_of_a_solution(exported: Path) -> None:
    assert "The following" in validated(exported, "release")
    assert "Success! Your notebook passes all the tests." in validated(exported, "submitted/s001")


@pytest.fixture(scope="module")
def autograded(exported: Path) -> Path:
    """The same course, graded once more by stock `nbgrader autograde`."""
    assert nbgrader_says(exported, "autograde", NAME, "--force").startswith("done")
    return exported


def test_stock_autograde_gives_the_public_points_of_each_exercise(autograded: Path) -> None:
    public = {record["student"]: record["public"] for record in read_records(autograded.parents[1])}
    assert {each["score"] for each in public.values() if each} >= {0.0}
    with book(autograded) as found:
        for student, ours in public.items():
            (notebook,) = found.find_submission(NAME, student).notebooks
            grades = {each.name.removeprefix("check-").replace("-", "_"): each.auto_score for each in notebook.grades}
            # An answer to a question waits for a teacher.
            theirs = {name: score or 0.0 for name, score in grades.items()}
            assert theirs == {each["name"]: each["score"] for each in ours["exercises"]}
