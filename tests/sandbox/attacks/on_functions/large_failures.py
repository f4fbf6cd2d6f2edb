"""Asks large questions that fail, each time another one: what is remembered of them must stay small."""


def attack(chain, x):
    for number in range(10**6):
        ask(lambda: affine(np.full(2**18, number, np.int16), np.ones(3), np.ones(2)))
