"""Passes arrays that run code of their own when they are looked at."""

class Sly(np.ndarray):
    def __array_finalize__(self, other):
        self.seen = other

    def __array_ufunc__(self, *arguments, **named):
        return np.zeros(3)

    def __reduce__(self):
        return eval, ("1",)


def attack(chain, x):
    return [ask(lambda: compose(chain, x.view(Sly))), ask(lambda: compose(chain, np.ma.masked_all(3)))]
