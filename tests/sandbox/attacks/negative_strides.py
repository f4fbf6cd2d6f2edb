"""Returns its input read backwards and overlapping.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.lib.stride_tricks.as_strided(np.array(x).ravel()[::-1], x.shape, (0,) * x.ndim)

# %% exercise="quad"
def quad(x):
    return np.lib.stride_tricks.as_strided(np.array(x).ravel()[::-1], x.shape, (0,) * x.ndim)
