"""Returns more megabytes than a reply may have.

Worth: 0
"""

# %% exercise="double"
def double(x):
    return np.ones((2**10, 2**9))

# %% exercise="quad"
def quad(x):
    return np.ones((2**10, 2**9))
