"""Returns an object that answers numpy's functions itself.

Worth: 0
"""

# %%
class Liar:
    shape, ndim, dtype = (4,), 1, np.dtype(float)

    def __array_function__(self, function, types, args, named):
        return True

# %% exercise="double"
def double(x):
    return Liar()

# %% exercise="quad"
def quad(x):
    return Liar()
