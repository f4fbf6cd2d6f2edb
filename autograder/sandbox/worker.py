"""The untrusted side: runs a submission's cells, then its calls, and sends a reply after each.

It only says what the functions returned. Whether that is right, it cannot know: it holds no answer.
`python -m autograder.sandbox.worker` does one order from standard input and replies on standard output.
"""

from __future__ import annotations

import os
import queue
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.errors import AutograderError, WireError
from autograder.model import Call, Cell, Failed, Opaque, Outcome, Returned, Status
from autograder.sandbox.answers import CELL_FILE, GIVEN_FILE, Answers
from autograder.sandbox.asking import UNKNOWN, put_asking
from autograder.sandbox.cells import RECURSION_LIMIT, Notebook
from autograder.sandbox.limits import MB, apply_limits
from autograder.sandbox.messages import (
    MAX_ORDER,
    MAX_REPLY_JSON,
    Ask,
    CallDone,
    CellDone,
    Numbered,
    Order,
    Ready,
    Reply,
    decode_answer,
    decode_more,
    decode_order,
    encode_reply,
)
from autograder.sandbox.proof import prove_shut_in
from autograder.sandbox.sentences import one_line
from autograder.sandbox.syscalls import Filter
from autograder.sandbox.wire import HEADER, Frames

CHUNK = 2**16
DEAD_GRADER = 71


def serve(
    order: Order, send: Callable[[Reply], None], ask: Callable[[Call], Any], more: Callable[[], Numbered]
) -> None:
    """Do an order: given cells, the student's cells, the calls; one reply after each.

    ask: what the functions of order.job.upstream do in place of what the student wrote. more: waits for further calls.
    """
    own = os.getpid()

    def reply(message: Reply) -> None:
        # A process that a student's code has forked must not answer too.
        if os.getpid() != own:
            os._exit(0)
        send(message)

    vars(autograder)["check"] = lambda *_, **__: None
    notebook = Notebook()
    answers = Answers(notebook.namespace, order.job.exercises)
    reply(Ready(_run_given(order, notebook, answers)))
    for number, cell in enumerate(order.job.cells):
        _run_cell(number, cell, order, notebook, answers, reply)
    answers.restore()
    put_asking(notebook.namespace, order.job.upstream, answers.names, ask)
    for number, call in _calls(order, more):
        reply(CallDone(number, _answer(number, call, answers, order.reply_mb * MB)))


def _calls(order: Order, more: Callable[[], Numbered]) -> Iterator[tuple[int, Call]]:
    yield from order.todo
    if order.more:
        yield from more()


def _run_given(order: Order, notebook: Notebook, answers: Answers) -> str | None:
    since, problem = dict(notebook.namespace), None
    _seed()
    for number, source in enumerate(order.job.given):
        error = notebook.run(source, GIVEN_FILE.format(number))
        if error is not None and problem is None:
            problem = one_line(f"the assignment's given cell {number + 1}: {error}")
    answers.keep_given(since)
    return problem


def _run_cell(
    number: int, cell: Cell, order: Order, notebook: Notebook, answers: Answers, reply: Callable[[Reply], None]
) -> None:
    error = order.skip.get(number)
    if cell.exercise:
        answers.before_cell(cell.exercise)
    if number not in order.skip and cell.kind == "code":
        error = notebook.run(cell.source, CELL_FILE.format(number))
    if cell.exercise:
        answers.after_cell(cell.exercise, number, error)
    if number not in order.skip:
        reply(CellDone(number, error))


def _answer(number: int, call: Call, answers: Answers, reply_bytes: int) -> Outcome:
    # A call must not depend on which calls this worker has answered before; nor may chance be kind to all of them.
    _seed(number)
    sys.setrecursionlimit(RECURSION_LIMIT)
    outcome = answers.call(call)
    if isinstance(outcome, Returned) and _bytes(outcome.value) > reply_bytes:
        return Failed(Status.ERROR, f"`{call.function}` returned more than {reply_bytes // MB} MB")
    return outcome


def _seed(number: int = 0) -> None:
    random.seed(number)
    np.random.seed(number)


def _bytes(value: Any) -> int:
    if isinstance(value, list | tuple):
        return sum(_bytes(item) for item in value)
    return value.nbytes if isinstance(value, np.ndarray) else 0


# --- the channel -------------------------------------------------------------------------------------------------


Incoming = Iterator[tuple[Any, bytes]]


def incoming(read: Callable[[], bytes]) -> Incoming:
    """Yield the frames that come from the grader: an order, then answers to what is asked."""
    frames = Frames(MAX_ORDER, MAX_ORDER)
    while chunk := read():
        yield from frames.feed(chunk)
    os._exit(DEAD_GRADER)


def asker(frames: Incoming, sink: int) -> Callable[[Call], Any]:
    """Return a function that asks the grader for the result of a call, and waits for it."""

    def ask(call: Call) -> Any:
        try:
            frame = encode_reply(Ask(call))
        except WireError:
            raise RuntimeError(UNKNOWN) from None
        _send(sink, frame)
        return decode_answer(*next(frames))

    return ask


def sender(sink: int) -> Callable[[Reply], None]:
    """Return a function that writes replies to a file descriptor."""

    def send(reply: Reply) -> None:
        _send(sink, _encoded(reply))

    return send


def _send(sink: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(sink, rest) :]


def _encoded(reply: Reply) -> bytes:
    with suppress(WireError):
        frame = encode_reply(reply)
        if HEADER.unpack_from(frame)[0] <= MAX_REPLY_JSON:
            return frame
    # Only a list of very long texts or ints comes here: the grader would not take it.
    assert isinstance(reply, CallDone)
    return encode_reply(CallDone(reply.call, Returned(Opaque("list"))))


def silence(null: int) -> None:
    """Send all that is printed nowhere, and let reading from standard input find its end; null is open on /dev/null."""
    for descriptor in (0, 1, 2):
        if descriptor != null:
            os.dup2(null, descriptor)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = sys.stdout
    sys.argv = ["notebook"]


def work(frames: Incoming, sink: int, shut: Filter | None = None) -> None:
    """Do the order that comes first, within its limits and under a filter of system calls, replying into sink."""
    order, send = decode_order(*next(frames)), sender(sink)
    apply_limits(order.memory_mb, order.cpu_seconds)
    if shut is not None:
        shut.close_in()
        # Nothing of a student's has run yet, and nothing will where this does not hold.
        try:
            prove_shut_in()
        except AutograderError as error:
            send(Ready(one_line(str(error))))
            return
    serve(order, send, asker(frames, sink), lambda: decode_more(*next(frames)))


def forget_our_folder() -> None:
    """Take the folder of this package off the import path unless it is where all packages are."""
    home = str(Path(__file__).resolve().parents[2])
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
    threading.Thread(target=_read_ahead, args=(source, chunks), daemon=True).start()
    work(incoming(chunks.get), sink)
    os._exit(0)


if __name__ == "__main__":
    main()
