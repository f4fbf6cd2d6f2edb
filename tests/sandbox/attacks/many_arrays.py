"""Returns twenty thousand arrays.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return [np.ones(8)] * 20000

# %% exercise="quad"
def quad(x):
    return [np.ones(8)] * 20000
