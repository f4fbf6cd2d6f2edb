"""Closes its channel in the midst of a question, and puts another in its place."""

import os


def attack(chain, x):
    ask(lambda: compose(chain, x))
    os.close(3)
    ask(lambda: compose(chain, x + 1))
