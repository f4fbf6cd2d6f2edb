"""Names a function of two results over and over: memory doubles with each."""


def attack(chain, x):
    return ask(lambda: compose([np.modf] * 19, np.ones(2000)))
