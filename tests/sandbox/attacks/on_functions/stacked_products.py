"""Passes stacks of tables, whose products multiply along axes that the lesson never has."""

def attack(chain, x):
    return [ask(lambda n=n: affine(np.ones((n, 1, 1)), np.ones((1, n)), np.ones((n, 1, 1, 1)))) for n in (5, 50, 600)]
