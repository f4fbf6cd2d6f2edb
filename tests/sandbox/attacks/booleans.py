"""Returns True everywhere.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.ones(x.shape, bool)

# %% exercise="quad"
def quad(x):
    return np.ones(x.shape, bool)
