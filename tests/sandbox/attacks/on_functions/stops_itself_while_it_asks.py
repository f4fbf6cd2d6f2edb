"""Stops itself, in all ways, while an answer is on its way: it waits, and is no victim."""

import os
import signal
import time


def attack(chain, x):
    for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
        try:
            os.kill(os.getpid(), number)
        except OSError:
            ask(lambda: compose(chain, x))
    signal.pause()
