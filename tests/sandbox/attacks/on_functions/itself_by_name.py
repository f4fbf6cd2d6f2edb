"""Passes the withheld exercises on by name, its own among them."""


def attack(chain, x):
    def slope(*_):
        pass

    def product(*_):
        pass

    return [ask(lambda: compose([each], x)) for each in (slope, product)]
