"""Names functions of Python's own: to print, to read, to run."""


def attack(chain, x):
    return [
        ask(lambda: compose([function], "__import__('os').getcwd()")) for function in (print, eval, open, input, exec)
    ]
