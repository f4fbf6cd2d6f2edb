"""Closes every descriptor and goes on living.

Worth: 15
"""

# %%
import os
import time
os.closerange(0, 100)
time.sleep(30)

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
