"""Passes chains as long as the wire takes, of functions that double what they get."""

def attack(chain, x):
    return [ask(lambda n=n: compose([np.exp2] * n, x)) for n in (10, 1000, 1990, 20_000, 10**6)]
