"""Passes whole numbers that may be sizes, and ones that no machine word holds."""

def attack(chain, x):
    numbers = (1000, 1001, 10**9, 2**63, -(2**63), 10**300, True)
    return [ask(lambda n=n: compose(chain, n)) for n in numbers] + [ask(lambda: compose(chain, np.full(9, 2**62)))]
