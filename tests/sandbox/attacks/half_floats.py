"""Returns half precision numbers that overflow.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.full(x.shape, 6e4, np.float16) * 4

# %% exercise="quad"
def quad(x):
    return np.full(x.shape, 6e4, np.float16) * 4
