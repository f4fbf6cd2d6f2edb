"""An autograder for courses that teach with numpy.

The flow, which the module names follow: lesson → release → submission → sandbox → judge → record → report.
`check("exercise")` is for notebooks, `gradcheck(f, grad, x)` for anyone who has a gradient to check.
"""

from __future__ import annotations

from typing import Any

__all__ = ["check", "gradcheck"]


def __getattr__(name: str) -> Any:
    # Imported on first use: a worker and a student's terminal should not wait for what they do not need.
    if name == "check":
        from autograder.student import check

        return check
    if name == "gradcheck":
        from autograder.gradient import gradcheck

        return gradcheck
    raise AttributeError(f"module 'autograder' has no attribute '{name}'")
