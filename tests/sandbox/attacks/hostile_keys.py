"""Fills the namespace with keys that are no texts, or texts that raise when they are compared.

Worth: 15
"""

# %%
class Key(str):
    def __hash__(self):
        return hash("quad")

    def __eq__(self, other):
        raise SystemExit("compared")

names = globals()
names[17] = names[None] = names[("double",)] = lambda x: 2.0 * x
try:
    names[Key("quad")] = lambda x: 4.0 * x
except BaseException:
    pass

# %% exercise="double"
def double(x):
    return x + 1.0

# %% exercise="quad"
def quad(x):
    return x - 1.0
