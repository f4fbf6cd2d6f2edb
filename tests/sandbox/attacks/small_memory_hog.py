"""Fills its memory with small things and swallows the errors.

Worth: 15
"""

# %%
kept = []
try:
    while len(kept) < 2**22:
        kept.append([0] * 64)
except MemoryError:
    pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
