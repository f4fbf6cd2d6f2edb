"""Passes things that are no numbers, or pretend to be."""


class Pretender:
    def __array__(self, *_, **__):
        return np.ones(3)

    def __array_ufunc__(self, *_, **__):
        return 1

    def __call__(self, *_):
        return 1


def attack(chain, x):
    things = (Pretender(), np.array([Pretender()]), {}, b"x", 1j, np.array(["a"]), 10**300, [[[[[[[[[1]]]]]]]]])
    return [ask(lambda: compose([np.sin], thing)) for thing in things]
