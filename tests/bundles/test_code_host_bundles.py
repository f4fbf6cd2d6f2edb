"""GitHub's and GitLab's templates: the very commands of their workflows, run in a student's repository of each kind."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.course import CourseFolder
from autograder.bundles.github import answer as github_answer
from autograder.bundles.github import command, course_workflows
from autograder.bundles.gitlab import answer as gitlab_answer
from autograder.bundles.graded import grade_here
from autograder.bundles.sealed import public_grader
from autograder.sandbox.host.level import Level
from support.bundled import bundled, can_make_roots, run_in_root, submissions
from support.graders_read import github_reads
from support.oracles import jenkins_reads

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CODES = {"right": 0, "wrong": 1, "hostile": 1, "noisy": 1, "two files": 1, "a web page": 1, "empty": 0, "damaged": 1}
needs_root = pytest.mark.skipif(not can_make_roots(), reason="bubblewrap makes the root that it runs in")


@pytest.fixture(scope="module", params=["github", "gitlab"])
def bundle(request: pytest.FixtureRequest, course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled(request.param, course, tmp_path_factory.mktemp("host") / request.param)


def checking(bundle: Path) -> str:
    """Return the command that checks in a student's repository, as the pipeline has it."""
    files = bundle.glob("students/.git*/**/checks.yml"), bundle.glob("students/.gitlab-ci.yml")
    (path,) = (path for found in files for path in found)
    (line,) = re.findall(r"python (-P -m autograder\.bundles .*)", path.read_text("utf-8"))
    return str(line)


@needs_root
@pytest.mark.parametrize("kind", CODES)
def test_a_push_of_each_kind_is_told_where_it_goes_wrong(
    bundle: Path, course: CourseFolder, tmp_path: Path, kind: str
) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(bundle / "students", checkout)
    (checkout / "assignments" / "tiny" / "tiny.ipynb").unlink()
    (checkout / "assignments" / "tiny" / "tiny.py").unlink()
    for name, text in submissions(course)[kind].items():
        if "/" not in name:
            (checkout / "assignments" / "tiny" / name).write_text(text, "utf-8")
    done = run_in_root(["/opt/proofgrade/bin/python", *checking(bundle).split()], {"/checkout": checkout}, "/checkout")
    assert done.returncode == CODES[kind], done.stderr
    if bundle.name == "gitlab":
        (suite,) = jenkins_reads((checkout / "checks.xml").read_bytes())
        assert suite.get("name") == "tiny/you"
        wrong = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        assert (wrong > 0) == (CODES[kind] == 1)
        assert github_reads(done.stdout) == []
    else:
        _judge_github(kind, done.stdout, (checkout / "summary.md").read_text("utf-8"), checkout)


def _judge_github(kind: str, log: str, summary: str, checkout: Path) -> None:
    found = github_reads(log)
    assert bool(found) == (CODES[kind] == 1)
    assert all(note["file"] == "assignments/tiny/tiny.ipynb" for note in found)
    if kind == "wrong":
        (note,) = found
        line = (checkout / note["file"]).read_text("utf-8").splitlines()[int(note["line"]) - 1]
        assert "def double(" in line
        assert note["title"] == "double"
    assert summary.startswith("# tiny: feedback for you\n")
    assert "\x1b" not in log + summary
    assert len(log + summary) < 10_000
    if kind == "hostile":
        assert "mine" not in log + summary


def test_an_assignment_that_nobody_has_begun_is_one_line(course: CourseFolder) -> None:
    stub = grade_here(public_grader(course.assignments / "tiny"), course.assignments / "tiny", NOW, Level.NONE)
    told = github_answer([stub, stub])
    assert told.document == "# tiny: not attempted yet\n\n# tiny: not attempted yet\n"
    assert (told.printed, told.code) == ("", 0)
    told = gitlab_answer([stub])
    assert (told.printed, told.code) == ("tiny: not attempted yet\n", 0)


def test_what_strangers_chose_is_no_command_in_an_annotation() -> None:
    said = command("error", "a\n::set-output name=x::y 100%", "we,ird:\r\n::name%.py", 3, "a,b:c")
    assert "\n" not in said
    (note,) = github_reads(said)
    assert note["file"] == "we%2Cird%3A%0D%0A%3A%3Aname%25.py"
    assert note["title"] == "a%2Cb%3Ac"
    assert note["message"].endswith("100%25")


def test_students_repositories_call_the_templates_workflow_where_it_is_known(
    course: CourseFolder, tmp_path: Path
) -> None:
    out = bundled("github", course, tmp_path / "out", repository="school/template")
    called = yaml.safe_load((out / "students/.github/workflows/push.yml").read_text("utf-8"))["jobs"]["checks"]["uses"]
    assert called == "school/template/.github/workflows/checks.yml@main"


def test_a_new_course_has_the_very_workflows_of_the_bundle(bundle: Path, tmp_path: Path) -> None:
    from autograder.cli.main import main

    assert main(["new", "course", str(tmp_path / "course")]) == 0
    if bundle.name == "github":
        for name in (".github/workflows/audit.yml", ".github/workflows/grade.yml"):
            assert (tmp_path / "course" / name).read_bytes() == (bundle / "course" / name).read_bytes()


@pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="not a checkout")
def test_this_repository_grades_by_the_same_workflow() -> None:
    made = course_workflows("3.12")[".github/workflows/grade.yml"]
    assert (ROOT / ".github" / "workflows" / "grade.yml").read_bytes() == made


@pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="not a checkout")
def test_pipelines_of_gitlab_say_what_gitlab_knows(bundle: Path) -> None:
    if bundle.name == "gitlab":
        for path in (bundle / "students/.gitlab-ci.yml", bundle / "course/.gitlab-ci.yml"):
            for job in yaml.safe_load(path.read_text("utf-8")).values():
                _judge_job(job)


def _judge_job(job: dict[str, Any]) -> None:
    known = {
        "image",
        "timeout",
        "script",
        "before_script",
        "after_script",
        "artifacts",
        "cache",
        "rules",
        "resource_group",
    }
    assert job.keys() <= known
    assert job["image"].startswith("python:3.")
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["reports"]["junit"].endswith(".xml")
    assert json.dumps(job["script"])
