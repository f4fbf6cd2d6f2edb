"""Asks as many different questions as it can."""


def attack(chain, x):
    number = 0.0
    while True:
        number += 1.0
        ask(lambda: compose([np.sin], np.full(1000, number)))
