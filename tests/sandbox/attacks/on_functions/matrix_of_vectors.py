"""Passes a column and a row that are each allowed, again and again, for tables that are not."""

def attack(chain, x):
    return [ask(lambda n=n: affine(np.ones((n, 1)), np.ones((1, n)), np.ones((1, n)))) for n in range(500, 999, 50)]
