"""Passes functions whose names are text of another kind: endless, or with commands for a terminal."""

class Text(str):
    def __str__(self):
        return "load"

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Named:
    def __init__(self, name):
        self.__name__ = name

    def __call__(self, *_):
        return 0.0


def attack(chain, x):
    names = (Text("sin"), "s" * 10**7, "\x1b[2J::error::x", "\udc80", "ｓｉｎ", "sin ", None, 7)
    return [ask(lambda name=name: compose([Named(name)], x)) for name in names]
