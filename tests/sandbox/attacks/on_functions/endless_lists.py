"""Passes lists that hold themselves, and lists in lists in lists."""

def attack(chain, x):
    itself = []
    itself.append(itself)
    deep = x
    for _ in range(2000):
        deep = [deep]
    wide = [[[0.0] * 40] * 40] * 40
    return [ask(lambda each=each: compose(chain, each)) for each in (itself, deep, wide)]
