"""Forks processes that fork again, at most sixteen in all.

Worth: 15
"""

# %%
import os
import time
for _ in range(4):
    os.fork()
time.sleep(1)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
