"""Names what makes arrays without filling them."""


def named(name):
    def function(*_):
        pass

    function.__name__ = name
    return function


def attack(chain, x):
    return [
        ask(lambda: compose([named(name)], [1000]))
        for name in ("empty", "np.empty", "empty_like", "frombuffer", "memmap")
    ]
