"""Returns an integer that lies about its bits.

Worth: 0
"""

# %%
class Liar(int):
    def bit_length(self):
        return 1

    def __int__(self):
        return 1 << 10**6

    __repr__ = __str__ = lambda self: "NaN"

# %% exercise="double"
def double(x):
    return Liar(1)

# %% exercise="quad"
def quad(x):
    return Liar(1)
