"""Passes arrays without entries, whose other dimensions are as long as can be."""

def attack(chain, x):
    found = []
    for n in (10**6, 2**40, 2**62):
        found.append(ask(lambda: affine(np.empty((n, 0)), np.empty((0, n)), np.empty((1, n)))))
        found.append(ask(lambda: affine(np.empty((0, n)), np.empty((n, 0)), np.empty((1, 0)))))
    return found
