"""Asks one question after the other that nobody has asked before, so that others' answers are forgotten."""

def attack(chain, x):
    for shift in range(10**6):
        ask(lambda: compose([np.sin], np.full(1999, float(shift))))
