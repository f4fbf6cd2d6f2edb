"""Passes long vectors whose product is a large table."""


def attack(chain, x):
    return ask(lambda: affine(np.ones((990, 1)), np.ones((1, 990)), np.ones((1, 1))))
