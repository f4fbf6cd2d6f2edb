"""Returns an object that is equal to, near to and less than everything.

Worth: 0
"""

# %%
class Liar:
    def __eq__(self, other):
        return True

    __ne__ = lambda self, other: False
    __le__ = __lt__ = __ge__ = __gt__ = __eq__
    __sub__ = __rsub__ = __abs__ = lambda self, *_: 0.0
    __hash__ = None
    shape, ndim, size, dtype = (4,), 1, 4, np.dtype(float)

# %% exercise="double"
def double(x):
    return Liar()

# %% exercise="quad"
def quad(x):
    return Liar()
