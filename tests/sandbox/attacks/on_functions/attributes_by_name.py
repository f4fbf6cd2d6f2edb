"""Passes functions whose names are attributes of everything, or paths to more."""

def attack(chain, x):
    def function(*_):
        return 0.0

    found = []
    for name in ("__class__", "__dict__", "__loader__", "add.at", "sin.__class__", "linalg", "np", "", "0", "sin\0"):
        function.__name__ = name
        found.append(ask(lambda: compose([function], x)))
    return found
