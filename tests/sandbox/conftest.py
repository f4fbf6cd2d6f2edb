"""The world that attacks are made against."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator

import pytest

from autograder.authoring.course import open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.seed_id import seed_id
from autograder.keys.build import exercise_keys
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from support.attacked_world import HONEST, PATIENT, SECRET, World, public_knowledge
from support.tiny import LESSON, make_course


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> AnswerKey:
    # Of all compositions this one gives away most: what the last inner call returns is the answer.
    lesson = re.sub(
        "(def quad.*?    ### BEGIN SOLUTION\n).*?\n", r"\1    return double(double(x))\n", LESSON, flags=re.DOTALL
    )
    course = make_course(tmp_path_factory.mktemp("course"), lesson=lesson)
    workbook = open_workbook(course, course.course.assignments[0])
    given = tuple(cell.source for cell in workbook.lesson.given)
    solution = (*given, *(cell.source for cell in workbook.lesson.exercises.values()))
    return AnswerKey("tiny", exercise_keys(workbook, SECRET), given, {}, "", seed_id(SECRET), solution)


@pytest.fixture(scope="module", params=[Level.STRICT, Level.PORTABLE], ids=str)
def world(request: pytest.FixtureRequest, key: AnswerKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if request.param not in available():
        pytest.skip(f"this machine has no {request.param} sandbox")
    target, solution = tmp_path_factory.mktemp("target"), tmp_path_factory.mktemp("solution")
    (target / "gradebook.db").write_text("0")
    (solution / "lesson.py").write_text(LESSON, "utf-8")
    for folder in (target, solution):  # nothing but the sandbox is to stand between
        folder.chmod(0o777)
    victim = subprocess.Popen(["sleep", "600"], start_new_session=True)
    with socket.create_server(("127.0.0.1", 0)) as server, open_sandbox("forked", level=request.param) as sandbox:
        server.setblocking(False)
        words = {
            "TARGET": str(target),
            "SOLUTION": str(solution),
            "VICTIM": str(victim.pid),
            "PORT": str(server.getsockname()[1]),
            "PUBLIC": repr(public_knowledge(key)),
            "SECRET": SECRET,
        }
        made = World(sandbox, key, target, victim, server, words)
        # A fork server starts when it is first needed, and so does a reference's.
        for text in (HONEST, f"# %%\nimport matplotlib\n{HONEST}", HONEST.replace("x + x", "x + 1.0")):
            made.grade(text, PATIENT)
        yield made
    victim.kill()
    victim.wait()
