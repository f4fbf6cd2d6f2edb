"""Returns arrays that a thread goes on changing.

Worth: 15
"""

# %%
import threading
import time
kept = []

def change():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        for each in kept:
            each *= 2.0
            each[...] = 1.0

threading.Thread(target=change, daemon=True).start()

# %% exercise="double"
def double(x):
    kept.append(np.array(x, dtype=float))
    return kept[-1]

# %% exercise="quad"
def quad(x):
    kept.append(np.array(x, dtype=float))
    return kept[-1]
