"""A worker that is started before anybody asks for one: taken once, and gone if nobody came."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.sandbox.process import start_worker, worker_ahead


def test_the_first_to_ask_gets_the_worker_that_was_started_ahead() -> None:
    from autograder.sandbox import process

    with worker_ahead():
        (ahead,) = process._ahead
        first, second = start_worker(), start_worker()
        assert first is ahead
        assert second is not ahead
        for worker in (first, second):
            worker.finish(0.0)


def test_a_worker_that_nobody_asked_for_is_gone_at_the_end() -> None:
    from autograder.sandbox import process

    with worker_ahead():
        (ahead,) = process._ahead
    assert process._ahead == []
    assert ahead._process.poll() is not None


def test_starting_one_ahead_imports_no_numpy_here() -> None:
    code = "import sys, autograder.sandbox.process; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0
