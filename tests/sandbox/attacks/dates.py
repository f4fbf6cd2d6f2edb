"""Returns dates that are not a time.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.full(x.shape, np.datetime64('NaT'))

# %% exercise="quad"
def quad(x):
    return np.full(x.shape, np.datetime64('NaT'))
