"""Running a stranger's code: the only room in which it runs, and no answer is ever brought in here.

host      the trusted side: starts workers, asks, and gathers what comes of it
protocol  what may pass between the two sides, byte by byte: WIRE.md
worker    the untrusted side: the process that runs a stranger's code; it never imports host

Others import from here alone; `open_sandbox` gives a sandbox, whose `open(job, limits)` gives a Session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# What the trusted side needs is imported when it is used: a worker imports this package too.
if TYPE_CHECKING:
    from autograder.sandbox.host.isolation import Level
    from autograder.sandbox.host.session import AnySandbox


def open_sandbox(
    kind: str, level: Level | str | None = None, modules: tuple[str, ...] = (), tried: bool = False
) -> AnySandbox:
    """Return a sandbox: "forked" (Linux, a millisecond per worker) or "spawned" (any machine, level NONE only).

    Or "in-process": as "spawned", but its workers see all that this process holds (see sandbox/host/fast_start).

    level: the best safe one if none is named; modules: what students may import besides what is there for all.
    tried: it is known that this level holds here, so that it need not be tried; a worker proves it all the same.
    A forked one gets ready from now on; to enter it is to wait for that.
    Raises AutograderError if there is no such level here, and says what is missing.
    """
    from autograder.errors import UsageError

    if kind == "forked":
        from autograder.sandbox.host.fork_server import started
        from autograder.sandbox.host.isolation import Level, choose

        chosen = Level(level) if tried and level else choose(level)
        server = started(chosen, modules)  # it gets ready while numpy is imported here
        from autograder.sandbox.host.prefork import ForkServerSandbox

        return ForkServerSandbox(chosen, modules, server)
    if kind == "spawned":
        from autograder.sandbox.host.spawned import SpawnedSandbox

        return SpawnedSandbox(modules)
    if kind == "in-process":
        from autograder.sandbox.host.fork import InProcessForkSandbox

        return InProcessForkSandbox(modules)
    raise UsageError(f"there is no sandbox of kind {kind!r}: choose 'forked' or 'spawned'")
