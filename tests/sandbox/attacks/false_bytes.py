"""Returns an array of a class that writes other bytes than it holds.

Worth: 15
"""

# %%
class Liar(np.ndarray):
    def tobytes(self, *_):
        return b"\xff" * 10**6

    def astype(self, *_, **__):
        return self

    def __reduce__(self):
        return (open, ("@TARGET@/reduced", "w"))

# %% exercise="double"
def double(x):
    return np.asarray(x + 1.0).view(Liar)

# %% exercise="quad"
def quad(x):
    return np.asarray(x + 1.0).view(Liar)
