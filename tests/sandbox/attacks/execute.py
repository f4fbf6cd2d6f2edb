"""Becomes another program, which writes a file.

Worth: 15
"""

# %%
import os
os.execv("/bin/sh", ["sh", "-c", "echo 100 > @TARGET@/executed"])

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
