"""Returns arrays without entries, in which none is wrong.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.zeros((0,))

# %% exercise="quad"
def quad(x):
    return np.zeros((0,))
