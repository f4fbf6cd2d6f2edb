"""Sends every reply twice.

Worth: 15
"""

# %%
import os
real = os.write

def twice(number, data):
    real(number, bytes(data))
    return real(number, data)

os.write = twice

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
