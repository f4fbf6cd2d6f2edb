"""Names what lies further inside numpy, or on a function."""


def attack(chain, x):
    def function(*_):
        pass

    found = []
    for name in (
        "lib.format.open_memmap",
        "square.__globals__",
        "__class__",
        "core.sys.exit",
        "",
        "sin\0",
        "a" * 10**6,
    ):
        function.__name__ = name
        found.append(ask(lambda: compose([function], x)))
    return found
