"""A worker that is started before one is asked for: used once, and gone if it was not needed; and when to fork one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autograder.sandbox.host import fast_start as fast_start
from autograder.sandbox.host.fork import InProcessForkSandbox
from autograder.sandbox.host.spawned_process import SpawnedWorker, start_worker, worker_ahead


def test_the_first_to_ask_gets_the_worker_that_was_started_ahead() -> None:
    from autograder.sandbox.host import spawned_process as process

    with worker_ahead():
        (ahead,) = process._ahead
        first, second = start_worker(), start_worker()
        assert first is ahead
        assert second is not ahead
        for worker in (first, second):
            worker.finish()


def test_a_worker_that_nobody_asked_for_is_gone_at_the_end() -> None:
    from autograder.sandbox.host import spawned_process as process

    with worker_ahead():
        (ahead,) = process._ahead
    assert process._ahead == []
    assert ahead._process.poll() is not None


def test_starting_one_ahead_imports_no_numpy_here() -> None:
    modules = "autograder.sandbox.host.spawned_process, autograder.sandbox.host.fast_start"
    code = f"import sys, {modules}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0


def test_a_process_with_threads_is_not_forked_and_one_is_started_ahead_instead() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert not fast_start.can_fork_here()
        with fast_start.fast_start() as kind:
            assert kind == "spawned"
            worker = InProcessForkSandbox().start_worker()
            assert isinstance(worker, SpawnedWorker)
            worker.finish()
    finally:
        over.set()
        thread.join()


def test_without_a_pidfd_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listdir", lambda _: ["1"])
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    assert not fast_start.can_fork_here()
