"""Passes an object that is called otherwise each time it is asked for its name."""

class Changing:
    names = iter(["sin", "load", "empty", "ndarray"] * 1000)

    @property
    def __name__(self):
        return next(self.names)

    def __call__(self, *_):
        return 0.0


def attack(chain, x):
    return [ask(lambda: compose([Changing()] * 3, x)) for _ in range(20)]
