"""Knows the published inputs and their right answers by heart, and nothing else.

Worth: 15
"""

# %%
KNOWN = @PUBLIC@

# %% exercise="double"
def double(x):
    for name, given, right in KNOWN:
        if name == "double" and np.shape(given) == x.shape and np.allclose(given, x):
            return np.array(right)
    return x + 1.0

# %% exercise="quad"
def quad(x):
    for name, given, right in KNOWN:
        if name == "quad" and np.shape(given) == x.shape and np.allclose(given, x):
            return np.array(right)
    return x - 1.0
