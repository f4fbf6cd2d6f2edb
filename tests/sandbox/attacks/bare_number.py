"""Returns one number where an array is due.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return 2.0

# %% exercise="quad"
def quad(x):
    return 2.0
