"""Asks for as much memory as there is, at once and in steps.

Worth: 15
"""

# %%
kept = []
try:
    kept.append(bytearray(2**36))
except MemoryError:
    pass
while True:
    kept.append(bytearray(2**24))

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
