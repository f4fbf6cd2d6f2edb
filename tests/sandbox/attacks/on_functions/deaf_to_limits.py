"""Ignores what tells of used-up time, and goes on asking."""

import signal


def attack(chain, x):
    for number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_IGN)
    shift = 0.0
    while True:
        shift += 1
        ask(lambda: compose([np.sin] * 50, x + shift))
