"""Starts a hundred threads that spin.

Worth: 15
"""

# %%
import threading
import time

def spin():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        pass

for _ in range(100):
    try:
        threading.Thread(target=spin, daemon=True).start()
    except (RuntimeError, MemoryError):
        break

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
