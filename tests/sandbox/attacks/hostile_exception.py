"""Raises an exception whose text never ends, raises itself, or is no text.

Worth: 0
"""

# %%
class Evil(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__
    __traceback__ = property(lambda self: self)
    args = property(lambda self: 1 / 0)

class Endless(Exception):
    def __str__(self):
        while True:
            pass

# %% exercise="double"
def double(x):
    raise Evil

# %% exercise="quad"
def quad(x):
    raise Endless
