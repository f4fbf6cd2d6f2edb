"""Every attack of tests/attacks/, at each level of the sandbox: it gains nothing, harms nothing and leaves nothing.

An attack is a submission for the tiny course. Its docstring says what it tries and what it is worth: the points that
the same submission gets without its attack (15: both answers are wrong, but of the right shape). In its text

    @TARGET@    is a folder with a gradebook that is not its to touch
    @SOLUTION@  is a folder with the solution
    @VICTIM@    is the id of a process, and @PORT@ a port, that it has no business with
    @PUBLIC@    is what a student can find out from published files: (exercise, input, right result)
    @SECRET@    is a word that only the grader knows
    @U+001B@    is that character

It runs in the sandbox only, takes little if nothing stops it, and touches no other files, processes and ports.
"""

from __future__ import annotations

import ast
import importlib
import re
import resource
import time
from pathlib import Path

import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits, Status
from autograder.core.seed_id import seed_id
from autograder.core.verdicts import Report
from autograder.grading.grade import grade
from autograder.keys.build import PUBLIC_SEED
from autograder.notebooks.marks import settle_marks
from autograder.notebooks.percent import read_percent
from support.attacked_world import HONEST, PATIENT, SECRET, WRONG, World, linux
from support.processes import wait_until

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
SHORT = Limits(call_seconds=0.3, cell_seconds=0.3, total_seconds=0.8, memory_mb=256, reply_mb=1)
NOISE_KB = 48 * 1024


def points(report: Report) -> float:
    return sum(exercise.score for exercise in report.exercises)


def texts(report: Report) -> list[str]:
    verdicts = [verdict for exercise in report.exercises for verdict in exercise.verdicts]
    return [*report.notes, *(exercise.note for exercise in report.exercises), *(each.message for each in verdicts)]


def worth(attack: str) -> float:
    found = re.match('"""[A-Z][^"]*\\n\\nWorth: ([0-9]+)\\n"""\\n', attack)
    assert found, "an attack starts with a docstring: what it tries, and what it is worth without trying"
    return float(found[1])


@linux
@pytest.mark.parametrize("file", ATTACKS, ids=lambda file: file.stem)
def test_an_attack_gains_nothing_and_leaves_nothing(file: Path, world: World) -> None:
    attack = file.read_text("utf-8")
    before, memory, started = world.traces(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    report = world.grade(world.filled(attack), SHORT)
    assert time.monotonic() - started < 30  # SHORT allows a few seconds; a loaded machine takes some more
    assert points(report) <= worth(attack), texts(report)
    assert not {verdict.status for each in report.exercises for verdict in each.verdicts} & {Status.BROKEN}
    for text in texts(report):
        assert text.isprintable()
        assert len(text) < 1000
        assert SECRET not in text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < NOISE_KB
    assert points(world.grade(HONEST, PATIENT)) == 100
    wait_until(lambda: not world.traces().since(before), lambda: world.traces().since(before))


@linux
def test_a_wrong_answer_is_worth_what_the_attacks_say(world: World) -> None:
    assert points(world.grade(WRONG, PATIENT)) == max(worth(file.read_text("utf-8")) for file in ATTACKS) == 15


@linux
def test_what_is_published_is_right(world: World) -> None:
    """Else the attack that knows it by heart would prove nothing."""
    text = world.filled((Path(__file__).parent / "attacks" / "public_answers.py").read_text("utf-8"))
    trials = [exercise.trials[0] for exercise in world.key.exercises]
    exercises = tuple(
        type(each)(each.name, each.points, each.checks, (trial,))
        for each, trial in zip(world.key.exercises, trials, strict=True)
    )
    public = AnswerKey("tiny", exercises, world.key.given, {}, "", seed_id(PUBLIC_SEED))
    assert points(grade(public, settle_marks(read_percent(text))[0], world.sandbox, PATIENT)) == 100


def test_an_attack_on_the_workers_own_names_finds_them() -> None:
    modules = [importlib.import_module(f"autograder.{name}") for name in ("sandbox.worker.main", "core.values")]
    modules += [
        importlib.import_module(f"autograder.sandbox.{name}") for name in ("worker.functions", "protocol.codec")
    ]
    sought = set[str]()
    for name in ("patch_functions", "patch_worker", "rewrite_code", "read_prerequisite"):
        tree = ast.parse((Path(__file__).parent / f"attacks/{name}.py").read_text())
        compared = (node for node in ast.walk(tree) if isinstance(node, ast.Compare | ast.For))
        parts = (part for node in compared for part in ast.walk(node.iter if isinstance(node, ast.For) else node))
        sought |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    sought -= {"__name__", "__module__", ""}
    assert len(sought) > 5
    assert [name for name in sorted(sought) if not any(hasattr(module, name) for module in modules)] == []


def test_there_are_many_attacks() -> None:
    assert len(ATTACKS) >= 60
