"""Workflows and templates as GitHub reads them: valid, pinned, and of nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).resolve().parents[2]
BUNDLES = ROOT / "autograder" / "bundles" / "templates"
CALLER = BUNDLES / "github" / "push.yml"  # it has no steps: another workflow is its job
WORKFLOWS = [
    path
    for pattern in (".github/workflows/*.yml", "autograder/bundles/templates/github/*.yml")
    for path in sorted(ROOT.glob(pattern))
    if path != CALLER
] + [BUNDLES / "classroom50" / "grade_classroom.yml"]
TOP = {"name", True, "permissions", "jobs", "env", "concurrency", "defaults"}  # YAML 1.1 reads `on` as true
JOB = {"name", "needs", "if", "runs-on", "timeout-minutes", "strategy", "steps", "env", "permissions", "outputs"}
STEP = {"name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory", "continue-on-error"}
EVENTS = {"push", "pull_request", "workflow_dispatch", "schedule", "release", "workflow_call"}
EXPRESSIONS = {"!cancelled()", "github.run_id", "github.run_attempt", "secrets.STUDENTS_TOKEN"}
RUNNERS = {"ubuntu-24.04", "macos-15", "windows-2025"}
pytestmark = pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="not a checkout: there are no workflows")


def read(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


def steps(workflow: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    return (step for job in workflow["jobs"].values() for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestAWorkflow:
    def test_it_has_known_keys_alone(self, path: Path) -> None:
        workflow = read(path)
        assert workflow.keys() <= TOP
        assert set(workflow[True]) <= EVENTS
        for job in workflow["jobs"].values():
            assert job.keys() <= JOB
            assert all(step.keys() <= STEP for step in job["steps"])
            assert all(("run" in step) != ("uses" in step) for step in job["steps"])

    def test_it_may_only_read_and_has_an_end(self, path: Path) -> None:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}
        assert all(0 < job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())

    def test_it_runs_on_systems_that_are_named_with_their_version(self, path: Path) -> None:
        for job in read(path)["jobs"].values():
            matrix = job.get("strategy", {}).get("matrix", {})
            assert set(matrix.get("os", [job["runs-on"]])) <= RUNNERS

    def test_its_actions_are_pinned_by_hash_and_say_the_version(self, path: Path) -> None:
        lines = re.findall(r"uses: (.+)", path.read_text("utf-8"))
        assert lines
        for line in lines:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line

    def test_no_credentials_stay_where_students_code_runs(self, path: Path) -> None:
        checkouts = [step for step in steps(read(path)) if step.get("uses", "").startswith("actions/checkout@")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)

    def test_its_expressions_name_what_there_is(self, path: Path) -> None:
        for job in read(path)["jobs"].values():
            matrix = job.get("strategy", {}).get("matrix", {})
            inputs = (read(path)[True] or {}).get("workflow_dispatch") or {}
            named = {*(f"matrix.{name}" for name in matrix), *(f"inputs.{name}" for name in inputs.get("inputs", ()))}
            for expression in re.findall(r"\$\{\{ *(.+?) *\}\}", str(job)):
                assert expression in {*EXPRESSIONS, *named}

    def test_its_secrets_reach_no_step_that_runs_students_code(self, path: Path) -> None:
        told = [step for step in steps(read(path)) if "secrets." in str(step)]
        assert not [step for step in told if re.search("autograder|make|python", str(step.get("run")))]
        assert "secrets." not in str(read(path).get("env"))


def test_one_action_has_one_version_everywhere() -> None:
    pins = {line for path in WORKFLOWS for line in re.findall(r"uses: (.+)", path.read_text("utf-8"))}
    assert len(pins) == len({pin.split("@")[0] for pin in pins})


def test_a_student_repository_calls_one_workflow_and_gives_it_nothing_but_reading() -> None:
    workflow = read(CALLER)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"] == {"checks": {"uses": "@called@"}}


def test_every_supported_python_is_tried() -> None:
    tried = read(ROOT / ".github/workflows/test.yml")["jobs"]["all"]["strategy"]["matrix"]["python-version"]
    named = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert tried == named


def test_the_tests_that_a_workflow_names_are_there() -> None:
    named = [
        name
        for path in WORKFLOWS
        for step in steps(read(path))
        for name in re.findall(r"tests/\w+", str(step.get("run")))
    ]
    assert named
    assert all((ROOT / name).is_dir() for name in named)


@pytest.mark.parametrize("path", sorted(ROOT.glob(".github/ISSUE_TEMPLATE/[!c]*.yml")), ids=lambda path: path.name)
def test_an_issue_form_has_what_github_requires(path: Path) -> None:
    form = read(path)
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] for field in fields)
    assert len({field["id"] for field in fields}) == len(fields)


def test_the_hooks_before_a_commit_are_those_of_make_lint() -> None:
    (own,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    tools = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in own["hooks"]}
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe is not None
    assert tools == set(re.findall(r"\$\(BIN\)/([\w-]+)", recipe[1]))
