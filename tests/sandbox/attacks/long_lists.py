"""Returns a list of a million numbers.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return [0.0] * 10**6

# %% exercise="quad"
def quad(x):
    return [0.0] * 10**6
