"""The untrusted side: runs a submission's cells, then its calls, and sends a reply after each.

It only says what the functions returned. Whether that is right, it cannot know: it holds no answer.
`python -m autograder.sandbox.worker.main` does one order from standard input and replies on standard output.
"""

from __future__ import annotations

import _thread
import gc
import os
import queue
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from autograder.core.calls import Call, Failed, Job, Outcome, Returned, leaves
from autograder.core.model import Cell, Status
from autograder.core.question.record import keep_answer
from autograder.core.text import single_line
from autograder.core.units import MB
from autograder.errors import AutograderError
from autograder.sandbox.protocol.compile import CELL_FILE, GIVEN_FILE
from autograder.sandbox.protocol.control import CHUNK
from autograder.sandbox.protocol.messages import CallDone, CellDone, Order, Ready, Round, decode_order
from autograder.sandbox.worker.allowed_imports import guard_imports, hide_import_path
from autograder.sandbox.worker.channel import DEAD_GRADER, Channel
from autograder.sandbox.worker.functions import Functions
from autograder.sandbox.worker.hardening import apply_limits
from autograder.sandbox.worker.machine import settle
from autograder.sandbox.worker.memory_folder import MemoryFolder
from autograder.sandbox.worker.notebook import RECURSION_LIMIT, Notebook
from autograder.sandbox.worker.own_modules import keep_own_modules
from autograder.sandbox.worker.refusals import Refusals
from autograder.sandbox.worker.remote_calls import install_proxies
from autograder.sandbox.worker.seccomp import Filter
from autograder.sandbox.worker.selftest import assert_confined

PACKAGE = __package__.partition(".")[0]


class _Run:
    """The submission's notebook, run from its first cell to its last."""

    def __init__(self, order: Order, given: Sequence[CodeType | None], channel: Channel) -> None:
        self._order, self._given, self._channel = order, given, channel
        self._random = _needs_random_numbers(order.job)
        MemoryFolder(order.job.files).install()
        self.notebook = Notebook(order.job.modules)
        self.notebook.keep_results(cell.source for cell in order.job.cells)
        self.functions = Functions(self.notebook.namespace, order.job.exercises)
        vars(sys.modules[PACKAGE])["answer"] = self._answer

    def _answer(self, question: object = None, value: object = ..., unit: object = "") -> None:
        """Be `answer("question", value)` in the student's cells."""
        if isinstance(question, str) and question in self._order.job.exercises:
            keep_answer(self.notebook.namespace, question, value, unit)

    def given(self) -> str | None:
        """Run the given cells; return what went wrong in the first that failed."""
        since, problem = dict(self.notebook.namespace), None
        self._seed()
        for number, source in enumerate(self._order.job.given):
            error = self.notebook.run(source, GIVEN_FILE.format(number), self._given[number])
            if error is not None and problem is None:
                problem = single_line(f"the assignment's given cell {number + 1}: {error}")
        self.functions.keep_given(since)
        return problem

    def cells(self) -> None:
        """Run the student's cells, with a reply after each."""
        for number, cell in enumerate(self._order.job.cells):
            self._cell(number, cell)
        self.functions.restore()

    def _cell(self, number: int, cell: Cell) -> None:
        skip = self._order.skip
        error = skip.get(number)
        if cell.exercise:
            self.functions.before_cell(cell.exercise)
        if number not in skip:
            error = self.notebook.run(cell.source, CELL_FILE.format(number)) if cell.kind == "code" else None
        if cell.exercise:
            self.functions.after_cell(cell.exercise, number, error)
        if number not in skip:
            self._channel.send(CellDone(number, error))

    def _seed(self, number: int = 0) -> None:
        if self._random:
            random.seed(number)
            np.random.seed(number)

    def calls(self, asked: Round) -> None:
        """Answer a round of calls, with a reply after each."""
        if asked.references:
            install_proxies(self.notebook.namespace, asked.references, self.functions.names, self._channel.ask)
        for number, call in enumerate(asked.calls):
            if number not in asked.skip:
                # A call must not depend on those before it; nor may chance be kind to all of them.
                self._seed(number)
                outcome = _answer(number, call, self.functions, self._order.reply_mb * MB)
                self._channel.send(CallDone(number, outcome))


def serve(order: Order, given: Sequence[CodeType | None], channel: Channel) -> None:
    """Do an order, then the rounds of calls as they come. given: the given cells compiled."""
    # `check("…")` belongs to the student's own kernel; the package is loaded already, so nothing is imported for it.
    vars(sys.modules[PACKAGE])["check"] = lambda *_, **__: None
    run = _Run(order, given, channel)
    channel.send(Ready(run.given()))
    run.cells()
    for asked in channel.rounds():
        if asked.afresh:
            channel.forget()
            del run
            gc.collect()  # else the notebooks add up: functions and their globals hold each other
            run = _Run(order, given, channel)
            run.given()
            run.cells()
        run.calls(asked)


def _needs_random_numbers(job: Job) -> bool:
    """Say whether somebody may ask for random numbers: to seed takes as long as many a call."""
    return any("random" in source for source in (*job.given, *(cell.source for cell in job.cells)))


def _answer(number: int, call: Call, functions: Functions, reply_bytes: int) -> Outcome:
    sys.setrecursionlimit(RECURSION_LIMIT)
    outcome = functions.call(call)
    if isinstance(outcome, Returned) and _bytes(outcome.value) > reply_bytes:
        return Failed(Status.ERROR, f"`{call.function}` returned more than {reply_bytes // MB} MB")
    return outcome


def _bytes(value: Any) -> int:
    return sum(part.nbytes for part in leaves(value) if isinstance(part, np.ndarray))


def silence(null: int) -> None:
    """Send all that is printed nowhere, and let reading from standard input find its end; null is open on /dev/null."""
    for descriptor in (0, 1, 2):
        if descriptor != null:
            os.dup2(null, descriptor)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = sys.stdout
    sys.argv = ["notebook"]


def work(channel: Channel, seccomp: Filter | None = None, size: int | None = None) -> None:
    """Do what the grader says, within its limits and under a filter of system calls.

    size: the bytes of this process's address space, where they are known.
    """
    order, given = decode_order(*channel.next_frame())
    if _needs_random_numbers(order.job):
        import_module("numpy.random")  # which numpy loads when it is first used: too late for a copy of our own
    keep_own_modules()
    apply_limits(order.memory_mb, order.cpu_seconds, size)
    settle()
    guard_imports(order.job.modules)
    if seccomp is None:
        Refusals().install()
        hide_import_path()
    else:
        seccomp.confine()
        # Nothing of a student's has run yet, and nothing will where this does not hold.
        try:
            assert_confined()
        except AutograderError as error:
            channel.send(Ready(single_line(str(error))))
            return
    serve(order, given, channel)


def forget_our_folder() -> None:
    """Take the folder of this package off the import path unless it is where all packages are."""
    home = str(Path(__file__).resolve().parents[3])
    if not home.endswith("-packages"):
        with suppress(ValueError):
            sys.path.remove(home)


def _read_ahead(source: int, chunks: queue.SimpleQueue[bytes]) -> None:
    """Pass on what comes; when the grader's end of the channel closes, end this process, whatever it does."""
    with suppress(OSError):
        while chunk := os.read(source, CHUNK):
            chunks.put(chunk)
    os._exit(DEAD_GRADER)


def main() -> None:
    """Be a spawned worker."""
    source, sink = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    null = os.open(os.devnull, os.O_RDWR)
    silence(null)
    os.close(null)
    forget_our_folder()
    chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    _thread.start_new_thread(_read_ahead, (source, chunks))  # which no notebook counts among its own
    work(Channel(chunks.get, sink))
    os._exit(0)


if __name__ == "__main__":
    main()
