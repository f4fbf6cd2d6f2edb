"""Returns shapes that broadcast to the right one.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.ones((1,) * np.ndim(x))

# %% exercise="quad"
def quad(x):
    return np.ones((1,) * np.ndim(x))
