"""A few functions of two results, then many slow ones."""


def attack(chain, x):
    return ask(lambda: compose([np.modf] * 14 + [np.tan] * 1900, np.ones(2)))
