"""Returns an array of a class that lies about its shape and dtype.

Worth: 0
"""

# %%
class Liar(np.ndarray):
    shape = property(lambda self: (4,))
    dtype = property(lambda self: np.dtype("f8"))
    ndim = property(lambda self: 1)
    nbytes = property(lambda self: 0)
    size = property(lambda self: 4)

# %% exercise="double"
def double(x):
    return np.zeros((300, 300)).view(Liar)

# %% exercise="quad"
def quad(x):
    return np.zeros((300, 300)).view(Liar)
