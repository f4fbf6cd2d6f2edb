"""What grading allows, as JSON beside the public checks, so that a student's own check goes by the same rules."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from autograder.core.model import Limits
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.core.answer_key import Rules

FILE, RULES_FILE = "public_checks.json", "grading_rules.json"


def dump_rules(rules: Rules) -> str:
    """Return rules as JSON text."""
    made = {"schema": 1, "python": rules.python, "modules": list(rules.modules), "limits": asdict(rules.limits)}
    if rules.hint_level is not None:
        made["hint_level"] = rules.hint_level
    return json.dumps(made, indent=1) + "\n"


def read_json(text: str) -> Any:
    """Return what a released file holds. Raises ValueError.

    A site serves it as one JSON string: JupyterLite rewrites every JSON file, and would make 1 of 1.0.
    """
    found = json.loads(text)
    return json.loads(found) if isinstance(found, str) else found


def load_rules(text: str) -> Rules:
    """Return the rules that dump_rules wrote; limits that are not known here are left out. Raises UsageError."""
    from autograder.core.answer_key import Rules  # not above: most come here for the name of a file

    try:
        made = read_json(text)
        known = {each.name for each in fields(Limits)}
        limits = {name: value for name, value in made["limits"].items() if name in known and value > 0}
        level = made.get("hint_level")
        fixed = level if isinstance(level, int) else None
        return Rules(tuple(map(str, made["modules"])), Limits(**limits), str(made["python"]), fixed)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{RULES_FILE} is damaged: copy it afresh from the released assignment") from error
