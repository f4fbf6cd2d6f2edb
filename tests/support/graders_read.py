"""What other people's graders accept, written from their own rules alone: nothing of the package is imported.

Sources: foundation50/classroom50, `classroom50/result/v1`; prairielearn.readthedocs.io, "External grading";
docs.autolabproject.com, "Guide for Lab Authors"; docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema

TEXT = {"type": "string", "minLength": 1}
WHOLE = {"type": "integer", "minimum": 0}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}
CLASSROOM50 = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release",
                 "review", "datetime", "score", "max-score", "tests"],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), TEXT),
        "assignment_type": {"enum": ["individual", "group"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": INSTANT,
        "graded_at": INSTANT,
        "score": WHOLE,
        "max-score": WHOLE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {"test-name": TEXT, "passed": {"type": "boolean"}, "score": WHOLE, "max-score": WHOLE},
            },
        },
        "submitted_by": {"type": "object"},
    },
}  # fmt: skip


def classroom50_reads(text: str, classroom: str, assignment: str, owner: str) -> tuple[int, int]:
    """Return score and maximum of a result.json that Classroom 50 merges for this repository."""
    result = json.loads(text)
    jsonschema.Draft202012Validator(CLASSROOM50).validate(result)
    assert (result["classroom"], result["assignment"], result["owner"]) == (classroom, assignment, owner)
    for each in (result, *result["tests"]):
        assert each["score"] <= each["max-score"]
    assert sum(test["score"] for test in result["tests"]) == result["score"]
    assert sum(test["max-score"] for test in result["tests"]) == result["max-score"]
    return result["score"], result["max-score"]


def prairielearn_reads(text: str) -> float | None:
    """Return the share of a results.json, None if it says that nothing could be graded."""
    assert len(text.encode()) < 1_000_000
    results = json.loads(text)
    if not results.get("gradable", True):
        assert all(isinstance(error, str) and error for error in results["format_errors"])
        return None
    assert 0.0 <= results["score"] <= 1.0
    for test in results["tests"]:
        assert {"name", "points", "max_points"} <= test.keys()
        assert 0 <= test["points"] <= test["max_points"]
    return float(results["score"])


def prairielearn_accepts(info: dict[str, Any]) -> None:
    """Judge a question's info.json."""
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", info["uuid"])
    assert info["type"] == "v3"
    assert info["gradingMethod"] == "External"
    assert info["title"]
    assert info["topic"]
    options = info["externalGradingOptions"]
    assert options["enabled"]
    assert options["image"]
    assert options["entrypoint"].startswith("/grade/")
    assert 0 < options["timeout"] <= 600
    assert options.get("enableNetworking", False) is False


def autolab_reads(output: str) -> dict[str, float]:
    """Return the scores in the last line that is printed."""
    made = json.loads(output.rstrip("\n").splitlines()[-1])
    assert all(isinstance(score, int | float) for score in made["scores"].values())
    return dict(made["scores"])


COMMAND = re.compile(r"::(error|warning|notice)(?: ([^:]*))?::(.*)")


def github_reads(log: str) -> list[dict[str, str]]:
    """Return the annotations of a step's log; any other line that GitHub would obey is refused."""
    found = []
    for line in log.splitlines():
        if line.startswith("::"):
            command = COMMAND.fullmatch(line)
            assert command is not None, line
            pairs = dict(pair.split("=", 1) for pair in (command[2] or "").split(",") if pair)
            assert pairs.keys() <= {"file", "line", "col", "endLine", "endColumn", "title"}
            found.append({**pairs, "kind": command[1], "message": command[3]})
    assert len(found) <= 10
    return found
