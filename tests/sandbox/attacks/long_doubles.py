"""Returns long doubles that no double can hold.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.full(x.shape, np.longdouble('1e4000'))

# %% exercise="quad"
def quad(x):
    return np.full(x.shape, np.longdouble('1e4000'))
