"""Blocks all signals and sleeps without end.

Worth: 15
"""

# %%
import signal
import time
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    try:
        time.sleep(100)
    except BaseException:
        continue

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
