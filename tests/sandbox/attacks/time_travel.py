"""Makes time stand still.

Worth: 15
"""

# %%
import time
time.monotonic = time.time = time.perf_counter = time.process_time = lambda: 0.0
while True:
    pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
