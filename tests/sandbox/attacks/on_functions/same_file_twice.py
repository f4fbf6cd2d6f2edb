"""Has two exercises ask for each other's answers, in turn."""

kept = {}


def attack(chain, x):
    for name, question in (("compose", lambda: compose(chain, x)), ("affine", lambda: affine(x, x, x))):
        kept.setdefault(name, []).append(ask(question))
    return kept
