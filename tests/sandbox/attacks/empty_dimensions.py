"""Returns arrays of the right number of dimensions and no entries.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.zeros((0,) * np.ndim(x))

# %% exercise="quad"
def quad(x):
    return np.zeros((0,) * np.ndim(x))
