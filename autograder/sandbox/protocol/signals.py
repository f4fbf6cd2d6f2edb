"""The signals that a filtered worker cannot send to itself: one that ends or stops by them was signalled from outside.

A student's code has no honest use for them. What it can cause in other ways stays its own, from wherever it comes:
faults (SIGSEGV, SIGFPE, …), an abort, its timers (SIGALRM, SIGVTALRM, SIGPROF), a closed pipe, and the limits of its
CPU time and files. POSIX timers, asynchronous input and a dead parent's signal, which could send any signal, all take
system calls that the filter refuses.
"""

from __future__ import annotations

import signal

_ENDING = (
    *("SIGKILL", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"),
    *("SIGUSR1", "SIGUSR2", "SIGIO", "SIGPWR", "SIGSTKFLT"),
)
_STOPPING = ("SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU")
LAST_STANDARD = 31
LAST = 64  # of the real-time ones, which all end a process


def _numbers(names: tuple[str, ...]) -> frozenset[int]:
    # Each system lacks some of them.
    return frozenset(int(getattr(signal, name)) for name in names if hasattr(signal, name))


ENDING = _numbers(_ENDING) | frozenset(range(LAST_STANDARD + 1, LAST + 1))
STOPPING = _numbers(_STOPPING)
REFUSED = ENDING | STOPPING
OWN = tuple(number for number in range(LAST_STANDARD + 1) if number not in REFUSED)  # 0 sends none, and only asks
