"""Sends itself every signal there is between two questions."""

import os
import signal


def attack(chain, x):
    for number in range(1, 65):
        try:
            signal.raise_signal(number)
        except (OSError, ValueError):
            ask(lambda number=number: compose(chain, x + number))
    return x
