"""An autograder for courses that teach with numpy.

The flow, which the module names follow: lesson → release → submission → sandbox → judge → record → report.
Its words are frozen types: what people write (model) and set (settings), what is asked (calls), what is expected
(keys) and what the judge says (verdicts).
`check("exercise")` is for notebooks, `gradcheck(f, grad, x)` for anyone who has a gradient to check, `figures` for what
is better seen than said.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["check", "figures", "gradcheck"]


def __getattr__(name: str) -> Any:
    # Imported on first use: a worker and a student's terminal should not wait for what they do not need.
    if name == "check":
        from autograder.student.check import check
        from autograder.student.ipython import install_stub_handler

        install_stub_handler()
        return check
    if name == "gradcheck":
        from autograder.gradients.gradcheck import gradcheck

        return gradcheck
    if name == "figures":
        return importlib.import_module("autograder.figures")
    raise AttributeError(f"module 'autograder' has no attribute '{name}'")
