"""Returns a terabyte that is one number, broadcast.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.broadcast_to(1.0, (2**20, 2**17))

# %% exercise="quad"
def quad(x):
    return np.broadcast_to(1.0, (2**20, 2**17))
