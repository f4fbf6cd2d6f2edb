"""Returns an object of a class whose own class lies.

Worth: 0
"""

# %%
class Meta(type):
    __name__ = property(lambda cls: "ndarray\x1b[2J" * 10**5)
    __instancecheck__ = lambda cls, thing: True
    __subclasscheck__ = lambda cls, other: True
    __eq__ = lambda cls, other: True
    __hash__ = lambda cls: 0

class Liar(metaclass=Meta):
    pass

# %% exercise="double"
def double(x):
    return Liar()

# %% exercise="quad"
def quad(x):
    return Liar()
