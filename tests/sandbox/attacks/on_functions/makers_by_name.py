"""Passes functions that are called as numpy's makers of functions are: they take code, or Python objects."""

def named(name):
    def function(*_):
        return 0.0

    function.__name__ = name
    return function


def attack(chain, x):
    names = ("frompyfunc", "vectorize", "piecewise", "apply_along_axis", "fromfunction", "require", "asarray", "lib")
    return [ask(lambda name=name: compose([named(name), named("sin")], x)) for name in names]
