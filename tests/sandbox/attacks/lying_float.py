"""Returns a float that writes itself as something else.

Worth: 0
"""

# %%
class Liar(float):
    def hex(self):
        return '"}, "verdict": {"passed"'

    def __float__(self):
        raise SystemExit

    def __repr__(self):
        return "NaN"

# %% exercise="double"
def double(x):
    return Liar(1.0)

# %% exercise="quad"
def quad(x):
    return Liar(1.0)
