"""Sleeps and spins in turns, as a machine that is paused now and then would seem to."""

import time


def attack(chain, x):
    for shift in range(10**4):
        time.sleep(0.7)
        ask(lambda: compose(chain, x + shift))
