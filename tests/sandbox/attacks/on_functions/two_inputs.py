"""Names functions of two inputs, which broadcast."""


def attack(chain, x):
    return [
        ask(lambda: compose([function], np.ones(9))) for function in (np.add, np.divmod, np.matmul, np.ldexp, np.frexp)
    ]
