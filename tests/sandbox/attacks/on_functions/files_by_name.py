"""Passes functions that are called as numpy's own for files are."""

def named(name):
    def function(*_):
        return 0.0

    function.__name__ = name
    return function


def attack(chain, x):
    names = ("load", "save", "fromfile", "memmap", "loadtxt", "savez", "genfromtxt", "DataSource", "fromregex", "rec")
    return [ask(lambda name=name: compose([named(name)], x)) for name in names]
