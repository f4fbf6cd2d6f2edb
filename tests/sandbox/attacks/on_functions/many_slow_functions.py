"""Passes a long chain of functions that are slow together, in one question after the other."""


def attack(chain, x):
    for shift in range(10**6):
        ask(lambda: compose([np.tan] * 1900, np.full(90, float(shift))))
    return x
