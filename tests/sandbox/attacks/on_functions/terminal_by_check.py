"""Has an import of the lesson print what a terminal or a CI system obeys."""


def check(*_):
    pass


def attack(chain, x):
    return ask(lambda: compose([check, check], "\n::error::x\n\x1b[31m"))
