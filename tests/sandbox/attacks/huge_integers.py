"""Returns integers of a thousand bits, and one of a million.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return [2**1000, -(2**1000), 1 << 10**6]

# %% exercise="quad"
def quad(x):
    return [2**1000, -(2**1000), 1 << 10**6]
