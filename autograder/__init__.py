"""An autograder for courses that teach with numpy.

Public, and kept stable: `check("exercise")` and `answer("question", value)` for notebooks, `gradcheck(f, grad, x)` for
anyone who has a gradient to check, `figures` for what is better seen than said; `autograder.student.make_test` for
released tests; for authors `autograder.checks`, `autograder.questions`, `autograder.mistakes` and
`autograder.variants`, for instructors `autograder.settings`, for programs `autograder.api`. Everything else is private
and changes without notice.

The flow, which the rooms' names follow: lesson → release → submission → sandbox → judge → record → report. Its words
are frozen types: what people write (core.model) and set (settings), what is asked (core.calls), what is expected
(core.answer_key) and what the judge says (core.verdicts). ARCHITECTURE.md has the plan.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__all__ = ["answer", "check", "figures", "gradcheck"]

if TYPE_CHECKING:
    from autograder import figures as figures
    from autograder.gradients.gradcheck import gradcheck as gradcheck
    from autograder.student.answer import answer as answer
    from autograder.student.check import check as check
else:
    # Imported on first use: a worker and a student's terminal should not wait for what they do not need.
    def __getattr__(name: str) -> object:
        if name == "check":
            from autograder.student.check import check
            from autograder.student.ipython import install_stub_handler
            from autograder.student.kernel import remember_numpy

            remember_numpy()
            install_stub_handler()
            return check
        if name == "answer":
            from autograder.student.answer import answer

            return answer
        if name == "gradcheck":
            from autograder.gradients.gradcheck import gradcheck

            return gradcheck
        if name == "figures":
            return importlib.import_module("autograder.figures")
        raise AttributeError(f"module 'autograder' has no attribute '{name}'")
