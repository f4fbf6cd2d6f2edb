"""Passes numbers of kinds that the lesson has not: complex, half, text, dates, objects, records."""

def attack(chain, x):
    kinds = ("c16", "f2", "U9", "S9", "M8[s]", "O", "V8", "u8", "b1", [("a", "f8")])
    return [ask(lambda kind=kind: compose(chain, np.zeros(3, kind))) for kind in kinds]
