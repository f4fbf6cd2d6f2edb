"""Takes all the memory it may have, and has the reference take as much again."""

def attack(chain, x):
    held = []
    while True:
        try:
            held.append(bytearray(2**22))
        except MemoryError:
            return ask(lambda: affine(np.ones((40, 40)), np.ones((40, 40)), np.ones((1, 40))))
