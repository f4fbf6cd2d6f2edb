"""Asks for functions that no reference answers for, and for ones that there are not."""

def attack(chain, x):
    import sys

    channel = sys.modules["autograder.sandbox.worker.main"]
    from autograder.core.calls import Call

    names = ("slope", "product", "square", "check", "ndarray", "__import__", "eval", "\x1b", "compose ")
    return [ask(lambda name=name: channel.Channel.ask(None, Call(name, (x,)))) for name in names]
