"""Passes arrays of a billion entries that take eight bytes."""

def attack(chain, x):
    wide = np.broadcast_to(1.0, (10**9,))
    table = np.lib.stride_tricks.as_strided(np.ones(1), (10**6, 10**6), (0, 0))
    return [ask(lambda: compose(chain, wide)), ask(lambda: affine(table, table, table))]
