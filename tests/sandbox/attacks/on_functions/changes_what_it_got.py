"""Changes an answer, and asks again: for itself it may, for others the answer must be as it was."""

def attack(chain, x):
    first = ask(lambda: compose(chain, x))
    if first is not None:
        first *= 0
    return ask(lambda: compose(chain, x))
