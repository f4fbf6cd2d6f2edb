"""Returns arrays of sixty-four dimensions.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.ones((1,) * 64)

# %% exercise="quad"
def quad(x):
    return np.ones((1,) * 64)
