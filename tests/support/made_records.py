"""Records made by hand: for tests of what is derived from them."""

from __future__ import annotations

from typing import Any


def check(
    name: str,
    status: str = "passed",
    points: float = 0.0,
    max_points: float | None = None,
    *,
    hidden: bool = False,
    message: str = "",
    advice: str = "",
    mistake: str | None = None,
) -> Any:
    """Return what a record holds of a check."""
    most = points if max_points is None else max_points
    kind = name.split()[0]
    made = {"name": name, "kind": kind, "hidden": hidden, "status": status, "points": points, "max_points": most}
    return {**made, "message": message, "advice": advice, "mistake": mistake}


def exercise(name: str, *checks: Any, extra: bool = False, note: str = "") -> Any:
    """Return what a record holds of an exercise; its status is that of the first check that did not pass."""
    status = next((each["status"] for each in checks if each["status"] != "passed"), "passed")
    score, most = (sum(each[key] for each in checks) for key in ("points", "max_points"))
    made = {"name": name, "score": score, "max_score": most, "extra": extra, "status": status}
    return {**made, "note": note, "checks": list(checks)}


def record(*exercises: Any, student: str = "s001", assignment: str = "tiny", **changes: Any) -> Any:
    """Return a record that holds these exercises; its public part holds their checks that are not hidden."""
    public = [exercise(e["name"], *(c for c in e["checks"] if not c["hidden"]), note=e["note"]) for e in exercises]
    notes = changes.pop("notes", [])
    made = {
        "schema": 1,
        "student": student,
        "assignment": assignment,
        "score": sum(each["score"] for each in exercises) - changes.get("late_penalty", 0.0),
        "max_score": sum(each["max_score"] for each in exercises if not each["extra"]),
        "status": "graded",
        "exercises": list(exercises),
        "public": {
            "score": sum(each["score"] for each in public),
            "max_score": sum(each["max_score"] for each in public if not each["extra"]),
            "exercises": public,
            "notes": notes,
        },
        "submission": {"file": f"{assignment}.ipynb", "sha256": "0" * 64},
        "submitted": None,
        "late_penalty": 0.0,
        "notes": notes,
        "assignment_fingerprint": "f",
        "seed": "s",
        "sandbox": "strict",
        "versions": {"autograder": "1", "python": "3", "numpy": "2"},
        "seconds": 0.1,
    }
    return {**made, **changes}
