"""Names a class of the lesson's namespace as a function, to get memory that has never been written to."""


def ndarray(*_):
    pass


def attack(chain, x):
    return ask(lambda: compose([ndarray, np.positive], [1000]))
