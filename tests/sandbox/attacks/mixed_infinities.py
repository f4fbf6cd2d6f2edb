"""Returns infinities of both signs, to break what computes scales and relations.

Worth: 15
"""

# %% exercise="double"
def double(x):
    return np.where(np.arange(x.size).reshape(x.shape) % 2, np.inf, -np.inf)

# %% exercise="quad"
def quad(x):
    return np.where(np.arange(x.size).reshape(x.shape) % 2, np.inf, -np.inf)
