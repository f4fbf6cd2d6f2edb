"""Asks the grader the same thing as often as it can, from many threads, and reads no answer.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    import threading

    def flood():
        try:
            while True:
                double(x)
        except Exception:
            pass

    try:
        for _ in range(4):
            threading.Thread(target=flood, daemon=True).start()
    except RuntimeError:
        pass
    flood()
    return x - 1.0
