"""What runs on a student's machine: `check("…")` in a notebook, tests for pytest, and the text of a report.

It may import the judge and the sandbox, never authoring/, batch/ or release/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["check", "make_test"]

if TYPE_CHECKING:
    from autograder.student.check import check as check
    from autograder.student.pytest_cases import make_test as make_test
else:
    # Imported on first use: released tests need one of them, notebooks the other.
    def __getattr__(name: str) -> object:
        if name == "check":
            from autograder.student.check import check

            return check
        if name == "make_test":
            from autograder.student.pytest_cases import make_test

            return make_test
        raise AttributeError(f"module 'autograder.student' has no attribute '{name}'")
