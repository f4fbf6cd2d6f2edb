"""Asks about as much as it may, in the narrowest types, each time something else, and for the largest results."""


def attack(chain, x):
    for number in range(10**6):
        ask(lambda: compose([np.sin, np.cos], np.full(2**18, number, np.int16)))
        ask(lambda: compose(chain, np.full(2**18, number % 2, bool)))
        ask(lambda: affine(np.full((300, 1), float(number)), np.ones((1, 300)), np.ones((1, 300))))
        ask(lambda: affine(np.ones((300, 1)), np.ones((1, 300)), np.ones((1, 300))))
