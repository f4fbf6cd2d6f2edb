"""Reads and writes where there is no memory.

Worth: 0
"""

# %%
import ctypes

# %% exercise="double"
def double(x):
    return ctypes.string_at(0)

# %% exercise="quad"
def quad(x):
    return ctypes.memset(8, 1, 10)
