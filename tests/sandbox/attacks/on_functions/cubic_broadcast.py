"""Passes three arrays whose sum has more entries than all of them: memory grows with the third power."""


def attack(chain, x):
    found = []
    for n in (8, 15, 300, 600):
        found.append(ask(lambda: affine(np.ones((1, n)), np.ones((n, 1, 1)), np.ones((1, n)))))
    return found
