"""Returns things that offer their memory as an array: at no address, too long, of Python's own.

Worth: 0
"""

# %%
class Offer:
    def __init__(self, address, shape):
        self.__array_interface__ = {"data": (address, False), "shape": shape, "typestr": "<f8", "version": 3}

class Sub(np.ndarray):
    @property
    def __array_interface__(self):
        return {"data": (0, False), "shape": (2**40,), "typestr": "<f8", "version": 3}

    def __array_finalize__(self, of):
        raise SystemExit("made")

    def __dlpack__(self, *_, **__):
        return id(self)

# %% exercise="double"
def double(x):
    return Offer(id(x), x.shape) if x.ndim == 1 else Offer(0, (2**50,))

# %% exercise="quad"
def quad(x):
    return np.ndarray.__new__(Sub, x.shape)
